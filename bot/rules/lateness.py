"""An order that came late: how large the apology is, and where the time was lost."""

from datetime import datetime, timedelta
from typing import Literal

from bot.rules.program import Program

MONTH = timedelta(days=30)
MINUTE = timedelta(minutes=1)

Cause = Literal["kitchen", "way"]


def minutes_late(promised_at: datetime, delivered_at: datetime) -> int:
    """Whole minutes after the promised time; 0 when in time."""
    return max(0, (delivered_at - promised_at) // MINUTE)


def apology(late_minutes: int, given_lately: int, program: Program) -> int:
    """Points for an order so late: nothing within the grace, then more with each step, up to the most for one order and
    to what the member's last 30 days (*given_lately*) leave."""
    beyond = late_minutes - program.late_grace_minutes
    if beyond <= 0:
        return 0
    points = program.late_points * (1 + beyond // program.late_step_minutes)
    return max(0, min(points, program.late_most_points, program.late_monthly_points - given_lately))


def cause(placed_at: datetime, promised_at: datetime, left_at: datetime | None) -> Cause:
    """The kitchen's, when the order left (or, where nobody said so, was taken on) with less than half of the promised
    time to go; otherwise the way's."""
    return "kitchen" if left_at is None or left_at > placed_at + (promised_at - placed_at) / 2 else "way"
