"""What a delivery sets in motion, in the one transaction that also makes the order delivered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import (
    certificate_steps,
    habits,
    kitchens,
    late_orders,
    order_news,
    points,
    referral,
    spending_steps,
    stamps,
    tiers,
    vouchers,
)
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from bot.usecases.stamps import StampDone
from db.enums import MemberState, OrderState
from db.ledger import accounts, read
from db.models.members import Member
from db.models.orders import Order
from db.queries import referral as referrals


@dataclass(frozen=True)
class Brought:
    """Points that became available: for the order, the welcome (on the first one), for having been invited, and for a
    `later` time; and what is `available` now in all."""

    earned: int = 0
    welcome: int = 0
    friend: int = 0
    stamps: StampDone | None = None
    later: int = 0
    available: int = 0


NOTHING = Brought()


async def complete(
    session: AsyncSession, order: Order, *, at: datetime, rules: Rules, receipt: bool = False
) -> Brought:
    """The *order* (locked, open) is delivered: what pays for it is taken, its points, the welcome, tier and invitation
    follow, and the member reads what it brought (*receipt*: in the words of a sale at the till, which never was on its
    way, and whose caller has called `lock` before it wrote anything). Nothing of it is paid to somebody who has erased
    themselves."""
    order.state, order.delivered_at = OrderState.DELIVERED, at
    await session.flush()
    if order.voucher_id is not None:
        await vouchers.hand_over(session, order.id, at=at, staff_id=order.courier_id or order.placed_by)
        await certificate_steps.rest(session, order, at=at, rules=rules)
    if not receipt:
        await order_news.moved(session, order, at=at)
    member = await session.get_one(Member, order.member_id)
    if member.state is not MemberState.ACTIVE:
        return NOTHING
    if not receipt:
        await lock(session, order.member_id)
    brought = await _paid(session, order, at=at, rules=rules, receipt=receipt)
    facts = _facts(order, brought)
    if receipt:
        await order_news.receipt(session, order, facts, at=at)
    else:
        notice = Notice("order.delivered", facts, key=f"order:{order.id}:delivered")
        await tell_member(session, order.member_id, notice, at=at)
    return brought


def _facts(order: Order, brought: Brought) -> dict[str, Any]:
    """What the member reads."""
    return {
        "order": order.id,
        "earned": brought.earned,
        "welcome": brought.welcome,
        "friend": brought.friend,
        "waiting": order.points if order.earned_at is None else 0,
        "until": order.earn_due_at.isoformat() if order.earn_due_at else None,
        "later": brought.later,
        "stamps": _shown(brought.stamps),
        "available": brought.available,
    }


async def lock(session: AsyncSession, member_id: int) -> None:
    """The member's account is locked, and that of whoever invited them and is still to be paid."""
    inviter = await referrals.inviter_to_pay(session, member_id)
    await accounts.lock_members(session, [member_id] if inviter is None else [member_id, inviter])


async def _paid(session: AsyncSession, order: Order, *, at: datetime, rules: Rules, receipt: bool) -> Brought:
    member_id = order.member_id
    await spending_steps.capture(session, order, at=at)
    earned = await points.earn_order(session, order, at=at, rules=rules)
    welcome = await points.activate_welcome(session, member_id=member_id, order_id=order.id, at=at, rules=rules)
    later = 0 if receipt else await kitchens.thank(session, order, at=at, rules=rules)
    await late_orders.apologise(session, order, at=at, rules=rules)
    await _counted(session, order, at)
    await habits.refresh(session, member_id, rules=rules)
    stamped = await stamps.stamp(session, order, at=at, rules=rules)
    await tiers.recheck(session, member_id, at, rules)
    friend = await referral.qualify(
        session, friend_id=member_id, order_id=order.id, net_minor=order.base_minor, at=at, rules=rules
    )
    now = await read.balance(session, member_id)
    return Brought(earned, welcome, friend, stamped, later, now.available)


def _shown(stamped: StampDone | None) -> list[int] | None:
    """For the message of the delivery; a full card has a message of its own."""
    return None if stamped is None or stamped.filled else [stamped.card.stamps, stamped.card.every]


async def _counted(session: AsyncSession, order: Order, at: datetime) -> None:
    counts = {
        "orders_count": Member.orders_count + 1,
        "spent_minor": Member.spent_minor + order.base_minor,
        "last_order_at": at,
        "first_order_at": func.coalesce(Member.first_order_at, at),
    }
    await session.execute(update(Member).where(Member.id == order.member_id).values(**counts))
