"""What members' habits are worked out from, and who has none yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState, OrderState
from db.models.members import Member
from db.models.orders import Order, OrderItem


async def newest_orders(session: AsyncSession, member_ids: Sequence[int], most: int) -> Mapping[int, Sequence[Any]]:
    """(placed_at, delivered_at) of each member's newest delivered orders, the oldest first."""
    newest = func.row_number().over(partition_by=Order.member_id, order_by=(Order.delivered_at.desc(), Order.id.desc()))
    theirs = (Order.member_id.in_(member_ids), Order.state == OrderState.DELIVERED)
    columns = (Order.member_id, Order.id, Order.placed_at, Order.delivered_at, newest.label("place"))
    ranked = select(*columns).where(*theirs).subquery()
    found = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.delivered_at, ranked.c.id)
    orders: defaultdict[int, list[Any]] = defaultdict(list)
    for row in await session.execute(found):
        orders[row.member_id].append(row)
    return orders


async def spent(session: AsyncSession, member_ids: Sequence[int]) -> Mapping[int, dict[str, int]]:
    """What each member has spent on each category."""
    total = func.sum(OrderItem.sum_minor).label("total")
    found = select(OrderItem.member_id, OrderItem.category, total).join(Order, Order.id == OrderItem.order_id)
    found = found.where(OrderItem.member_id.in_(member_ids), _of_category())
    sums: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for row in await session.execute(found.group_by(OrderItem.member_id, OrderItem.category)):
        sums[row.member_id][row.category] = int(row.total)
    return sums


async def without(session: AsyncSession, *, orders: int, limit: int) -> list[int]:
    """Members whose habits could be known and are not: more than so many *orders* and no rhythm, or no favourite."""
    delivered = select(func.count()).where(Order.member_id == Member.id, Order.state == OrderState.DELIVERED)
    no_rhythm = and_(Member.rhythm_days.is_(None), Member.orders_count > orders, delivered.scalar_subquery() > orders)
    bought = select(OrderItem.id).join(Order, Order.id == OrderItem.order_id)
    bought = bought.where(OrderItem.member_id == Member.id, _of_category()).correlate(Member)
    no_favourite = and_(Member.favourite.is_(None), Member.orders_count > 0, exists(bought))
    found = select(Member.id).where(Member.state == MemberState.ACTIVE, or_(no_rhythm, no_favourite))
    return list(await session.scalars(found.order_by(Member.id).limit(limit)))


def _of_category() -> Any:
    return and_(Order.state == OrderState.DELIVERED, OrderItem.category.is_not(None))
