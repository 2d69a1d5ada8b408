"""What managers type about a message to members, and how it is read; the shop's clocks are Moscow's, it is 15:00."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules.broadcast_checks import Known, check
from bot.rules.broadcast_fields import checked, link, no_worse, read
from bot.rules.broadcasts import OfferButton, Plan, Words
from bot.rules.errors import RuleBroken
from db.enums import SendWhen
from tests.support.programs import SUSHI

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KNOWN = Known(replace(SUSHI, time_zone="Europe/Moscow"), NOON)
PLAN = Plan({"A": {"*": Words("Two for one")}})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """By Moscow's clocks, three hours ahead."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


@pytest.mark.parametrize(
    ("part", "typed", "value"),
    [
        ("starts_at", "18:30", at(21, 18, 30)),
        ("starts_at", "9:05", at(22, 9, 5)),
        ("starts_at", "25.11 18.30", at(25, 18, 30)),
        ("deadline", "22.11", at(22, 23, 59)),
        ("starts_at", " 25.11  18:30 ", at(25, 18, 30)),
        ("starts_at", "2026-11-25 18:30", at(25, 18, 30)),
        ("starts_at", "-", None),
        ("deadline", "25.11", at(25, 23, 59)),
        ("deadline", "25.11 18:30", at(25, 18, 30)),
        ("deadline", "18:30", at(21, 18, 30)),
        ("hour", "18", 18),
        ("hour", "9:00", 9),
        ("stock", "1 000", 1_000),
        ("stock", "—", None),
        ("budget_minor", "1 240,50 ₽", 124_050),
        ("waves", "100 / 50", (100, 50)),
        ("waves", "100", (100, None)),
        ("paid_most", "5000", 5_000),
        ("name", " Friday   rolls ", "Friday rolls"),
    ],
)
def test_a_typed_answer_is_read_as_it_is_meant(part: str, typed: str, value: Any) -> None:
    assert read(part, typed, KNOWN) == value


@pytest.mark.parametrize(
    ("part", "typed", "code"),
    [
        ("starts_at", "soon", "broadcast.not_a_moment"),
        ("starts_at", "31.02 18:30", "broadcast.not_a_moment"),
        ("starts_at", "25.11", "broadcast.no_time"),
        ("deadline", "20.11.2026", "broadcast.past"),
        ("deadline", "", "broadcast.not_a_moment"),
        ("hour", "24", "broadcast.not_an_hour"),
        ("hour", "half past six", "broadcast.not_an_hour"),
        ("stock", "0", "broadcast.not_a_count"),
        ("stock", "1000001", "broadcast.not_a_count"),
        ("stock", "٣", "broadcast.not_a_count"),
        ("waves", "0 / 5", "broadcast.not_waves"),
        ("waves", "5 / 0", "broadcast.not_waves"),
        ("waves", "all", "broadcast.not_waves"),
        ("name", "x" * 65, "broadcast.name_too_long"),
        ("budget_minor", "much", "amount.not_a_number"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(part: str, typed: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(part, typed, KNOWN)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        ("2026-11-22", "22.11", "2026-11-22"),
        ("2026-11-22", "23.11", "2026-11-23"),
        ("2026-11-22", "20.11", None),
        ("2026-11-22", "24.05", None),
        ("2026-11-22", "22.05", "2027-05-22"),
        ("2026-11-22", "05.01", "2027-01-05"),
        ("2026-11-22", "20.11.2027", "2027-11-20"),
        ("2027-01-05", "28.12", None),
        ("2027-01-05", "28.12.2027", "2027-12-28"),
        ("2027-01-05", "20.06", "2027-06-20"),
        ("2028-02-29", "28.02", None),
        ("2028-03-05", "29.02", None),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(today: str, typed: str, meant: str | None) -> None:
    """A day that was less than half a year ago is over: nobody waits for it nearly a year."""
    known = replace(KNOWN, at=datetime.fromisoformat(f"{today}T12:00+00:00"))
    if meant is None:
        with pytest.raises(RuleBroken, match=r"broadcast\.past"):
            read("deadline", typed, known)
        going = replace(PLAN, when=SendWhen.AT, starts_at=read("starts_at", f"{typed} 12:00", known))
        assert [fault.code for fault in check(going, known)] == ["broadcast.past"]
    else:
        assert read("deadline", typed, known) == datetime.fromisoformat(f"{meant}T23:59+03:00")
        assert read("starts_at", f"{typed} 18:30", known) == datetime.fromisoformat(f"{meant}T18:30+03:00")


@pytest.mark.parametrize(
    ("typed", "label", "url"),
    [
        ("Our menu https://sushi.example/menu", "Our menu", "https://sushi.example/menu"),
        ("Our menu:\nhttps://sushi.example", "Our menu", "https://sushi.example"),
        ("Our menu — t.me/sushi", "Our menu", "https://t.me/sushi"),
    ],
)
def test_a_link_is_its_words_and_its_address(typed: str, label: str, url: str) -> None:
    assert link(typed) == (label, url)


@pytest.mark.parametrize("typed", ["our menu", "https://sushi.example", "x" * 41 + " https://sushi.example", ""])
def test_a_link_without_words_or_address_is_none(typed: str) -> None:
    with pytest.raises(RuleBroken, match=r"broadcast\.not_a_link"):
        link(typed)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (Words("Only <b>today"), "broadcast.bad_html"),
        (Words("x" * 5_000), "broadcast.too_long"),
        (Words("Hello, {nobody}"), "broadcast.unknown_gap"),
        (Words("  "), "broadcast.empty"),
    ],
)
def test_words_nobody_could_read_are_refused_when_they_are_handed_in(words: Words, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked(words)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        ({"starts_at": at(21, 9), "when": SendWhen.AT}, "broadcast.past"),
        ({"starts_at": at(22, 3), "when": SendWhen.AT}, "broadcast.quiet"),
        ({"hour": 23, "when": SendWhen.LOCAL_HOUR}, "broadcast.quiet"),
        ({"wave_size": 100, "spread_minutes": 60}, "broadcast.ways"),
    ],
)
def test_a_change_that_could_never_be_sent_is_refused_at_once(sides: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        no_worse(PLAN, sides, KNOWN)
    assert refused.value.code == code


def test_a_fault_that_was_there_keeps_nobody_from_changing_the_rest() -> None:
    unfinished = replace(PLAN, buttons=(OfferButton("claim", {"en": "Mine"}),))
    assert no_worse(unfinished, {"control_bp": 1_000}, KNOWN) == {"control_bp": 1_000}
