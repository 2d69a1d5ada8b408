"""The nudge after a silence: at the member's own rhythm, a few tries, at the hour they usually order.

A rhythm is rounded up to the next of STEPS, so that the members to look at on a day are those whose last order lies
one of a few numbers of days back: an index finds them. Who has no rhythm yet has the programme's days.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.inactivity import next_nudge
from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.models.members import Member
from db.queries import due
from db.queries.due import Search

daily = True
STEPS = (7, 10, 14, 21, 30, 45, 60, 90)
HORIZON = 180  # days after which a silence is left in peace


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    usual = occasion.spec.moment.days
    everybody = set(_tries(usual, occasion))
    regulars = {offset for step in STEPS for offset in _tries(step, occasion)} - everybody
    found = [_silent(occasion, name, offset) for offset in sorted(everybody)]
    for offset in sorted(regulars):
        search = _silent(occasion, name, offset)
        known = search.statement.where(Member.rhythm_days.is_not(None))
        found.append(Search(known, search.keys))
    return found


def _silent(occasion: Occasion, name: str | None, days: int) -> Search:
    found = due.since(name, Member.last_order_at, shape.local_day(occasion, occasion.day - timedelta(days=days)))
    return Search(found.statement.add_columns(Member.rhythm_days, Member.usual_hour), found.keys)


def _tries(rhythm: int, occasion: Occasion) -> list[int]:
    """Days of silence after which somebody of that rhythm is written to, by the rule of tries and pauses."""
    program, last_order = occasion.rules.program, date(2000, 1, 1)
    tried: list[date] = []
    while (day := next_nudge(last_order, tried, rhythm, program)) and (day - last_order).days <= HORIZON:
        tried.append(day)
    return [(day - last_order).days for day in tried]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    waiting = await shape.waiting(session, rows)
    found = [each for row in rows if (each := _due(occasion, row))]
    return [replace(each, skip="acted") if each.member_id in waiting else each for each in found]


def _due(occasion: Occasion, row: Any) -> Due | None:
    silent_since = timing.local_date(row.moment, occasion.place.zone)
    tries = _tries(_rhythm(occasion, row.rhythm_days), occasion)
    days = (occasion.day - silent_since).days
    if days not in tries:
        return None
    number = tries.index(days) + 1
    return shape.due(
        row,
        f"{row.moment.date().isoformat()}:{number}",  # the same wherever they live
        facts={"days": (occasion.today - silent_since).days},
        key=f"nudge:{row.id}:{row.moment.date().isoformat()}" if number == 1 else None,
        late=shape.late(occasion),
        leaves=_usual_moment(occasion, row.usual_hour),
    )


def _rhythm(occasion: Occasion, own: int | None) -> int:
    if own is None:
        return occasion.spec.moment.days
    return next((step for step in STEPS if step >= own), STEPS[-1])


def _usual_moment(occasion: Occasion, hour: int | None) -> datetime | None:
    """Today at the local hour they usually order; None while that is not known."""
    return None if hour is None else timing.at_local(occasion.today, hour, occasion.place.zone)
