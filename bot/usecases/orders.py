"""Orders as the desk works with them: entered, looked at, given to a courier, sent again, cancelled."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.amounts import MOST
from bot.rules.orders import LONGEST_ADDRESS, clean_words
from bot.usecases import dishes, kitchens, order_drafts, order_news, program, vouchers
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.order_desk import OrderCard, shown
from bot.usecases.order_drafts import OrderDraft as OrderDraft
from bot.usecases.order_drafts import customer
from bot.usecases.order_steps import courier, happened, locked, still_open
from bot.usecases.program import Rules
from db.enums import OrderState
from db.models.members import Member
from db.models.orders import Order
from db.models.staff import Staff
from db.session import Database, insert_once


@dataclass(frozen=True)
class OrderPlaced:
    """The order is there (`already`: it was, from the same draft); `points` are on their way to the member."""

    order_id: int
    points: int
    already: bool = False


async def place(db: Database, actor: Actor, draft: OrderDraft, *, at: datetime, new: Makers) -> OrderPlaced:
    """The order stands with what came off it and the points it will earn by the rules of this moment; its voucher is
    set aside for it; the member has the handover code, the courier has the task. The same draft again changes nothing.

    Refuses `access.denied`, `order.member_unknown`, `order.own_order`, `order.no_such_courier`, `order.own_courier`,
    `order.bad_sum`, `order.shop_not_ready`, what `order_drafts.bill` refuses, and every `voucher.…` that stands in the
    way of using one; raises BadWords.
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
    # It keeps the person from erasing themselves meanwhile; shared with other orders, unless being the first counts.
    shared = not any(rule.on and rule.first_order for rule in rules.program.earning_rules)
    await session.get(Member, draft.member_id, with_for_update={"read": shared})
    member, _ = await customer(session, draft.member_id, actor)
    if draft.courier_id:
        await courier(session, draft.courier_id, member.id)
    values = _as_told(draft, rules) | {"placed_by": staff.id, "handover_code": code, "placed_at": at}
    is_new = await insert_once(session, Order, values, index=["key"])
    order = (await session.execute(select(Order).where(Order.key == draft.key))).scalar_one()
    if is_new:
        await _worked_out(session, order, draft, member, rules)
        if draft.later:
            await kitchens.promise(session, staff, order, at, rules)
    return order, is_new


def _as_told(draft: OrderDraft, rules: Rules) -> dict[str, Any]:
    """What the desk said; what comes of it follows once the order has its number."""
    return {
        "key": draft.key,
        "member_id": draft.member_id,
        "outlet_id": draft.outlet_id,
        "courier_id": draft.courier_id,
        "currency": rules.program.currency,
        "amount_minor": draft.amount_minor,
        "fee_minor": draft.fee_minor,
        "channel": draft.channel,
        "program_version": rules.version,
        "address": clean_words(draft.address, LONGEST_ADDRESS) if draft.address else "",
        "promised_at": draft.promised_at,
        "state": OrderState.PLACED,
        "wrong_codes": 0,
        "base_minor": 0,
        "points": 0,
        "earning": "{}",
    }


async def _worked_out(session: AsyncSession, order: Order, draft: OrderDraft, member: Member, rules: Rules) -> None:
    """The voucher is set aside, and no later change of the rules touches what came off and what will be earned."""
    at, benefit = order.placed_at, None
    if draft.voucher_id:
        benefit = await vouchers.reserve(
            session, draft.voucher_id, member_id=member.id, order_id=order.id, outlet_id=order.outlet_id, at=at
        )
        order.voucher_id = draft.voucher_id
    found = await order_drafts.bill(session, draft, member, benefit, rules, at)
    order.discount_minor, order.fee_off_minor = found.quote.discount, found.quote.fee_off
    order.base_minor, order.points = found.earned.base_minor, found.earned.points
    order.earning, order.priority = json.dumps(found.earned.facts()), found.perks.priority
    await dishes.keep(session, order, found.items, at=at)


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
    """The order will not be delivered; the points that were on their way are gone, its voucher is back in the member's
    hand, the member and the courier know.
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
            await vouchers.release(session, order.id, at=at)
            order.state, order.cancelled_at, order.cancel_reason = OrderState.CANCELLED, at, reason
            await order_news.cancelled(session, order, at=at)
            await order_news.taken_off(session, order, order.courier_id, "cancelled", at=at)
            await happened(session, staff, order, "orders.cancel", at=at, reason=reason)
        return await shown(session, staff, order_id, at)


def _from_the_start(order: Order) -> None:
    order.state, order.accepted_at, order.started_at = OrderState.PLACED, None, None
