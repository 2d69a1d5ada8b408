"""The nudge after a silence: at the member's own rhythm, a few tries, at the hour they usually order.

A rhythm is rounded up to the next of STEPS, so that the members to look at on a day are those whose last order lies
one of a few numbers of days back: an index finds them. Who has ordered less than five times has the programme's days.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.inactivity import ENOUGH_GAPS, next_nudge, rhythm_days
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
        known = search.statement.where(Member.orders_count > ENOUGH_GAPS)
        found.append(Search(known, search.keys))
    return found


def _silent(occasion: Occasion, name: str | None, days: int) -> Search:
    return due.since(name, Member.last_order_at, shape.local_day(occasion, occasion.day - timedelta(days=days)))


def _tries(rhythm: int, occasion: Occasion) -> list[int]:
    """Days of silence after which somebody of that rhythm is written to, by the rule of tries and pauses."""
    program, last_order = occasion.rules.program, date(2000, 1, 1)
    tried: list[date] = []
    while (day := next_nudge(last_order, tried, rhythm, program)) and (day - last_order).days <= HORIZON:
        tried.append(day)
    return [(day - last_order).days for day in tried]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    history, waiting = await _orders(session, [row.id for row in rows]), await shape.waiting(session, rows)
    found = [each for row in rows if (each := _due(occasion, row, history[row.id]))]
    return [replace(each, skip="acted") if each.member_id in waiting else each for each in found]


async def _orders(session: AsyncSession, members: Sequence[int]) -> Mapping[int, list[tuple[datetime, datetime]]]:
    found: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in await session.execute(due.moments_of_orders(members)):
        found[row.member_id].append((row.delivered_at, row.placed_at))
    return found


def _due(occasion: Occasion, row: Any, orders: Sequence[tuple[datetime, datetime]]) -> Due | None:
    zone = occasion.place.zone
    silent_since = timing.local_date(row.moment, zone)
    tries = _tries(_rhythm(occasion, [timing.local_date(delivered, zone) for delivered, _ in orders]), occasion)
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
        leaves=_usual_moment(occasion, [placed for _, placed in orders]),
    )


def _rhythm(occasion: Occasion, days: Sequence[date]) -> int:
    gaps = [(later - sooner).days for sooner, later in pairwise(days)]
    if len(gaps) < ENOUGH_GAPS:
        return occasion.spec.moment.days
    own = rhythm_days(gaps, occasion.rules.program)
    return next((step for step in STEPS if step >= own), STEPS[-1])


def _usual_moment(occasion: Occasion, placed: Sequence[datetime]) -> datetime | None:
    """Today at the local hour they usually order; None while the history is short."""
    if len(placed) <= ENOUGH_GAPS:
        return None
    hour = median_low(moment.astimezone(occasion.place.zone).hour for moment in placed)
    return timing.at_local(occasion.today, hour, occasion.place.zone)
