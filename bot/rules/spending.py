"""How many points may pay a part of a bill, and in which order things are taken off it."""

from dataclasses import dataclass

from bot.rules.earning import WHOLE_BP
from bot.rules.program import Program


@dataclass(frozen=True, slots=True)
class Allowed:
    """`points` may be spent and pay `pays_minor`. `why` says what made it less than asked, if anything did."""

    points: int
    pays_minor: int
    why: str | None


def most_by_share(eligible_minor: int, program: Program) -> int:
    """The points that pay the programme's largest share of *eligible_minor*."""
    return max(0, eligible_minor) * program.spend_max_bp // WHOLE_BP // program.point_value_minor


def allowed(asked: int, available: int, eligible_minor: int, program: Program) -> Allowed:
    """min(asked, available, share of the eligible total), or 0 when that is below the smallest amount.

    `why` is "spend.debt", "spend.too_few_available", "spend.order_too_small" or "spend.below_minimum" with 0 points,
    and "spend.limited_by_balance" or "spend.limited_by_share" with fewer points than asked."""
    share = most_by_share(eligible_minor, program)
    if why := _refusal(asked, available, share, program.spend_min_points):
        return Allowed(0, 0, why)
    points = min(asked, available, share)
    if points < asked:
        why = "spend.limited_by_balance" if available <= share else "spend.limited_by_share"
    return Allowed(points, points * program.point_value_minor, why)


def _refusal(asked: int, available: int, share: int, smallest: int) -> str | None:
    if available < 0:
        return "spend.debt"
    if available < smallest:
        return "spend.too_few_available"
    if share < smallest:
        return "spend.order_too_small"
    return "spend.below_minimum" if asked < smallest else None


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill after every deduction, each never larger than what was left when its turn came."""

    items_minor: int
    promo_minor: int
    tier_discount_minor: int
    points_minor: int

    @property
    def eligible_minor(self) -> int:
        """What points may pay a share of."""
        return self.items_minor - self.promo_minor - self.tier_discount_minor

    @property
    def to_pay_minor(self) -> int:
        return self.eligible_minor - self.points_minor


def bill(items_minor: int, *, promo_minor: int = 0, tier_discount_bp: int = 0, points_minor: int = 0) -> Bill:
    """Item prices → one promo code or voucher → the tier's discount → points. Nothing ever falls below 0."""
    promo = min(max(0, promo_minor), items_minor)
    discount = (items_minor - promo) * tier_discount_bp // WHOLE_BP
    points = min(max(0, points_minor), items_minor - promo - discount)
    return Bill(items_minor, promo, discount, points)
