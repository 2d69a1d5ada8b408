"""Parts of a standing rule: what a typed answer means, what is refused, what a change leaves as it was."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.rules import automations
from bot.rules.amounts import BadAmount
from bot.rules.automation_fields import GIVING, MOMENTS, TWICE, changed, gift, overlap, parts, read, value_of
from bot.rules.automation_samples import sample
from bot.rules.automations import DEFAULTS, BadRule, Offer
from db.enums import AutomationKind as Kind
from db.enums import OfferKind
from tests.support.programs import SUSHI

READ = [
    (Kind.BIRTHDAY, "moment.days", "7", -7),
    (Kind.INACTIVITY, "moment.days", "30", 30),
    (Kind.MEMBERSHIP, "moment.days", "-3", -3),
    (Kind.MEMBERSHIP, "moment.days", "−3", -3),
    (Kind.MEMBERSHIP, "moment.days", "+2", 2),
    (Kind.MEMBERSHIP, "moment.days", "0", 0),
    (Kind.BIRTHDAY, "moment.hour", " 9 ", 9),
    (Kind.BIRTHDAY, "moment.hour", "21:00", 21),
    (Kind.WELCOME, "moment.steps", "0, 2,5", [0, 2, 5]),
    (Kind.ORDER_MILESTONE, "moment.orders", "10\n50", [10, 50]),
    (Kind.SPEND_MILESTONE, "moment.sums", "10 000, 50 000,50", [1_000_000, 5_000_050]),
    (Kind.CATEGORY_LAPSED, "moment.category", "  hot   rolls ", "hot rolls"),
    (Kind.AFTER_DELIVERY, "moment.category", "-", None),
    (Kind.BIRTHDAY, "month_cap", "100", 100),
    (Kind.BIRTHDAY, "month_cap", "0", None),
    (Kind.BIRTHDAY, "holdout_bp", "10%", 1000),
    (Kind.BIRTHDAY, "holdout_bp", "2,5", 250),
    (Kind.INACTIVITY, "offer.valid_days", "14", 14),
]


@pytest.mark.parametrize(("kind", "part", "typed", "value"), READ)
def test_what_was_typed_is_understood(kind: Kind, part: str, typed: str, value: Any) -> None:
    assert read(kind, part, typed, "RUB") == value


REFUSED = [
    (Kind.BIRTHDAY, "moment.days", "-7"),
    (Kind.BIRTHDAY, "moment.days", "a week"),
    (Kind.BIRTHDAY, "moment.days", ""),
    (Kind.BIRTHDAY, "moment.days", "٧"),
    (Kind.BIRTHDAY, "moment.hour", "24"),
    (Kind.BIRTHDAY, "moment.hour", "10:30"),
    (Kind.BIRTHDAY, "moment.sums", "ten"),
    (Kind.WELCOME, "moment.steps", "0; -1"),
    (Kind.BIRTHDAY, "holdout_bp", "100%"),
    (Kind.BIRTHDAY, "month_cap", "1e9"),
    (Kind.BIRTHDAY, "edition", "2"),
    (Kind.CATEGORY_LAPSED, "moment.category", "x" * 33),
]


@pytest.mark.parametrize(("kind", "part", "typed"), REFUSED)
def test_what_nobody_understands_is_refused(kind: Kind, part: str, typed: str) -> None:
    with pytest.raises((BadRule, BadAmount)):
        read(kind, part, typed, "RUB")


GIFTS = [
    ("points", "150", OfferKind.POINTS, 150),
    ("percent", "10 %", OfferKind.VOUCHER, 1_000),
    ("amount", "300", OfferKind.VOUCHER, 30_000),
    ("multiplier", "1.5", OfferKind.VOUCHER, 15_000),
    ("delivery", "", OfferKind.VOUCHER, 0),
    ("words", "", OfferKind.WORDS, 0),
]


@pytest.mark.parametrize(("way", "typed", "kind", "value"), GIFTS)
def test_a_gift_is_read(way: str, typed: str, kind: OfferKind, value: int) -> None:
    offer = automations.offer_of(gift(way, typed, Offer(valid_days=9), "RUB"), Offer())
    found = offer.benefit.value if offer.benefit else offer.points
    assert (offer.kind, found, offer.valid_days) == (kind, value, 9)


@pytest.mark.parametrize(
    ("way", "typed"),
    [("points", "0"), ("points", "-5"), ("percent", "0"), ("percent", "100"), ("multiplier", "1"), ("gold", "1")],
)
def test_a_gift_of_nothing_is_none(way: str, typed: str) -> None:
    with pytest.raises((BadRule, BadAmount)):
        gift(way, typed, Offer(), "RUB")


@pytest.mark.parametrize("kind", Kind)
def test_each_part_of_each_kind_can_be_read_shown_and_set_to_what_it_is(kind: Kind) -> None:
    spec = DEFAULTS(kind, SUSHI)
    assert kind in MOMENTS
    for part in parts(kind):
        assert changed(spec, part, value_of(spec, part)) == spec


@pytest.mark.parametrize("kind", sorted(GIVING))
def test_a_rule_of_words_gives_no_points(kind: Kind) -> None:
    spec = changed(DEFAULTS(kind, SUSHI), "offer", gift("words", "", Offer(), "RUB"))
    assert (spec.offer.kind, spec.offer.points, spec.offer.benefit) == (OfferKind.WORDS, 0, None)


def test_a_text_is_kept_for_its_language_and_number_alone() -> None:
    spec = changed(DEFAULTS(Kind.WELCOME, SUSHI), "text.pl.2", "Cześć, {name}!")
    assert spec.texts == {"pl": {"2": "Cześć, {name}!"}}
    assert changed(spec, "text.pl.2", None).texts == {}
    with pytest.raises(BadRule):
        changed(spec, "text.pl.4", "Fourth of three")


@pytest.mark.parametrize("part", ["moment.hour", "offer.valid_days", "holdout_bp", "month_cap", "moment.delay_hours"])
def test_no_part_takes_a_number_no_rule_could_work_with(part: str) -> None:
    with pytest.raises(BadRule):
        changed(DEFAULTS(Kind.BIRTHDAY, SUSHI), part, -1)


@pytest.mark.parametrize(
    ("part", "value"), [("moment.after_days", 61), ("moment.rest_days", 366), ("moment.days", 366)]
)
def test_no_part_reaches_beyond_reason(part: str, value: int) -> None:
    with pytest.raises(BadRule):
        changed(DEFAULTS(Kind.BIRTHDAY, SUSHI), part, value)


@pytest.mark.parametrize("steps", [[0, 1, 2, 3], [5, 2], [2, 2]])
def test_a_series_has_rising_days_and_no_more_messages_than_texts(steps: list[int]) -> None:
    with pytest.raises(BadRule):
        changed(DEFAULTS(Kind.WELCOME, SUSHI), "moment.steps", steps)


@pytest.mark.parametrize("kind", Kind)
def test_the_sample_fills_every_gap_of_the_kind(kind: Kind) -> None:
    spec = DEFAULTS(kind, SUSHI)
    people = {"name": "Ann", "occasion": "Our wedding", "category": "Rolls"}
    facts = sample(spec, 1, people, date(2026, 11, 21))
    assert facts["name"] == "Ann"
    assert {"points", "available", "until", "own", "n"} <= set(facts)


def test_two_of_a_kind_overlap_unless_they_are_about_different_things() -> None:
    lapsed = DEFAULTS(Kind.CATEGORY_LAPSED, SUSHI)
    rolls, soup = changed(lapsed, "moment.category", "rolls"), changed(lapsed, "moment.category", "soup")
    assert overlap(rolls, replace(rolls))
    assert not overlap(rolls, soup)
    assert not overlap(rolls, DEFAULTS(Kind.BIRTHDAY, SUSHI))
    assert Kind.BIRTHDAY not in TWICE


def test_series_overlap_on_the_same_day_after_joining() -> None:
    welcome, tour = DEFAULTS(Kind.WELCOME, SUSHI), DEFAULTS(Kind.EDUCATION, SUSHI)
    assert not set(welcome.moment.steps) & set(tour.moment.steps)
    assert not overlap(welcome, tour)
    assert overlap(welcome, changed(tour, "moment.steps", [1, welcome.moment.steps[1]]))
