"""Points that come by the programme's rules: the welcome, and what an order earns."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import lots, program
from bot.usecases.adjustments import Adjusted, Undone, adjust, undo_adjust
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, MemberState, OrderState
from db.ledger import accounts
from db.ledger.once import once
from db.ledger.post import Because
from db.models.members import Member
from db.models.orders import Order
from db.queries import points as queries
from db.queries.points import Standing
from db.session import Database

__all__ = [
    "Adjusted",
    "Pending",
    "Undone",
    "activate_welcome",
    "adjust",
    "earn_order",
    "pending",
    "release_due",
    "undo_adjust",
    "welcome_waiting",
]


@dataclass(frozen=True)
class Pending:
    """Points shown but not yet to be spent: of orders that are not finished, and the welcome before the first one."""

    orders: int
    welcome: int


async def pending(session: AsyncSession, member_id: int, *, at: datetime) -> Pending:
    """What is on its way to the member, by the rules in force at *at*."""
    rules = await program.in_force(session, at)
    standing = await queries.standing(session, member_id, since=at)
    return Pending(standing.pending_points, await welcome_waiting(session, standing, rules))


async def welcome_waiting(session: AsyncSession, standing: Standing, rules: Rules) -> int:
    """Welcome points that wait for the first delivered order; 0 after it."""
    return 0 if standing.orders_count else await _welcome(session, standing.joined_at, rules)


async def _welcome(session: AsyncSession, joined_at: datetime, rules: Rules) -> int:
    """As promised on joining, or more if the rules became kinder: a stricter rule takes nothing back."""
    if rules.version <= 1:  # there never were others
        return rules.program.welcome_points
    promised = await program.in_force(session, joined_at)
    return max(promised.program.welcome_points, rules.program.welcome_points)


async def activate_welcome(session: AsyncSession, *, member_id: int, order_id: int, at: datetime, rules: Rules) -> int:
    """The welcome points can be spent from the first delivered order on, once for all time (unless that order came
    back whole); returns those given now."""
    joined_at = (await session.execute(select(Member.joined_at).where(Member.id == member_id))).scalar_one()
    points = await _welcome(session, joined_at, rules)
    if not points or (gift := await once(session, f"welcome:{member_id}")).stands:
        return 0
    because = Because(gift.key, EntryKind.GIFT, at, "welcome", {"order": order_id})
    posted = await lots.give(session, member_id, points, AccountKind.WELCOME, because, rules)
    return 0 if posted.already else points


async def earn_order(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> int:
    """A delivered order's points can be spent, once, or are on hold for the programme's hours; returns those given now.

    *order* is locked by the caller; `earned_at` or `earn_due_at` is set afterwards.
    """
    if order.earned_at is not None or order.earn_due_at is not None:
        return 0
    if rules.program.hold_hours:
        order.earn_due_at = at + timedelta(hours=rules.program.hold_hours)
        return 0
    return await _credit(session, order, at=at, rules=rules)


async def release_due(db: Database, at: datetime) -> int:
    """Points of delivered orders whose hold is over can be spent, and their members know; returns how many orders."""
    async with db.read() as session:
        due = await queries.earnings_due(session, at)
    return sum([await _release(db, order_id, at) for order_id in due])


async def _release(db: Database, order_id: int, at: datetime) -> bool:
    async with db.begin() as session:
        order = await session.get_one(Order, order_id, with_for_update=True)
        if order.state != OrderState.DELIVERED or order.earned_at is not None:
            return False
        await accounts.lock_members(session, [order.member_id])  # so long nobody erases themselves
        if (await session.get_one(Member, order.member_id)).state != MemberState.ACTIVE:
            order.earned_at = at  # nobody is left to have them
            return False
        points = await _credit(session, order, at=at, rules=await program.in_force(session, at))
        if points:
            notice = Notice("points.released", {"order": order.id, "points": points}, key=f"order:{order.id}:released")
            await tell_member(session, order.member_id, notice, at=at)
        return True


async def _credit(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> int:
    order.earned_at = at
    if not order.kept_points:
        return 0
    because = Because(f"order:{order.id}:earn", EntryKind.EARN, at, "order.delivered", _arithmetic(order))
    posted = await lots.give(session, order.member_id, order.kept_points, AccountKind.ORDERS, because, rules)
    return 0 if posted.already else order.kept_points


def _arithmetic(order: Order) -> dict[str, Any]:
    """What "Why?" prints years later: the sums, the rates, and the version of the rules the order was placed under."""
    return {
        **json.loads(order.earning),
        "order": order.id,
        "amount_minor": order.amount_minor,
        "fee_minor": order.fee_minor,
        "currency": order.currency,
        "rules": order.program_version,
        **({"taken_back": order.points_taken_back} if order.points_taken_back else {}),
    }
