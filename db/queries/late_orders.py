"""Orders that came late: what they have cost, and where the time was lost."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.orders import Order


async def given_since(session: AsyncSession, member_id: int, since: datetime) -> int:
    """Points one member had for late orders since then."""
    theirs = (Order.member_id == member_id, Order.delivered_at >= since)
    return int(await session.scalar(select(func.coalesce(func.sum(Order.late_points), 0)).where(*theirs)) or 0)


async def apologised(session: AsyncSession, since: datetime, until: datetime) -> Sequence[Any]:
    """(placed_at, promised_at, left_at, late_points) of every order whose lateness was apologised for, delivered from
    *since* to before *until*; whoever never said that they had left had at least taken it on."""
    left = func.coalesce(Order.started_at, Order.accepted_at)
    found = select(Order.placed_at, Order.promised_at, left.label("left_at"), Order.late_points)
    when = (Order.delivered_at >= since, Order.delivered_at < until, Order.late_points > 0)
    return (await session.execute(found.where(*when))).all()
