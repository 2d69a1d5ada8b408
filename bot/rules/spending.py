"""How many points may pay a part of a bill."""

from dataclasses import dataclass

from bot.rules.earning import WHOLE_BP
from bot.rules.program import Program


@dataclass(frozen=True, slots=True)
class Allowed:
    """`points` may be spent and pay `pays_minor`. `why` says what made it less than asked, if anything did."""

    points: int
    pays_minor: int
    why: str | None


def most_by_share(eligible_minor: int, program: Program, share_bp: int | None = None) -> int:
    """The points that pay the largest share of *eligible_minor*: *share_bp* (a tier's), else the programme's."""
    share_bp = program.spend_max_bp if share_bp is None else share_bp
    return max(0, eligible_minor) * share_bp // WHOLE_BP // program.point_value_minor


def allowed(asked: int, available: int, eligible_minor: int, program: Program, share_bp: int | None = None) -> Allowed:
    """min(asked, available, share of the eligible total), or 0 when that is below the smallest amount. *share_bp*: the
    member's own share by their tier (bot/rules/tiers.py, payable_bp); None: the programme's.

    `why` is "spend.debt", "spend.too_few_available", "spend.order_too_small" or "spend.below_minimum" with 0 points,
    and "spend.limited_by_balance" or "spend.limited_by_share" with fewer points than asked."""
    share = most_by_share(eligible_minor, program, share_bp)
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
