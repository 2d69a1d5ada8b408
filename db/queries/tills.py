"""Named reads of the counter: what a member bought there today, who could agree to a sale, what a shift brought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Channel, OrderState, Role, StaffState
from db.models.members import Person
from db.models.orders import Order, OrderReturn
from db.models.staff import Staff
from db.models.tills import SaleApproval


async def sales_to(session: AsyncSession, member_id: int, since: datetime) -> int:
    """How many sales at the till the member had since then, but for those that were taken back."""
    theirs = select(func.count()).where(Order.member_id == member_id, Order.channel == Channel.TILL)
    counted = theirs.where(Order.placed_at >= since, Order.state == OrderState.DELIVERED)
    return await session.scalar(counted) or 0


async def others(session: AsyncSession, roles: Collection[Role], but: int) -> int:
    """How many people of these roles work here, besides *but*."""
    found = select(func.count()).where(Staff.role.in_(roles), Staff.state == StaffState.ACTIVE, Staff.id != but)
    return await session.scalar(found) or 0


async def approval(session: AsyncSession, key: str, *, lock: bool = False) -> SaleApproval | None:
    """What was asked for the draft *key*."""
    found = select(SaleApproval).where(SaleApproval.key == key)
    return await session.scalar(found.with_for_update() if lock else found)


@dataclass(frozen=True)
class SaleLine:
    """A sale at the till of which something can still come back."""

    order_id: int
    name: str
    left_minor: int
    currency: str
    at: datetime


async def newest_sales(session: AsyncSession, since: datetime, *, staff_id: int | None, limit: int) -> list[SaleLine]:
    """The newest sales since then that were not wholly taken back: of *staff_id*, or everybody's."""
    columns = (Order.id, Person.name, Order.amount_minor - Order.discount_minor - Order.returned_minor)
    found = (
        select(*columns, Order.currency, Order.placed_at)
        .join(Person, Person.member_id == Order.member_id)
        .where(Order.channel == Channel.TILL, Order.state == OrderState.DELIVERED, Order.delivered_at >= since)
        .order_by(Order.id.desc())
        .limit(limit)
    )
    if staff_id is not None:
        found = found.where(Order.placed_by == staff_id)
    return [SaleLine(*row) for row in await session.execute(found)]


@dataclass(frozen=True)
class ShiftLine:
    """One person's day at the till. Sums in minor units; `undone` sales are in none of the others."""

    staff_id: int
    name: str
    sales: int = 0
    sum_minor: int = 0
    points_given: int = 0
    points_taken: int = 0
    undone: int = 0
    returns: int = 0
    returned_minor: int = 0


UNDONE = "undo:%"  # the keys of sales that their own cashier took back (bot/usecases/sale_undo.py)


async def shift(session: AsyncSession, since: datetime, staff_id: int | None = None) -> list[ShiftLine]:
    """The till since then, by person: all who posted a sale or took a return, or *staff_id* alone."""
    posted, taken = await _posted(session, since, staff_id), await _taken(session, since, staff_id)
    names = dict((await session.execute(select(Staff.id, Staff.name).where(Staff.id.in_({*posted, *taken})))).all())
    return [
        ShiftLine(number, name, *posted.get(number, (0, 0, 0, 0, 0)), *taken.get(number, (0, 0)))
        for number, name in sorted(names.items(), key=lambda each: each[1])
    ]


async def _posted(session: AsyncSession, since: datetime, staff_id: int | None) -> dict[int | None, tuple[int, ...]]:
    kept = ~exists().where(OrderReturn.order_id == Order.id, OrderReturn.key.like(UNDONE))
    columns = (
        Order.placed_by,
        func.count().filter(kept),
        func.coalesce(func.sum(Order.amount_minor - Order.discount_minor).filter(kept), 0),
        func.coalesce(func.sum(Order.points).filter(kept), 0),
        func.coalesce(func.sum(Order.points_paid).filter(kept), 0),
        func.count().filter(~kept),
    )
    found = select(*columns).where(Order.channel == Channel.TILL, Order.delivered_at >= since)
    found = found.where(Order.placed_by.is_not(None) if staff_id is None else Order.placed_by == staff_id)
    rows = await session.execute(found.group_by(Order.placed_by))
    return {row[0]: tuple(int(value) for value in row[1:]) for row in rows.all()}


async def _taken(session: AsyncSession, since: datetime, staff_id: int | None) -> dict[int | None, tuple[int, ...]]:
    back = func.coalesce(func.sum(OrderReturn.amount_minor), 0)
    found = select(OrderReturn.staff_id, func.count(), back).where(
        OrderReturn.at >= since, OrderReturn.key.not_like(UNDONE)
    )
    found = found.where(OrderReturn.staff_id.is_not(None) if staff_id is None else OrderReturn.staff_id == staff_id)
    rows = await session.execute(found.group_by(OrderReturn.staff_id))
    return {row[0]: tuple(int(value) for value in row[1:]) for row in rows.all()}
