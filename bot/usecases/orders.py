"""Orders as the desk works with them: entered, looked at, given to a courier, sent again, cancelled."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import earning
from bot.rules.amounts import MOST
from bot.rules.earning import Basket, Circumstances, Earned
from bot.rules.orders import LONGEST_ADDRESS, clean_words, unusual
from bot.usecases import order_news, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.order_desk import OrderCard, shown
from bot.usecases.order_steps import courier, happened, locked, not_their_own, still_open
from bot.usecases.program import Rules
from db.enums import MemberState, OrderState
from db.models.members import Member, Person
from db.models.orders import Order
from db.models.staff import Staff
from db.queries import orders as queries
from db.session import Database, insert_once

LATELY = timedelta(days=90)


@dataclass(frozen=True)
class OrderDraft:
    """An order before it is one. `key` belongs to the draft: entered twice it is one order. Sums in minor units, the
    delivery fee apart; no address means that it is picked up; no courier that nobody has it yet."""

    key: str
    member_id: int
    amount_minor: int
    fee_minor: int = 0
    address: str = ""
    promised_at: datetime | None = None
    courier_id: int | None = None
    outlet_id: int | None = None


@dataclass(frozen=True)
class Outlook:
    """What a draft would become: for whom, what it earns, and whether the sum is so large that one asks again."""

    name: str
    number: str
    earned: Earned
    courier: str | None
    unusual: bool
    currency: str
    zone: ZoneInfo


async def preview(db: Database, actor: Actor, draft: OrderDraft, *, at: datetime) -> Outlook:
    """What would be placed now; nothing changes. Refuses what `place` refuses."""
    async with db.read() as session:
        await allow(session, actor, "orders.place")
        rules = await program.in_force(session, at)
        member, person = await _customer(session, draft.member_id, actor)
        who = await courier(session, draft.courier_id, member.id) if draft.courier_id else None
        largest = await queries.largest_since(session, at - LATELY)
        return Outlook(
            name=person.name,
            number=member.number,
            earned=earning.earned(
                Basket(draft.amount_minor), rules.program, Circumstances(member.tier, at.astimezone(rules.zone))
            ),
            courier=who.name if who else None,
            unusual=unusual(draft.amount_minor, largest, rules.program),
            currency=rules.program.currency,
            zone=rules.zone,
        )


@dataclass(frozen=True)
class OrderPlaced:
    """The order is there (`already`: it was, from the same draft); `points` are on their way to the member."""

    order_id: int
    points: int
    already: bool = False


async def place(db: Database, actor: Actor, draft: OrderDraft, *, at: datetime, new: Makers) -> OrderPlaced:
    """The order stands with the points it will earn by the rules of this moment; the member has the handover code, the
    courier has the task. The same draft again changes nothing.

    Refuses `access.denied`, `order.member_unknown`, `order.own_order`, `order.no_such_courier`, `order.own_courier`,
    `order.bad_sum`, `order.shop_not_ready`; raises BadWords.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "orders.place")
        order, is_new = await _written(session, staff, actor, draft, at=at, code=new.handover_code())
        if is_new:
            await order_news.placed(session, order, at=at)
            await order_news.assigned(session, order, at=at)
            await happened(session, staff, order, "orders.place", at=at)
        return OrderPlaced(order.id, order.points, already=not is_new)


async def _written(
    session: AsyncSession, staff: Staff, actor: Actor, draft: OrderDraft, *, at: datetime, code: str
) -> tuple[Order, bool]:
    """The order of this draft, and whether it was written just now."""
    rules = await program.in_force(session, at)
    if not rules.version:
        raise Refused("order.shop_not_ready")
    if not 0 < draft.amount_minor <= MOST or not 0 <= draft.fee_minor <= MOST:
        raise Refused("order.bad_sum")
    # Shared with other orders; it only keeps the person from erasing themselves meanwhile.
    await session.get(Member, draft.member_id, with_for_update={"read": True})
    member, _ = await _customer(session, draft.member_id, actor)
    if draft.courier_id:
        await courier(session, draft.courier_id, member.id)
    earned = earning.earned(
        Basket(draft.amount_minor), rules.program, Circumstances(member.tier, at.astimezone(rules.zone))
    )
    values = _fixed(draft, earned, rules) | {
        "placed_by": staff.id,
        "state": OrderState.PLACED,
        "handover_code": code,
        "wrong_codes": 0,
        "placed_at": at,
    }
    is_new = await insert_once(session, Order, values, index=["key"])
    return (await session.execute(select(Order).where(Order.key == draft.key))).scalar_one(), is_new


def _fixed(draft: OrderDraft, earned: Earned, rules: Rules) -> dict[str, Any]:
    """What no later change of the rules touches."""
    return {
        "key": draft.key,
        "member_id": draft.member_id,
        "outlet_id": draft.outlet_id,
        "courier_id": draft.courier_id,
        "currency": rules.program.currency,
        "amount_minor": draft.amount_minor,
        "fee_minor": draft.fee_minor,
        "base_minor": earned.base_minor,
        "points": earned.points,
        "program_version": rules.version,
        "earning": json.dumps(earned.facts()),
        "address": clean_words(draft.address, LONGEST_ADDRESS) if draft.address else "",
        "promised_at": draft.promised_at,
    }


async def _customer(session: AsyncSession, member_id: int, actor: Actor) -> tuple[Member, Person]:
    """Refuses `order.member_unknown` and `order.own_order`."""
    member, person = await session.get(Member, member_id), await session.get(Person, member_id)
    if member is None or person is None or member.state is not MemberState.ACTIVE:
        raise Refused("order.member_unknown")
    await not_their_own(session, actor, member_id)
    return member, person


async def assign(db: Database, actor: Actor, order_id: int, courier_id: int | None, *, at: datetime) -> OrderCard:
    """The order is this courier's (None: nobody's yet), who begins with it from the start; both couriers are told.

    Refuses `access.denied`, `order.unknown`, `order.already_delivered`, `order.already_cancelled`,
    `order.no_such_courier`, `order.own_courier`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "orders.place")
        order = await locked(session, order_id)
        still_open(order)
        if order.courier_id != courier_id:
            who = await courier(session, courier_id, order.member_id) if courier_id else None
            before, order.courier_id = order.courier_id, courier_id
            _from_the_start(order)
            await order_news.taken_off(session, order, before, "assigned", at=at)
            await order_news.assigned(session, order, at=at)
            await order_news.moved(session, order, at=at)
            await happened(session, staff, order, "orders.assign", at=at, note=who.name if who else None)
        return await shown(session, staff, order_id, at)


async def resend(db: Database, actor: Actor, order_id: int, *, at: datetime, new: Makers) -> OrderCard:
    """After a problem the order is placed once more: a new code, no wrong tries, the problem closed. Without a problem
    (pressed twice, or already under way again) nothing changes.

    Refuses `access.denied`, `order.unknown`, `order.already_delivered`, `order.already_cancelled`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "orders.resend")
        order = await locked(session, order_id)
        still_open(order)
        if order.problem is not None:
            await order_news.problem_over(session, order, "resend", by=staff, at=at)
            _from_the_start(order)
            order.problem, order.problem_words, order.problem_at = None, None, None
            order.handover_code, order.wrong_codes = new.handover_code(), 0
            await order_news.resent(session, order, at=at)
            await order_news.assigned(session, order, at=at)
            await happened(session, staff, order, "orders.resend", at=at)
        return await shown(session, staff, order_id, at)


async def cancel(db: Database, actor: Actor, order_id: int, reason: str, *, at: datetime) -> OrderCard:
    """The order will not be delivered; the points that were on their way are gone, the member and the courier know.
    Cancelled before: nothing changes. *reason* is one of the view's words, or the person's own.

    Refuses `access.denied`, `order.unknown`, `order.already_delivered`; raises BadWords.
    """
    reason = clean_words(reason)
    async with db.begin() as session:
        staff = await allow(session, actor, "orders.cancel")
        order = await locked(session, order_id)
        if order.state is not OrderState.CANCELLED:
            still_open(order)
            await order_news.problem_over(session, order, "cancel", by=staff, at=at)
            order.state, order.cancelled_at, order.cancel_reason = OrderState.CANCELLED, at, reason
            await order_news.cancelled(session, order, at=at)
            await order_news.taken_off(session, order, order.courier_id, "cancelled", at=at)
            await happened(session, staff, order, "orders.cancel", at=at, reason=reason)
        return await shown(session, staff, order_id, at)


def _from_the_start(order: Order) -> None:
    order.state, order.accepted_at, order.started_at = OrderState.PLACED, None, None
