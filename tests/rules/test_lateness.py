"""Late orders apologise by themselves: after the grace, in steps, up to a limit for the order and for the month."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.lateness import Cause, apology, cause, minutes_late
from tests.support.programs import sushi

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SHOP = sushi(late_grace_minutes=10, late_points=50, late_step_minutes=20, late_most_points=200, late_monthly_points=400)


@pytest.mark.parametrize(
    ("late", "lately", "points"),
    [
        pytest.param(0, 0, 0, id="in time"),
        pytest.param(10, 0, 0, id="within the grace"),
        pytest.param(11, 0, 50, id="a minute beyond it"),
        pytest.param(29, 0, 50, id="not a step yet"),
        pytest.param(30, 0, 100, id="a step later as many again"),
        pytest.param(70, 0, 200, id="three steps"),
        pytest.param(500, 0, 200, id="never more for one order"),
        pytest.param(500, 350, 50, id="what the month leaves"),
        pytest.param(500, 400, 0, id="the month has had enough"),
        pytest.param(500, 900, 0, id="the limit was lowered"),
    ],
)
def test_an_apology_grows_with_the_delay(late: int, lately: int, points: int) -> None:
    assert apology(late, lately, SHOP) == points


def test_a_shop_may_do_without() -> None:
    assert apology(90, 0, sushi(late_points=0)) == 0


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        pytest.param(20, "way", id="left in good time"),
        pytest.param(30, "way", id="half of the time to go"),
        pytest.param(31, "kitchen", id="less than half of it"),
        pytest.param(None, "kitchen", id="nobody ever said it left"),
    ],
)
def test_where_the_time_was_lost(left: int | None, expected: Cause) -> None:
    left_at = None if left is None else NOON + left * MINUTE
    assert cause(NOON, NOON + 60 * MINUTE, left_at) == expected


def test_minutes_are_whole() -> None:
    assert minutes_late(NOON, NOON + timedelta(minutes=11, seconds=59)) == 11
    assert minutes_late(NOON, NOON - MINUTE) == 0
