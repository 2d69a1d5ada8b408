"""What an order earns, why, and what a return takes back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from bot.rules.program import Program
from bot.rules.tiers import rule_of
from db.enums import Tier

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Earned:
    """Points, and the arithmetic they came from: points = ⌊base × rate × multiplier ÷ point value⌋."""

    points: int
    base_minor: int
    rate_bp: int
    multiplier_bp: int
    point_value_minor: int

    def facts(self) -> dict[str, int]:
        """What the entry keeps, so that "Why?" can print the sum years later."""
        facts = asdict(self)
        del facts["points"]
        return facts


def base(
    items_minor: int,
    *,
    excluded_minor: int = 0,
    delivery_fee_minor: int = 0,
    paid_with_points_minor: int = 0,
) -> int:
    """The sum that earns: items after discounts − excluded items − delivery fee − what points paid, never below 0.

    Give `delivery_fee_minor` only when `items_minor` is a total that contains the fee."""
    return max(0, items_minor - excluded_minor - delivery_fee_minor - paid_with_points_minor)


def earned(base_minor: int, program: Program, tier: Tier) -> Earned:
    """What *base_minor* earns a member of *tier*: rounded down, once, after everything was multiplied."""
    multiplier = rule_of(tier, program).multiplier_bp
    product = max(0, base_minor) * program.earn_rate_bp * multiplier
    points = product // (program.point_value_minor * WHOLE_BP * WHOLE_BP)
    return Earned(points, base_minor, program.earn_rate_bp, multiplier, program.point_value_minor)


def taken_back(earned_points: int, returned_minor: int, base_minor: int, already: int) -> int:
    """Points to take back now that *returned_minor* of the base has been returned in all (not just this time), when
    *already* were taken back before. All calls for one order together never take more than was earned."""
    if returned_minor <= 0 or base_minor <= 0:
        return 0
    owed = earned_points * min(returned_minor, base_minor) // base_minor
    return max(0, owed - already)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Divides *total* (points or minor units, ≥ 0) among parts by weight; the parts add up to it exactly."""
    whole = sum(weights)
    if whole <= 0:
        return [total, *(0 for _ in weights[1:])] if weights else []
    bounds, passed = [0], 0
    for weight in weights:
        passed += weight
        bounds.append(total * passed // whole)
    return [right - left for left, right in pairwise(bounds)]
