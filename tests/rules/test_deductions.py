"""Rule 11 of the programme's terms: item prices → voucher or promo code → the member's discount → points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.benefits import Benefit
from bot.rules.deductions import Quote, quote
from db.enums import BenefitKind

MONEY = st.integers(0, 10**9)
PERCENT, AMOUNT = BenefitKind.PERCENT, BenefitKind.AMOUNT


@pytest.mark.parametrize(
    ("benefit", "more", "expected"),
    [
        pytest.param(None, {}, Quote(0, 0, 0, 0, 1_150_00, 1_000_00), id="nothing comes off by itself"),
        pytest.param(
            Benefit(PERCENT, 2_000), {}, Quote(200_00, 0, 0, 0, 950_00, 800_00), id="a share comes off the goods alone"
        ),
        pytest.param(
            Benefit(PERCENT, 2_000),
            {"tier_discount_bp": 1_000, "points_minor": 216_00},
            Quote(200_00, 80_00, 0, 216_00, 654_00, 504_00),
            id="voucher, then the member's discount of what is left, then points",
        ),
        pytest.param(
            Benefit(PERCENT, 5_000, most_minor=300_00), {}, Quote(300_00, 0, 0, 0, 850_00, 700_00), id="up to a most"
        ),
        pytest.param(
            Benefit(AMOUNT, 5_000_00), {}, Quote(1_000_00, 0, 0, 0, 150_00, 0), id="never more than the goods cost"
        ),
        pytest.param(
            Benefit(AMOUNT, 100_00, least_minor=1_000_01),
            {},
            Quote(0, 0, 0, 0, 1_150_00, 1_000_00),
            id="a bill too small",
        ),
        pytest.param(
            Benefit(BenefitKind.DELIVERY), {}, Quote(0, 0, 150_00, 0, 1_000_00, 1_000_00), id="a delivery for nothing"
        ),
        pytest.param(
            Benefit(BenefitKind.DELIVERY),
            {"free_delivery": True},
            Quote(0, 0, 150_00, 0, 1_000_00, 1_000_00),
            id="the level and a voucher take the fee off once",
        ),
        pytest.param(
            Benefit(BenefitKind.MULTIPLIER, 20_000),
            {},
            Quote(0, 0, 0, 0, 1_150_00, 1_000_00, 20_000),
            id="a multiplier takes nothing off",
        ),
        pytest.param(
            Benefit(BenefitKind.ITEM), {}, Quote(0, 0, 0, 0, 1_150_00, 1_000_00), id="a thing comes besides the goods"
        ),
    ],
)
def test_deductions_come_in_their_order(benefit: Benefit | None, more: dict[str, int], expected: Quote) -> None:
    assert quote(1_000_00, 150_00, benefit, **more) == expected  # type: ignore[arg-type]


@given(
    MONEY, MONEY, st.sampled_from(BenefitKind), MONEY, st.integers(0, 10_000), st.booleans(), st.integers(-5, 10**10)
)
def test_no_deduction_makes_a_bill_negative_and_none_is_lost(
    goods: int, fee: int, kind: BenefitKind, value: int, discount_bp: int, free: bool, points: int
) -> None:
    benefit = Benefit(kind, min(value, 10_000) if kind is PERCENT else value)
    got = quote(goods, fee, benefit, tier_discount_bp=discount_bp, free_delivery=free, points_minor=points)
    parts = (got.goods_off, got.tier_off, got.fee_off, got.points_paid, got.to_pay, got.base_for_earning)
    assert min(parts) >= 0
    assert got.to_pay + got.discount + got.points_paid + got.fee_off == goods + fee
    assert got.base_for_earning + got.discount + got.points_paid == goods
