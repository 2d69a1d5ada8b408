"""Named reads for the history: a member's orders page by page, and what "Why?" needs besides the entry."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import OrderState
from db.models.members import Person
from db.models.orders import Order
from db.models.program import ProgramVersion
from db.models.referrals import Referral


@dataclass(frozen=True)
class OrderLine:
    """An order as its member sees it in the list; `points` are what it earns, `code` is for the courier at the door."""

    id: int
    state: OrderState
    placed_at: datetime
    amount_minor: int  # after what came off and what came back
    fee_minor: int
    currency: str
    points: int
    earned: bool
    code: str | None


async def orders(session: AsyncSession, member_id: int, *, before: int | None, limit: int) -> list[OrderLine]:
    """Up to *limit* orders of the member, the newest first, older than order *before*."""
    found = (
        select(
            Order.id,
            Order.state,
            Order.placed_at,
            Order.kept_minor,
            Order.fee_minor - Order.fee_off_minor,
            Order.currency,
            Order.kept_points,
            Order.earned_at.is_not(None),
            Order.handover_code,
        )
        .where(Order.member_id == member_id)
        .order_by(Order.id.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(Order.id < before)
    return [OrderLine(*row) for row in await session.execute(found)]


async def version_since(session: AsyncSession, version: int) -> datetime | None:
    """The moment from which a version of the rules was in force."""
    return await session.scalar(select(ProgramVersion.effective_at).where(ProgramVersion.version == version))


async def friend_of(session: AsyncSession, referral_id: int, member_id: int) -> str | None:
    """The name of the friend this member brought by the referral; None if it isn't theirs, or the friend is gone."""
    found = (
        select(Person.name)
        .join(Referral, Referral.friend_id == Person.member_id)
        .where(Referral.id == referral_id, Referral.inviter_id == member_id)
    )
    return await session.scalar(found)
