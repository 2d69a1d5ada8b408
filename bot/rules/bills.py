"""What points pay of one bill: by whose share, between which bounds, and when the bill became smaller."""

from dataclasses import dataclass

from bot.rules.program import Program, TierRule
from bot.rules.spending import Allowed, allowed, most_by_share
from bot.rules.tiers import payable_bp


@dataclass(frozen=True, slots=True)
class Paid:
    """Points, and what they pay in minor units."""

    points: int = 0
    minor: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """So many points may be asked for; `most` is 0 when none may, and `why` says why not ("spend.…")."""

    least: int
    most: int
    why: str | None


def share_bp(tier: TierRule, program: Program, outlet_bp: int | None) -> int:
    """The largest share of a bill that points may pay: as the outlet says, where it says so; else the member's tier,
    else the programme."""
    return payable_bp(tier, program) if outlet_bp is None else outlet_bp


def weighed(asked: int, available: int, eligible_minor: int, program: Program, share: int) -> Allowed:
    """What may be spent of *asked*, as `spending.allowed` says; "spend.not_here" where the share is nothing at all."""
    if share <= 0:
        return Allowed(0, 0, "spend.not_here")
    return allowed(asked, available, eligible_minor, program, share)


def bounds(available: int, eligible_minor: int, program: Program, share: int) -> Bounds:
    """Between which numbers of points the member or the till may choose."""
    most = weighed(max(available, program.spend_min_points), available, eligible_minor, program, share)
    return Bounds(program.spend_min_points, most.points, None if most.points else most.why)


def paid(held: int, eligible_minor: int, program: Program, share: int) -> Paid:
    """What *held* points pay of a bill as it became: no more than was held, and no more than the share of it. Here the
    smallest amount asks for nothing: they were agreed to."""
    points = min(held, most_by_share(eligible_minor, program, share))
    return Paid(points, points * program.point_value_minor)
