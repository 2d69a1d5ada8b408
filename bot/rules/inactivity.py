"""When a member who has gone quiet is nudged: at their own rhythm, a few times, and then not for long."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.rules.habits import rhythm
from bot.rules.program import Program


def rhythm_days(gaps: Sequence[int], program: Program) -> int:
    """Days without an order after which this member is missed: their own rhythm, or the programme's days while the
    history of *gaps* (days between orders) is short."""
    own = rhythm(gaps)
    return program.inactivity_days if own is None else own


def next_nudge(last_order: date, nudged_on: Sequence[date], rhythm: int, program: Program) -> date | None:
    """The day of the next try. Tries since the last order are a *rhythm* apart; when all are spent, nothing more before
    the days of silence have passed, and then they begin anew. None when the programme allows no tries."""
    if program.inactivity_tries == 0:
        return None
    tried = sorted(day for day in nudged_on if day >= last_order)
    if not tried:
        return last_order + timedelta(days=rhythm)
    pause = program.inactivity_silence_days if len(tried) % program.inactivity_tries == 0 else rhythm
    return tried[-1] + timedelta(days=pause)
