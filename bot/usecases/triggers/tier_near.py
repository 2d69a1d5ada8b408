"""An order that brought the next level within reach; once a year for each level."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import tiers
from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.queries import due, orders
from db.queries.due import Search

daily = True


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    return [due.lived(due.delivered(shape.local_day(occasion, _day(occasion))), name)]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    """What counts is the spend in the window now, not as it was at that order."""
    program, found = occasion.rules.program, []
    begins = occasion.at - timedelta(days=program.tier_window_days)
    for row in rows:
        spent = await orders.spent_since(session, row.id, begins)
        way = tiers.progress(spent, row.tier, program)
        if way.next is not None and 0 < way.missing_minor <= _near(occasion, spent + way.missing_minor):
            facts = {"level": way.next.value, "missing": way.missing_minor}
            late = shape.late(occasion)
            found.append(shape.due(row, f"{way.next.value}:{occasion.today.year}", facts=facts, late=late))
    return found


def _near(occasion: Occasion, whole_minor: int) -> int:
    sums = occasion.spec.moment.sums
    return sums[0] if sums else whole_minor // 5


def _day(occasion: Occasion) -> date:
    """The day of the order."""
    return occasion.day - timedelta(days=occasion.spec.moment.days)
