"""What hangs on an order beside its points, when goods of it come back: counts, welcome, habits, stamps, tier and
invitation. The other way round of bot/usecases/handover.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import habits, referral_returns, stamps, tiers
from bot.usecases.program import Rules
from db.enums import EntryKind, OrderState
from db.ledger import post
from db.ledger.once import once
from db.ledger.post import Because
from db.models.members import Member
from db.models.orders import Order


@dataclass(frozen=True)
class Unwound:
    """What went with the goods: the welcome (when no delivered order is left), what the friend had for coming by an
    invitation, and a stamp."""

    welcome: int = 0
    friend: int = 0
    stamp: bool = False


async def after(session: AsyncSession, order: Order, before: "Before", *, at: datetime, rules: Rules) -> Unwound:
    """Everything that hangs on the *order* is as if what came back had never been bought; what other orders earned
    stays. The order is locked, and so are the accounts of its member and of whoever invited them."""
    await _counted(session, order, before)
    welcome = await _welcome_back(session, order, at) if order.state is OrderState.RETURNED else 0
    await habits.refresh(session, order.member_id, rules=rules)
    stamp = await stamps.take_back(session, order, before.kept_minor, at=at, rules=rules)
    await tiers.after_return(session, order, at, rules)
    friend = await referral_returns.undo(session, order, at=at, rules=rules)
    return Unwound(welcome, friend, stamp)


@dataclass(frozen=True)
class Before:
    """How much of the order had not come back until now."""

    kept_minor: int
    kept_base_minor: int


async def _counted(session: AsyncSession, order: Order, before: Before) -> None:
    less = before.kept_base_minor - order.kept_base_minor
    counts: dict[str, Any] = {"spent_minor": Member.spent_minor - less}
    if order.state is OrderState.RETURNED:
        left = (Order.member_id == order.member_id, Order.state == OrderState.DELIVERED)
        found = select(func.min(Order.delivered_at), func.max(Order.delivered_at)).where(*left)
        first, last = (await session.execute(found)).one()
        counts |= {"orders_count": Member.orders_count - 1, "first_order_at": first, "last_order_at": last}
    await session.execute(update(Member).where(Member.id == order.member_id).values(**counts))


async def _welcome_back(session: AsyncSession, order: Order, at: datetime) -> int:
    """The welcome belongs to whoever has a delivered order; it comes again with the next one."""
    if await session.scalar(select(Member.orders_count).where(Member.id == order.member_id)):
        return 0
    gift = await once(session, f"welcome:{order.member_id}")
    if not gift.stands:
        return 0
    because = Because(f"{gift.key}:back", EntryKind.REVERSE, at, "welcome.undone", {"order": order.id})
    await post.take_back(session, gift.key, gift.left, because=because)
    return gift.left
