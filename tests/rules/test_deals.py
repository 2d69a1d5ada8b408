"""When a deal is on, for whom, and in which order deals are told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules.deals import ORDER, BadDeal, On, Schedule, on, rank, read_prices, read_words, reason
from db.enums import Tier
from tests.support.programs import sushi

MOSCOW = ZoneInfo("Europe/Moscow")
WARSAW = ZoneInfo("Europe/Warsaw")
SATURDAY, SUNDAY, FRIDAY = 5, 6, 4
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # Saturday, 15:00 in Moscow


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


def is_on(schedule: Schedule, at: datetime = NOON, tier: Tier = Tier.BRONZE) -> On | None:
    return on(schedule, tier, at, MOSCOW, sushi())


@pytest.mark.parametrize(
    ("given", "at", "expected"),
    [
        ({}, NOON, True),
        ({"weekdays": (SATURDAY,)}, NOON, True),
        ({"weekdays": (SUNDAY,)}, NOON, False),
        ({"weekdays": (SUNDAY,)}, moscow(22, 0), True),  # Sunday already, while it is Saturday in UTC
        ({"hour_from": 15, "hour_until": 16}, NOON, True),
        ({"hour_from": 16, "hour_until": 18}, NOON, False),
        ({"hour_from": 12, "hour_until": 15}, NOON, False),  # the last hour is over when it begins
        ({"hour_from": 22, "hour_until": 2, "weekdays": (FRIDAY,)}, moscow(21, 1), True),  # Friday night
        ({"hour_from": 22, "hour_until": 2, "weekdays": (FRIDAY,)}, moscow(21, 2), False),
        ({"hour_from": 22, "hour_until": 2, "weekdays": (FRIDAY,)}, moscow(21, 22), False),
        ({"hour_from": 22, "hour_until": 0}, moscow(21, 23, 59), True),
        ({"hour_from": 22, "hour_until": 0}, moscow(22, 0), False),
        ({"hour_from": 9, "hour_until": 9}, NOON, True),
        ({"opens_at": NOON}, NOON, True),
        ({"opens_at": NOON + timedelta(seconds=1)}, NOON, False),
        ({"closes_at": NOON}, NOON, False),
        ({"closes_at": NOON + timedelta(seconds=1)}, NOON, True),
        ({"tier": Tier.SILVER}, NOON, False),
    ],
)
def test_a_deal_is_on_by_the_shops_clocks(given: dict[str, Any], at: datetime, expected: bool) -> None:
    assert (is_on(Schedule(**given), at) is not None) is expected


def test_the_end_is_that_of_the_hours_or_of_the_whole_deal_whichever_comes_first() -> None:
    hours: dict[str, Any] = {"hour_from": 15, "hour_until": 18}
    assert is_on(Schedule(**hours)) == On(moscow(21, 18))
    assert is_on(Schedule(**hours, closes_at=moscow(21, 17))) == On(moscow(21, 17))
    assert is_on(Schedule(closes_at=moscow(30, 0))) == On(moscow(30, 0))
    assert is_on(Schedule()) == On(None)


def test_happy_hours_pass_the_night_in_which_the_clocks_change() -> None:
    night = Schedule(hour_from=22, hour_until=4, weekdays=(SATURDAY,))
    three_am = datetime(2026, 3, 29, 3, 30, tzinfo=WARSAW)  # the hour before it did not exist
    found = on(night, Tier.BRONZE, three_am, WARSAW, sushi())
    assert found == On(datetime(2026, 3, 29, 4, 0, tzinfo=WARSAW))


def test_a_tier_deal_is_for_that_tier_and_every_one_above() -> None:
    silver = Schedule(tier=Tier.SILVER)
    assert [is_on(silver, tier=tier) is not None for tier in Tier] == [False, True, True]


def test_a_tier_with_early_access_sees_it_hours_before() -> None:
    rules = sushi()
    tiers = tuple(replace(rule, early_hours=24 if rule.tier is Tier.GOLD else 0) for rule in rules.tiers)
    early = replace(rules, tiers=tiers)
    soon = Schedule(opens_at=NOON + timedelta(hours=24))
    assert on(soon, Tier.GOLD, NOON, MOSCOW, early) == On(None, early=True)
    assert on(soon, Tier.GOLD, NOON - timedelta(seconds=1), MOSCOW, early) is None
    assert on(soon, Tier.SILVER, NOON, MOSCOW, early) is None
    assert on(soon, Tier.GOLD, NOON + timedelta(hours=24), MOSCOW, early) == On(None)


@pytest.mark.parametrize(
    ("schedule", "is_early", "segment", "liking", "why"),
    [
        (Schedule(tier=Tier.GOLD), True, True, 5, "early"),
        (Schedule(tier=Tier.GOLD), False, True, 5, "tier"),
        (Schedule(), False, True, 5, "segment"),
        (Schedule(), False, False, 1, "taste"),
        (Schedule(), False, False, 0, ""),
    ],
)
def test_the_strongest_reason_is_told(schedule: Schedule, is_early: bool, segment: bool, liking: int, why: str) -> None:
    assert reason(schedule, On(None, is_early), has_segment=segment, liking=liking) == why


def test_what_is_for_the_member_alone_comes_first_then_what_they_like_then_the_newest() -> None:
    told = [("", 0, 9), ("taste", 1, 8), ("taste", 7, 2), ("tier", 0, 1), ("", 0, 3), ("segment", 0, 4)]
    assert [deal for *_, deal in sorted(told, key=lambda each: rank(*each))] == [1, 4, 2, 8, 9, 3]  # type: ignore[arg-type]
    assert set(ORDER) == {"early", "tier", "segment", "taste", ""}


@pytest.mark.parametrize(
    ("text", "words"),
    [("Soup", ("Soup", "")), ("  Soup \n\n hot  and\nfresh ", ("Soup", "hot and fresh")), ("a\u0000b", ("a b", ""))],
)
def test_words_are_a_title_and_the_rest(text: str, words: tuple[str, str]) -> None:
    assert read_words(text) == words


@pytest.mark.parametrize(
    ("text", "why"),
    [("  ", "deal.title_missing"), ("x" * 81, "deal.title_too_long"), ("x\n" + "y" * 301, "deal.text_too_long")],
)
def test_words_nobody_would_read_are_refused(text: str, why: str) -> None:
    with pytest.raises(BadDeal) as refused:
        read_words(text)
    assert refused.value.code == why


def test_members_pay_less_than_others() -> None:
    assert read_prices("490 / 590", "RUB") == (49_000, 59_000)
    assert read_prices("490", "RUB") == (49_000, None)
    assert read_prices("0", "RUB") == (None, None)
    for wrong in ("590 / 490", "490/490"):
        with pytest.raises(BadDeal, match=r"deal\.not_cheaper"):
            read_prices(wrong, "RUB")
