"""What points pay of one bill, as the terms say it."""

from dataclasses import replace

import pytest

from bot.rules.bills import Bounds, Paid, bounds, paid, share_bp, weighed
from bot.rules.program import TierRule
from bot.rules.tiers import rule_of
from db.enums import Tier
from tests.support.programs import SUSHI

SHARE = SUSHI.spend_max_bp  # 30 %; one point pays 1 ₽


@pytest.mark.parametrize(
    ("outlet_bp", "tier_bp", "share"),
    [(None, 0, 3_000), (None, 4_000, 4_000), (1_000, 4_000, 1_000), (0, 0, 0), (5_000, 0, 5_000)],
)
def test_the_outlet_says_before_the_level_and_the_level_before_the_programme(
    outlet_bp: int | None, tier_bp: int, share: int
) -> None:
    gold: TierRule = replace(rule_of(Tier.GOLD, SUSHI), spend_max_bp=tier_bp)
    assert share_bp(gold, SUSHI, outlet_bp) == share


@pytest.mark.parametrize(
    ("available", "goods", "expected"),
    [
        (300, 100_000, Bounds(50, 300, None)),
        (1_000, 100_000, Bounds(50, 300, None)),
        (200, 100_000, Bounds(50, 200, None)),
        (49, 100_000, Bounds(50, 0, "spend.too_few_available")),
        (-1, 100_000, Bounds(50, 0, "spend.debt")),
        (1_000, 16_600, Bounds(50, 0, "spend.order_too_small")),
        (1_000, 16_700, Bounds(50, 50, None)),
    ],
)
def test_so_many_may_be_asked_for_or_why_none(available: int, goods: int, expected: Bounds) -> None:
    assert bounds(available, goods, SUSHI, SHARE) == expected


@pytest.mark.parametrize(
    ("held", "goods", "expected"),
    [
        (100, 100_000, Paid(100, 10_000)),
        (300, 90_000, Paid(270, 27_000)),  # the bill became smaller
        (50, 10_000, Paid(30, 3_000)),  # below the smallest amount, but agreed to
        (50, 300, Paid(0, 0)),
        (0, 100_000, Paid(0, 0)),
    ],
)
def test_a_smaller_bill_takes_its_share_of_what_was_set_aside(held: int, goods: int, expected: Paid) -> None:
    assert paid(held, goods, SUSHI, SHARE) == expected


def test_where_no_points_are_taken_none_may_be_asked_for() -> None:
    assert weighed(100, 1_000, 100_000, SUSHI, 0).why == "spend.not_here"
    assert bounds(1_000, 100_000, SUSHI, 0) == Bounds(50, 0, "spend.not_here")
