"""Rule 15: nudged at the member's own rhythm, at most two tries, then silence for 90 days."""

from datetime import date

import pytest

from bot.rules.inactivity import next_nudge, rhythm_days
from tests.support.programs import SUSHI, sushi

ORDERED = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("gaps", "days"),
    [
        pytest.param([], 30, id="no history: 30 days"),
        pytest.param([3, 3, 3], 30, id="a short history: 30 days"),
        pytest.param([7, 7, 7, 14], 7, id="the 75th percentile of four"),
        pytest.param([1, 2, 3, 4, 5, 6, 7, 8], 6, id="of eight"),
        pytest.param([0, 0, 0, 0], 1, id="several orders a day are missed after one"),
    ],
)
def test_the_rhythm_is_the_members_own(gaps: list[int], days: int) -> None:
    assert rhythm_days(gaps, SUSHI) == days


@pytest.mark.parametrize(
    ("nudged", "expected"),
    [
        pytest.param([], date(2026, 1, 31), id="the first after the rhythm"),
        pytest.param([date(2026, 1, 31)], date(2026, 3, 2), id="the second a rhythm later"),
        pytest.param([date(2026, 1, 31), date(2026, 3, 2)], date(2026, 5, 31), id="then silence for 90 days"),
        pytest.param([date(2025, 12, 1)], date(2026, 1, 31), id="an order forgives the tries before it"),
    ],
)
def test_at_most_two_tries_and_then_silence(nudged: list[date], expected: date) -> None:
    assert next_nudge(ORDERED, nudged, 30, SUSHI) == expected


def test_no_tries_means_never() -> None:
    assert next_nudge(ORDERED, [], 30, sushi(inactivity_tries=0)) is None
