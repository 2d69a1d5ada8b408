"""What is left over, as people type it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import surplus as rule
from bot.rules.segments import All, Condition
from bot.rules.surplus import BadSurplus, Surplus

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # 15:00 in Moscow


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12 Philadelphia till 21:00", Surplus(12, "Philadelphia", 21)),
        ("12 Филадельфия до 21:00", Surplus(12, "Филадельфия", 21)),
        ("12 szt. Filadelfia do 21.30", Surplus(12, "Filadelfia", 21, 30)),
        ("5 x Miso soup until 20", Surplus(5, "Miso soup", 20)),
        ("3 порции Том ям до 19:45 -50%", Surplus(3, "Том ям", 19, 45, 5_000)),
        ("7 California, -30 %, by 21:00", Surplus(7, "California", 21, 0, 3_000)),
        ("  4   4 cheeses   till 9:05 ", Surplus(4, "4 cheeses", 9, 5)),
    ],
)
def test_a_line_is_read_kindly(typed: str, found: Surplus) -> None:
    assert rule.read(typed) == found


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Philadelphia till 21:00", "surplus.unreadable"),
        ("12 Philadelphia", "surplus.unreadable"),
        ("12 Philadelphia till 25:00", "surplus.unreadable"),
        ("0 Philadelphia till 21:00", "surplus.pieces"),
        ("501 Philadelphia till 21:00", "surplus.pieces"),
        ("12 Phila{name} till 21:00", "surplus.dish"),
        (f"12 {'a' * 61} till 21:00", "surplus.dish"),
        ("12 Philadelphia till 21:00 -99%", "surplus.share"),
        ("12 Philadelphia till 21:00 -4%", "surplus.share"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadSurplus) as refused:
        rule.read(typed)
    assert refused.value.code == code


def test_the_hour_is_today_s_and_not_one_that_has_passed() -> None:
    assert rule.deadline(Surplus(1, "x", 21), NOON, MOSCOW) == NOON + timedelta(hours=6)
    with pytest.raises(BadSurplus):
        rule.deadline(Surplus(1, "x", 15), NOON, MOSCOW)


def test_whoever_had_it_and_orders_about_now_is_told_first() -> None:
    first, *others = rule.likely(["philadelphia"], "rolls", NOON, MOSCOW)
    had_it, about_now = Condition("item", "bought", "philadelphia"), Condition("usual_hour", "in", (13, 14, 15, 16, 17))
    assert first == All((had_it, about_now))
    assert others == [had_it, Condition("category", "bought", "rolls"), about_now]


def test_waves_are_as_large_as_the_stock_and_a_few_fit_in() -> None:
    assert [rule.wave_size(pieces) for pieces in (1, 4, 12)] == [20, 20, 60]
    minutes = [rule.wave_minutes(NOON, NOON + timedelta(minutes=left)) for left in (20, 180, 900)]
    assert minutes == [10, 30, 60]
