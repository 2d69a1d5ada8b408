"""So many hours after a delivery: thank you, and how was it? Of one category or dish, where the rule says so."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.queries import conversations as queries
from db.queries import due
from db.queries.due import Search

daily = False


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    moment = occasion.spec.moment
    span = shape.shifted(occasion, _shift(occasion))
    return [due.settling(due.delivered(span, category=moment.category, item=moment.item), occasion.rule.id)]


def _shift(occasion: Occasion) -> timedelta:
    return timedelta(hours=occasion.spec.moment.delay_hours)


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    """One for a member, and not again within the days of rest."""
    since = occasion.at - timedelta(days=occasion.spec.moment.rest_days)
    rated = await queries.rated(session, [row.order for row in rows])
    asked = set(await session.scalars(due.fired_lately(occasion.rule.id, [row.id for row in rows], since)))
    found = []
    for row in rows:
        skip = "rated" if row.order in rated else "asked_lately" if row.id in asked else None
        late = shape.past(occasion, row.moment, _shift(occasion))
        found.append(shape.due(row, str(row.order), facts={"order": row.order}, late=late, skip=skip))
        asked.add(row.id)
    return found
