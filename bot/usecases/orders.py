"""Orders as the desk works with them: entered, looked at, given to a courier, sent again, cancelled."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import clean_words
from bot.usecases import kitchens, order_news, order_writing, payment_steps, program, spending_steps, vouchers
from bot.usecases.actor import Actor, By, Client, Hand, allow
from bot.usecases.makers import Makers
from bot.usecases.order_desk import OrderCard, shown
from bot.usecases.order_drafts import OrderDraft as OrderDraft
from bot.usecases.order_drafts import customer
from bot.usecases.order_sight import OrderSeen, seen
from bot.usecases.order_steps import courier, happened, locked, place_of, reachable, still_open, who
from bot.usecases.order_writing import Entered
from db.enums import OrderState
from db.ledger import accounts
from db.models.members import Person
from db.models.orders import Order
from db.session import Database


@dataclass(frozen=True)
class OrderPlaced:
    """The order is there (`already`: it was, from the same draft); `points` are on their way to the member."""

    order_id: int
    points: int
    seen: OrderSeen
    already: bool = False


async def place(db: Database, by: By, draft: OrderDraft, *, at: datetime, new: Makers) -> OrderPlaced:
    """The order stands with what came off it and the points it will earn by the rules of this moment; its voucher and
    the points that pay a part of it are set aside for it; the member has the handover code, the courier has the task.
    The same draft again changes nothing.

    Refuses `access.denied`, `outlet.not_yours`, `outlet.unknown`, `order.member_unknown`, `order.own_order`,
    `order.no_such_courier`, `order.own_courier`, and what `order_writing` refuses; raises BadWords.
    """
    async with db.begin() as session:
        hand = await allow(session, by, "orders.place", at=at)
        order, person, is_new = await _written(session, hand, by, draft, at=at, code=new.handover_code())
        if is_new:
            await order_news.placed(session, order, person, later=draft.later, at=at)
            await order_news.assigned(session, order, at=at)
            await happened(session, hand, order, "orders.place", at=at)
        return OrderPlaced(order.id, order.points, seen(order), already=not is_new)


async def _written(
    session: AsyncSession, hand: Hand, by: By, draft: OrderDraft, *, at: datetime, code: str
) -> tuple[Order, Person, bool]:
    """The order of this draft, whose it is, and whether it was written just now."""
    rules = await program.in_force(session, at)
    order_writing.sums(draft, rules)
    if isinstance(by, Client):
        draft = replace(draft, outlet_id=await place_of(session, hand, draft.outlet_id))
    if draft.quote:  # it may use a code, which waits for the account: first, as everybody does
        await accounts.lock_members(session, [draft.member_id])
    # It keeps the person from erasing themselves meanwhile; shared with other orders, unless being the first counts.
    shared = not any(rule.on and rule.first_order for rule in rules.program.earning_rules)
    member, person = await customer(session, draft.member_id, by, lock={"read": shared})
    if draft.courier_id:
        await courier(session, draft.courier_id, member.id)
    order, is_new = await order_writing.write(session, draft, member, Entered(who(hand), at, code), rules)
    if is_new and draft.later:
        await kitchens.promise(session, hand, order, at, rules)
    return order, person, is_new


async def assign(db: Database, by: By, order_id: int, courier_id: int | None, *, at: datetime) -> OrderCard:
    """The order is this courier's (None: nobody's yet), who begins with it from the start; both couriers are told.

    Refuses `access.denied`, `order.unknown`, `order.already_delivered`, `order.already_cancelled`,
    `order.no_such_courier`, `order.own_courier`.
    """
    async with db.begin() as session:
        hand = await allow(session, by, "orders.place", at=at)
        order = reachable(hand, await locked(session, order_id))
        still_open(order)
        if order.courier_id != courier_id:
            who = await courier(session, courier_id, order.member_id) if courier_id else None
            before, order.courier_id = order.courier_id, courier_id
            _from_the_start(order)
            await order_news.taken_off(session, order, before, "assigned", at=at)
            await order_news.assigned(session, order, at=at)
            await order_news.moved(session, order, at=at)
            await happened(session, hand, order, "orders.assign", at=at, note=who.name if who else None)
        return await shown(session, hand, order_id, at)


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


async def cancel(db: Database, by: By, order_id: int, reason: str, *, at: datetime) -> OrderCard:
    """The order will not be delivered; the points that were on their way are gone, its voucher and the points that
    were to pay for it are the member's again, the member and the courier know. Cancelled before: nothing changes.
    *reason* is one of the view's words, or the person's own.

    Refuses `access.denied`, `order.unknown`, `order.already_delivered`; raises BadWords.
    """
    reason = clean_words(reason)
    async with db.begin() as session:
        hand = await allow(session, by, "orders.cancel", at=at)
        order = reachable(hand, await locked(session, order_id))
        if order.state is not OrderState.CANCELLED:
            still_open(order)
            await order_news.problem_over(session, order, "cancel", by=hand, at=at)
            await vouchers.release(session, order.id, at=at)
            await spending_steps.release(session, order, at=at)
            await payment_steps.owe(session, order, order.prepaid_minor, "cancel", at=at)
            order.state, order.cancelled_at, order.cancel_reason = OrderState.CANCELLED, at, reason
            await order_news.cancelled(session, order, at=at)
            await order_news.taken_off(session, order, order.courier_id, "cancelled", at=at)
            await happened(session, hand, order, "orders.cancel", at=at, reason=reason)
        return await shown(session, hand, order_id, at)


def _from_the_start(order: Order) -> None:
    order.state, order.accepted_at, order.started_at = OrderState.PLACED, None, None
