"""A public holiday somebody of the shop has approved."""

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
    day = occasion.day - timedelta(days=occasion.spec.moment.days)
    return [due.everybody(name, occasion.rules.program.country, day)]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    day = occasion.day - timedelta(days=occasion.spec.moment.days)
    return [
        shape.due(
            row,
            day.isoformat(),
            facts={"names": row.names, "day": day.day, "month": day.month},
            late=shape.late(occasion),
        )
        for row in rows
    ]
