"""How often to write, tried out: two arms of members, one as the programme has it and one less often, to compare."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from bot.rules.splits import Split, place, split

SHARES_BP = (2_000, 5_000, 10_000)


class CadenceInvalid(RuleBroken):
    """ "cadence.out_of_range": more than the programme's own numbers, or a share nobody offers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Most advertisements in 7 and in 30 days, and how many days lie between two at least (1: every day will do)."""

    week: int
    month: int
    gap_days: int = 1


@dataclass(frozen=True, slots=True)
class Trial:
    """A test under way: `share_bp` of all members, equally over the arms; the first is as the programme has it."""

    id: int
    share_bp: int
    arms: tuple[Limits, ...]

    @property
    def split(self) -> Split:
        return split(f"cadence:{self.id}")


def usual(program: Program) -> Limits:
    """The programme's own numbers."""
    return Limits(program.ads_per_week, program.ads_per_month)


def choices(program: Program) -> list[Limits]:
    """What may be tried: never more than members were told."""
    week, month = program.ads_per_week, program.ads_per_month
    found = [Limits(week, month, 3), Limits(min(1, week), min(4, month)), Limits(min(1, week), min(2, month), 14)]
    return [each for n, each in enumerate(found) if each != usual(program) and each not in found[:n]]


def check(arms: Sequence[Limits], share_bp: int, program: Program) -> None:
    """Raises CadenceInvalid unless the first arm is the programme's, and no other writes more often."""
    most = usual(program)
    fits = all(each.week <= most.week and each.month <= most.month and 1 <= each.gap_days <= 60 for each in arms)
    if share_bp not in SHARES_BP or len(arms) != 2 or arms[0] != most or arms[0] == arms[1] or not fits:
        raise CadenceInvalid("cadence.out_of_range")


def arm_of(trial: Trial, member_id: int) -> int | None:
    """Which arm the member is in; None when they are not part of the test. Always the same answer."""
    where = place(trial.split, member_id)
    return where * len(trial.arms) // trial.share_bp if where < trial.share_bp else None


def limits_for(trial: Trial | None, member_id: int) -> Limits | None:
    """What holds for the member; None: as the programme has it."""
    found = None if trial is None else arm_of(trial, member_id)
    return None if trial is None or not found else trial.arms[found]


def to_json(arms: Sequence[Limits]) -> list[dict[str, Any]]:
    return [asdict(each) for each in arms]


def from_json(stored: Sequence[dict[str, Any]]) -> tuple[Limits, ...]:
    return tuple(Limits(**each) for each in stored)
