"""They bought this category before, and have not for so many days."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.queries import due
from db.queries.due import Search

daily = True


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    moment = occasion.spec.moment
    if not moment.category:
        return []
    last = occasion.day - timedelta(days=moment.days)
    return [due.bought(name, moment.category, shape.local_day(occasion, last))]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    facts = {"category": occasion.spec.moment.category, "days": occasion.spec.moment.days}
    late = shape.late(occasion)
    return [shape.due(row, row.moment.date().isoformat(), facts=facts, late=late) for row in rows]
