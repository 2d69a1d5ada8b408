"""A day the member named themself, once a year; one named shortly before it comes counts from next year. Who forgets
and names days again and again has no more of them in a year than can be kept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import dates
from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.queries import due
from db.queries.due import Search

daily = True


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    day = occasion.day - timedelta(days=occasion.spec.moment.days)
    return [due.memorable(name, named) for named in shape.celebrated(day)]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    day = occasion.day - timedelta(days=occasion.spec.moment.days)
    given = await shape.given_lately(session, occasion, {row.id: row.set_on for row in rows})
    found = []
    for row in rows:
        if day >= timing.first_gift(timing.Birthday(row.day, row.month), row.set_on, occasion.rules.program):
            facts = {"occasion": row.occasion, "day": day.day, "month": day.month}
            period = f"{day.year}:{row.month:02}-{row.day:02}"
            skip = "given_lately" if given[row.id] >= dates.MOST else None
            found.append(shape.due(row, period, facts=facts, late=shape.late(occasion), skip=skip))
    return found
