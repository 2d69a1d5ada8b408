"""Habits on paper: what a history of orders says about rhythm, hour, weekday and favourite."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.habits import Bought, Habits, habits_of, usual_hour, usual_weekday

MOSCOW, TOKYO = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Tokyo")
FRIDAY = datetime(2026, 10, 2, 16, 30, tzinfo=UTC)  # 19:30 in Moscow, Saturday 1:30 in Tokyo


def weekly(times: int) -> list[Bought]:
    moments = [FRIDAY + timedelta(weeks=week) for week in range(times)]
    return [Bought(moment, moment + timedelta(hours=1)) for moment in moments]


@pytest.mark.parametrize(
    ("orders", "spent", "zone", "habits"),
    [
        ([], {}, MOSCOW, Habits()),
        (weekly(1), {"rolls": 500, "soup": 300}, MOSCOW, Habits(favourite="rolls")),
        (weekly(4), {}, MOSCOW, Habits()),
        (weekly(5), {"tea": 100}, MOSCOW, Habits(7, 19, 4, "tea")),
        (weekly(5), {"tea": 100, "rolls": 100}, TOKYO, Habits(7, 1, 5, "rolls")),
    ],
)
def test_what_a_history_says(orders: list[Bought], spent: dict[str, int], zone: ZoneInfo, habits: Habits) -> None:
    assert habits_of(orders, spent, zone) == habits


@pytest.mark.parametrize(
    ("hours", "usual"),
    [([12, 19, 20], 19), ([23, 0, 1], 0), ([22, 23, 1, 2, 0], 0), ([12, 13], 12), ([9, 9, 21], 9)],
)
def test_the_usual_hour_goes_around_the_clock(hours: list[int], usual: int) -> None:
    assert usual_hour(hours) == usual


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        ([4, 4, 4, 1, 2], 4),
        ([4, 4, 1, 1, 2], 1),
        ([0, 1, 2, 3, 4, 5], None),
        ([0, 0, 1, 2, 3, 4, 5], None),
        ([5], None),
    ],
)
def test_a_usual_weekday_stands_out(days: list[int], usual: int | None) -> None:
    assert usual_weekday(days) == usual
