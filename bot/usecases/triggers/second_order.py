"""So many days after the first order there still is no second."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.models.members import Member
from db.queries import due
from db.queries.due import Search

daily = True


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    begun = occasion.day - timedelta(days=occasion.spec.moment.days)
    return [due.since(name, Member.first_order_at, shape.local_day(occasion, begun))]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    """Who waits for the second just now needs no reminder."""
    facts = {"days": occasion.spec.moment.days}
    waiting = await shape.waiting(session, rows)
    return [
        shape.due(row, "1", facts=facts, late=shape.late(occasion), skip="acted" if row.id in waiting else None)
        for row in rows
        if row.orders == 1
    ]
