"""Which programme suits a shop: by how often people order, how large the bill is, and what is left of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.rules.program import Program

Often = Literal[1, 2, 3]  # every week; once or twice a month; more seldom
Bill = Literal[1, 2, 3]  # a coffee; a dinner; more than that
Margin = Literal[1, 2, 3]  # what is left of a bill before points: under 30 %; up to 60 %; more
Scheme = Literal["stamps", "points_and_levels", "offers"]

# A tenth of the margin goes back at most: with 30 % left, 3 % of the bill.
RATE_BP: Mapping[int, int] = {1: 300, 2: 500, 3: 700}
SILENCE_DAYS: Mapping[int, int] = {1: 14, 2: 30, 3: 90}
EXPIRY_MONTHS: Mapping[int, int] = {1: 12, 2: 12, 3: 24}  # who comes twice a year must be able to collect something


@dataclass(frozen=True, slots=True)
class Advice:
    """What to build on, and the numbers that differ from those in force: field → value."""

    scheme: Scheme
    numbers: Mapping[str, int]


def scheme(often: int, bill: int) -> Scheme:
    """Small bills every week: stamps, which need no arithmetic. Seldom: personal offers at the right moment, for points
    would come too slowly. Else points that can be saved up, and levels to hold on to."""
    if often == 1 and bill == 1:
        return "stamps"
    return "offers" if often == 3 else "points_and_levels"


def advise(often: int, bill: int, margin: int, program: Program) -> Advice:
    """Each answer is 1, 2 or 3; anything else counts as the middle."""
    often, bill, margin = (answer if answer in (1, 2, 3) else 2 for answer in (often, bill, margin))
    wanted = {
        "earn_rate_bp": RATE_BP[margin],
        "inactivity_days": SILENCE_DAYS[often],
        "expiry_months": EXPIRY_MONTHS[often],
    }
    chosen = scheme(often, bill)
    if chosen == "stamps":
        wanted["stamp_every"] = 6
    elif program.stamp_every:
        wanted["stamp_every"] = 0
    numbers = {field: value for field, value in wanted.items() if getattr(program, field) != value}
    return Advice(chosen, numbers)
