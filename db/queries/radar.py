"""What the staff did between two moments, counted for each of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Channel, OrderState, Proof, SpendingState
from db.models.audit import AuditLine
from db.models.orders import Order, OrderReturn
from db.models.spendings import Spending
from db.models.staff import Staff
from db.models.tills import Slip

OWN_CARD = "sales.own_card"


async def own_cards(session: AsyncSession, since: datetime, until: datetime) -> dict[int, int]:
    """How often each of the staff showed their own card at their own till."""
    acts = (AuditLine.act == OWN_CARD, AuditLine.at >= since, AuditLine.at < until)
    return await _numbers(session, select(AuditLine.staff_id, func.count()).where(*acts).group_by(AuditLine.staff_id))


async def noted(session: AsyncSession, staff_id: int, since: datetime) -> bool:
    """Whether this person's own card was noted since then."""
    mine = (AuditLine.staff_id == staff_id, AuditLine.act == OWN_CARD, AuditLine.at >= since)
    return await session.scalar(select(AuditLine.id).where(*mine).limit(1)) is not None


async def without_receipt(session: AsyncSession, since: datetime, until: datetime) -> dict[int, int]:
    """Sales at a till that moved points and have no number of a receipt."""
    moved = or_(Order.points > 0, Order.points_paid > 0)
    slip = exists().where(Slip.order_id == Order.id)
    found = _sold(since, until).where(moved, ~slip)
    return await _numbers(session, found)


async def sellers(session: AsyncSession, since: datetime, until: datetime) -> list[int]:
    """Everybody who sold anything at a till."""
    return list(await _numbers(session, _sold(since, until)))


def _sold(since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    found = select(Order.placed_by, func.count()).where(Order.channel == Channel.TILL, Order.placed_by.is_not(None))
    when = (Order.placed_at >= since, Order.placed_at < until, Order.state == OrderState.DELIVERED)
    return found.where(*when).group_by(Order.placed_by)


async def paid_back(session: AsyncSession, since: datetime, until: datetime) -> dict[int, int]:
    """Returns of what had been paid with points or a voucher."""
    paid = or_(Order.points_paid > 0, Order.voucher_id.is_not(None))
    found = select(OrderReturn.staff_id, func.count(Order.id.distinct())).join(Order, Order.id == OrderReturn.order_id)
    when = (OrderReturn.at >= since, OrderReturn.at < until, OrderReturn.staff_id.is_not(None))
    return await _numbers(session, found.where(paid, *when).group_by(OrderReturn.staff_id))


async def corrections(session: AsyncSession, since: datetime, until: datetime) -> dict[int, int]:
    """Points by hand: the most that one member had of one person."""
    acts = (AuditLine.act == "points.adjust", AuditLine.at >= since, AuditLine.at < until)
    each = select(AuditLine.staff_id, func.count().label("times")).where(*acts)
    each_one = each.group_by(AuditLine.staff_id, AuditLine.subject).subquery()
    most = select(each_one.c.staff_id, func.max(each_one.c.times)).where(each_one.c.staff_id.is_not(None))
    return await _numbers(session, most.group_by(each_one.c.staff_id))


async def wrong_codes(session: AsyncSession, since: datetime, until: datetime) -> dict[int, int]:
    """Members' codes that were wrong: at the till, and at the door."""
    till = select(Spending.staff_id, func.count()).where(
        Spending.state == SpendingState.DECLINED, Spending.proof == Proof.CODE, Spending.staff_id.is_not(None)
    )
    till = till.where(Spending.at >= since, Spending.at < until).group_by(Spending.staff_id)
    acts = (AuditLine.act.in_(("deliveries.wrong_code", "deliveries.lock")), AuditLine.staff_id.is_not(None))
    door = select(AuditLine.staff_id, func.count()).where(*acts, AuditLine.at >= since, AuditLine.at < until)
    numbers = await _numbers(session, till)
    for staff_id, number in (await _numbers(session, door.group_by(AuditLine.staff_id))).items():
        numbers[staff_id] = numbers.get(staff_id, 0) + number
    return numbers


async def names(session: AsyncSession, staff_ids: set[int]) -> dict[int, str]:
    rows = await session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(staff_ids)))
    return {row.id: row.name for row in rows}


async def _numbers(session: AsyncSession, found: Select[*tuple[Any, ...]]) -> dict[int, int]:
    return {row[0]: int(row[1]) for row in await session.execute(found) if row[0] is not None}
