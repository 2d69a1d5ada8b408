"""Rules 9–11: how many points may pay, and what is taken off a bill before what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.spending import Allowed, allowed
from tests.support.programs import POLISH, SUSHI, sushi

POINTS = st.integers(-(10**6), 10**9)


@pytest.mark.parametrize(
    ("asked", "available", "eligible", "expected"),
    [
        pytest.param(300, 500, 1_240_00, Allowed(300, 300_00, None), id="any amount between is the member's choice"),
        pytest.param(372, 500, 1_240_00, Allowed(372, 372_00, None), id="exactly 30 %"),
        pytest.param(400, 500, 1_240_00, Allowed(372, 372_00, "spend.limited_by_share"), id="at most 30 %"),
        pytest.param(300, 120, 1_240_00, Allowed(120, 120_00, "spend.limited_by_balance"), id="at most what is there"),
        pytest.param(50, 50, 1_240_00, Allowed(50, 50_00, None), id="the smallest amount"),
        pytest.param(49, 500, 1_240_00, Allowed(0, 0, "spend.below_minimum"), id="below the smallest amount"),
        pytest.param(300, 49, 1_240_00, Allowed(0, 0, "spend.too_few_available"), id="too few points for any"),
        pytest.param(300, 500, 160_00, Allowed(0, 0, "spend.order_too_small"), id="30 % of it is below the smallest"),
        pytest.param(300, -20, 1_240_00, Allowed(0, 0, "spend.debt"), id="a debt is repaid first"),
    ],
)
def test_allowed_is_the_least_of_asked_available_and_the_share(
    asked: int, available: int, eligible: int, expected: Allowed
) -> None:
    assert allowed(asked, available, eligible, SUSHI) == expected


def test_a_polish_point_pays_five_groszy() -> None:
    assert allowed(200, 1_000, 86_00, POLISH) == Allowed(200, 10_00, None)


@given(POINTS, POINTS, st.integers(0, 10**12), st.integers(0, 10_000), st.integers(1, 10_000))
def test_points_never_pay_more_than_the_share_nor_more_than_there_are(
    asked: int, available: int, eligible: int, share_bp: int, smallest: int
) -> None:
    program = sushi(spend_max_bp=share_bp, spend_min_points=smallest)
    got = allowed(asked, available, eligible, program)
    assert got.points == 0 or smallest <= got.points <= min(asked, available)
    assert got.pays_minor * 10_000 <= eligible * share_bp
    assert (got.why is None) == (got.points == asked and got.points > 0)
