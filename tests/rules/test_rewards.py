"""Who may have a reward: a row for each sentence of the terms."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import catalogue, rewards
from bot.rules.amounts import BadAmount
from bot.rules.catalogue import BadReward, Reading
from bot.rules.rewards import Taker, Terms
from db.enums import Allergen, BenefitKind, RewardKind, Tier
from tests.support.programs import SUSHI, sushi

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAIN = sushi(tiers=tuple(replace(rule, early_hours=0) for rule in SUSHI.tiers))
SOUP = Terms(7, RewardKind.DISH, {"en": "Miso soup"}, 100)
ANN = Taker(100, Tier.BRONZE)
SILVER = Taker(100, Tier.SILVER)
MOSCOW = Reading(NOON, ZoneInfo("Europe/Moscow"), "RUB")


def terms(**changes: object) -> Terms:
    return replace(SOUP, **changes)  # type: ignore[arg-type]


def taker(**changes: object) -> Taker:
    return replace(ANN, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "who", "code"),
    [
        (SOUP, ANN, None),
        (SOUP, taker(points=99), "reward.too_few_points"),
        (terms(paused=True), ANN, "reward.paused"),
        (terms(removed=True), ANN, "reward.paused"),
        (terms(stock=0), ANN, "reward.sold_out"),
        (terms(stock=1), ANN, None),
        (terms(stock=0), taker(points=0), "reward.sold_out"),  # nobody saves for what is gone
        (terms(tier=Tier.SILVER), ANN, "reward.tier"),
        (terms(tier=Tier.SILVER), SILVER, None),
        (terms(tier=Tier.SILVER), taker(tier=Tier.GOLD), None),
        (terms(per_member=2), taker(taken=1), None),
        (terms(per_member=2), taker(taken=2), "reward.member_limit"),
        (terms(per_day=5), taker(taken_today=4), None),
        (terms(per_day=5), taker(taken_today=5), "reward.day_limit"),
        (terms(opens_at=NOON), ANN, None),
        (terms(opens_at=NOON + HOUR), ANN, "reward.not_yet"),
        (terms(opens_at=NOON + HOUR, early_hours=1), ANN, "reward.not_yet"),
        (terms(opens_at=NOON + HOUR, early_hours=1), SILVER, None),
        (terms(opens_at=NOON + 2 * HOUR, early_hours=1), SILVER, "reward.not_yet"),
        (terms(closes_at=NOON + HOUR), ANN, None),
        (terms(closes_at=NOON), ANN, "reward.over"),
        (terms(happens_at=NOON), ANN, "reward.over"),
        (terms(outlets=(1, 2)), taker(open_outlets=frozenset({2})), None),
        (terms(outlets=(1, 2)), taker(open_outlets=frozenset({3})), "reward.outlet"),
    ],
)
def test_who_may_have_it(asked: Terms, who: Taker, code: str | None) -> None:
    withheld = rewards.may_have(asked, who, PLAIN, NOON)
    assert (withheld.code if withheld else None) == code


def test_what_is_missing_is_told() -> None:
    withheld = rewards.may_have(SOUP, taker(points=60), SUSHI, NOON)
    assert withheld is not None
    assert withheld.facts == {"missing": 40}


def test_a_tiers_own_early_hours_count_when_they_are_more() -> None:
    early = tuple(replace(rule, early_hours=48 if rule.tier == Tier.GOLD else 0) for rule in SUSHI.tiers)
    program, soon = sushi(tiers=early), terms(opens_at=NOON, early_hours=24)
    hours = [(NOON - (rewards.opens_for(soon, tier, program) or NOON)) / HOUR for tier in Tier]
    assert hours == [0, 24, 48]
    assert rewards.opens_for(SOUP, Tier.GOLD, program) is None


def test_allergens_are_found_in_the_regulations_order() -> None:
    satay = terms(allergens=(Allergen.PEANUTS, Allergen.GLUTEN))
    assert rewards.contained(satay, ("peanuts", "gluten", "milk")) == (Allergen.GLUTEN, Allergen.PEANUTS)
    assert rewards.contained(satay, ()) == ()


def test_every_kind_of_reward_promises_something() -> None:
    assert {kind: rewards.benefit(terms(kind=kind)).kind for kind in RewardKind} == {
        RewardKind.DISH: BenefitKind.ITEM,
        RewardKind.SIDE: BenefitKind.ITEM,
        RewardKind.DRINK: BenefitKind.ITEM,
        RewardKind.DELIVERY: BenefitKind.DELIVERY,
        RewardKind.SERVICE: BenefitKind.SERVICE,
        RewardKind.EXPERIENCE: BenefitKind.EXPERIENCE,
    }


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("price", "150", 150),
        ("price", "1 500", 1_500),
        ("stock", "0", 0),
        ("stock", "1 000", 1_000),
        ("per_member", "1", 1),
        ("early_hours", "48", 48),
        ("cost_minor", "0", 0),
        ("cost_minor", "120,50", 12_050),
        ("opens_at", "24.12.2026 18:30", datetime(2026, 12, 24, 15, 30, tzinfo=UTC)),
        ("opens_at", "2026-12-24", datetime(2026, 12, 23, 21, 0, tzinfo=UTC)),
        ("closes_at", "24.12, 18.30", datetime(2026, 12, 24, 15, 30, tzinfo=UTC)),
        ("happens_at", "1.3 9:00", datetime(2027, 3, 1, 6, 0, tzinfo=UTC)),
    ],
)
def test_typed_values_are_read(field: catalogue.TypedField, text: str, value: object) -> None:
    assert catalogue.read(field, text, MOSCOW) == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("price", "0", "reward.price_zero"),
        ("price", "-5", "reward.price_zero"),
        ("price", "a lot", "amount.not_whole"),
        ("stock", "-1", "reward.count_out_of_range"),
        ("stock", "many", "reward.not_a_count"),
        ("stock", "1.5", "reward.not_a_count"),
        ("per_member", "0", "reward.count_out_of_range"),
        ("valid_days", "9999", "reward.count_out_of_range"),
        ("opens_at", "tomorrow", "reward.not_a_moment"),
        ("opens_at", "31.02.2027", "reward.not_a_moment"),
        ("opens_at", "24.12.2026 25:00", "reward.not_a_moment"),
        ("opens_at", "24.12.2050", "reward.moment_too_far"),
        ("opens_at", "29.02", "reward.not_a_moment"),
    ],
)
def test_what_cannot_be_is_refused(field: catalogue.TypedField, text: str, code: str) -> None:
    with pytest.raises((BadReward, BadAmount)) as refused:
        catalogue.read(field, text, MOSCOW)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"price": 0}, "reward.price_zero"),
        ({"stock": -1}, "reward.stock_negative"),
        ({"opens_at": NOON, "closes_at": NOON}, "reward.window_backwards"),
        ({"opens_at": NOON, "happens_at": NOON - HOUR}, "reward.window_backwards"),
    ],
)
def test_a_reward_as_a_whole_makes_sense(changes: dict[str, object], code: str) -> None:
    with pytest.raises(BadReward, match=code):
        catalogue.check(terms(**changes))


def test_names_and_texts_are_tidied_and_short() -> None:
    assert catalogue.name(" Miso \u202esoup\n") == "Miso soup"
    assert catalogue.words("  warm \n\n\n\n and  good\u202e ") == "warm\n\nand good"
    for bad, code in (("", "reward.name_empty"), ("x" * 65, "reward.name_too_long")):
        with pytest.raises(BadReward, match=code):
            catalogue.name(bad)
    with pytest.raises(BadReward, match="text_too_long"):
        catalogue.words("x" * 401)


def test_more_seats_may_be_promised_than_are_left_and_not_fewer() -> None:
    assert catalogue.left_of(12, 12) == 0
    with pytest.raises(BadReward, match="seats_promised"):
        catalogue.left_of(11, 12)
