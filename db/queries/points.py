"""Beside the ledger: points on their way, spending in the tier's window, the words of an adjustment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import OrderState, Tier
from db.ledger.accounts import on_connection
from db.models.audit import AuditLine
from db.models.members import Member
from db.models.orders import Order


@dataclass(frozen=True)
class Standing:
    """A member's tier, what was spent in the tier's window, in the discount's and ever, the stamps on their card, and
    what unfinished orders will bring."""

    tier: Tier
    joined_at: datetime
    orders_count: int
    pending_points: int
    spent_minor: int
    discount_spent_minor: int
    ever_spent_minor: int
    stamps: int


_pending = and_(Order.earned_at.is_(None), Order.state != OrderState.CANCELLED, Order.state != OrderState.RETURNED)
_in_window = and_(Order.state == OrderState.DELIVERED, Order.delivered_at >= bindparam("since"))
_in_discount = and_(Order.state == OrderState.DELIVERED, Order.delivered_at >= bindparam("discount_since"))
_STANDING = (
    select(
        Member.tier,
        Member.joined_at,
        Member.orders_count,
        func.coalesce(func.sum(case((_pending, Order.kept_points), else_=0)), 0),
        func.coalesce(func.sum(case((_in_window, Order.kept_base_minor), else_=0)), 0),
        func.coalesce(func.sum(case((_in_discount, Order.kept_base_minor), else_=0)), 0),
        Member.spent_minor,
        Member.stamps,
    )
    .outerjoin(Order, Order.member_id == Member.id)
    .where(Member.id == bindparam("member"))
    .group_by(Member.id)
)
_DUE = (
    select(Order.id).where(Order.earned_at.is_(None), Order.earn_due_at <= bindparam("at")).order_by(Order.earn_due_at)
)
_ADJUSTED = (
    select(AuditLine.reason, AuditLine.facts)
    .where(AuditLine.act == "points.adjust", AuditLine.subject == bindparam("subject"))
    .order_by(AuditLine.id.desc())
)


async def standing(
    session: AsyncSession, member_id: int, *, since: datetime, discount_since: datetime | None = None
) -> Standing:
    """Where a member stands; spending counts from *since* on, for the discount from *discount_since*. One statement."""
    values = {"member": member_id, "since": since, "discount_since": discount_since or since}
    row = await on_connection(session, lambda connection: connection.execute(_STANDING, values).one())
    tier, joined_at, orders_count, pending, spent, for_discount, ever, stamps = row
    return Standing(tier, joined_at, orders_count, int(pending), int(spent), int(for_discount), ever, stamps)


async def earnings_due(session: AsyncSession, at: datetime) -> list[int]:
    """Delivered orders whose points were on hold until now."""
    return list(await session.scalars(_DUE, {"at": at}))


async def adjustment_words(session: AsyncSession, member_id: int, entry_id: int) -> str | None:
    """The reason the staff gave for an adjustment; kept by the audit log alone, for it may name people."""
    for reason, facts in await session.execute(_ADJUSTED, {"subject": f"member:{member_id}"}):
        if facts.get("entry") == entry_id:
            return str(reason)
    return None
