"""Rules 3–8 of the programme's terms: what an order earns, and what a return takes back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.earning import Basket, Circumstances, Earned, base, split, taken_back
from bot.rules.earning import earned as worked_out
from bot.rules.program import Program
from db.enums import Tier
from tests.support.programs import EUROPEAN, POLISH, SUSHI, sushi

MONEY = st.integers(0, 10**12)
SATURDAY = datetime(2026, 11, 21, 15, tzinfo=UTC)


def earned(base_minor: int, program: Program, tier: Tier) -> Earned:
    """An order without items, on a Saturday afternoon."""
    return worked_out(Basket(base_minor), program, Circumstances(tier, SATURDAY))


@pytest.mark.parametrize(
    ("program", "tier", "base_minor", "points"),
    [
        pytest.param(SUSHI, Tier.BRONZE, 1_240_00, 62, id="1 240 ₽ earn 62 points"),
        pytest.param(POLISH, Tier.BRONZE, 86_00, 86, id="86 zł earn 86 points"),
        pytest.param(EUROPEAN, Tier.BRONZE, 12_40, 62, id="12.40 € earn 62 points"),
        pytest.param(SUSHI, Tier.SILVER, 1_240_00, 74, id="silver multiplies by 1.2: 74.4"),
        pytest.param(SUSHI, Tier.GOLD, 1_240_00, 93, id="gold multiplies by 1.5"),
        pytest.param(SUSHI, Tier.GOLD, 1_255_00, 94, id="rounded once, at the end: 62.75 × 1.5, not 62 × 1.5"),
        pytest.param(SUSHI, Tier.BRONZE, 19_99, 0, id="just below one point"),
        pytest.param(SUSHI, Tier.BRONZE, 20_00, 1, id="exactly one point"),
        pytest.param(SUSHI, Tier.BRONZE, 0, 0, id="nothing earns nothing"),
        pytest.param(sushi(earn_rate_bp=0), Tier.GOLD, 1_240_00, 0, id="a rate of 0 earns nothing"),
    ],
)
def test_earned_is_base_times_rate_by_point_value_rounded_down(
    program: Program, tier: Tier, base_minor: int, points: int
) -> None:
    assert earned(base_minor, program, tier).points == points


def test_the_entry_keeps_the_arithmetic_and_nothing_personal() -> None:
    assert earned(1_240_00, SUSHI, Tier.SILVER).facts() == {
        "base_minor": 1_240_00,
        "rate_bp": 500,
        "multiplier_bp": 12_000,
        "point_value_minor": 100,
    }


@given(MONEY, st.sampled_from(Tier))
def test_rounding_never_gives_nor_takes_a_whole_point(base_minor: int, tier: Tier) -> None:
    got = earned(base_minor, SUSHI, tier)
    exact = base_minor * got.rate_bp * got.multiplier_bp
    unit = got.point_value_minor * 10_000 * 10_000
    assert got.points * unit <= exact < (got.points + 1) * unit


@given(MONEY, MONEY, st.sampled_from(Tier))
def test_a_larger_bill_never_earns_less_and_splitting_it_never_earns_more(one: int, other: int, tier: Tier) -> None:
    parts = earned(one, SUSHI, tier).points + earned(other, SUSHI, tier).points
    whole = earned(one + other, SUSHI, tier).points
    assert parts <= whole <= parts + 1


@pytest.mark.parametrize(
    ("deductions", "left"),
    [
        pytest.param({}, 1_240_00, id="items after discounts"),
        pytest.param({"excluded_minor": 240_00}, 1_000_00, id="less excluded items"),
        pytest.param({"delivery_fee_minor": 190_00}, 1_050_00, id="less the delivery fee, where the total has it"),
        pytest.param({"paid_with_points_minor": 372_00}, 868_00, id="less the part paid with points"),
        pytest.param({"excluded_minor": 2_000_00}, 0, id="never below 0"),
    ],
)
def test_the_base_is_what_was_paid_for_goods_that_count(deductions: dict[str, int], left: int) -> None:
    assert base(1_240_00, **deductions) == left


@pytest.mark.parametrize(
    ("returned", "already", "back"),
    [
        pytest.param(1_240_00, 0, 62, id="everything returned takes everything back"),
        pytest.param(620_00, 0, 31, id="half takes half"),
        pytest.param(300_00, 0, 15, id="a part is rounded down"),
        pytest.param(600_00, 15, 15, id="the second part is counted cumulatively"),
        pytest.param(9_999_00, 0, 62, id="never more than was earned"),
        pytest.param(300_00, 62, 0, id="nothing twice"),
        pytest.param(0, 0, 0, id="nothing returned"),
    ],
)
def test_a_return_takes_back_its_share(returned: int, already: int, back: int) -> None:
    assert taken_back(62, returned, 1_240_00, already) == back


def test_an_order_that_had_no_base_has_nothing_to_take_back() -> None:
    assert taken_back(0, 100, 0, 0) == 0


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_returns_in_any_portions_take_back_exactly_what_was_earned(points: int, portions: list[int]) -> None:
    whole, returned, taken = sum(portions), 0, 0
    for portion in portions:
        returned += portion
        taken += taken_back(points, returned, whole, taken)
        assert taken <= points
    assert taken == (points if whole else 0)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_the_parts_of_a_split_bill_add_up_to_it(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)
    assert min(parts) >= 0
