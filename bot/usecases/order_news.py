"""Who hears what about an order: the member's status message, the courier's task, the desk's worries."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import OPEN
from bot.usecases import kitchens
from bot.usecases.actor import Hand
from bot.usecases.notify import Notice, tell, tell_member, tell_staff
from db.enums import OrderState, ProblemKind
from db.models.members import Person
from db.models.orders import Order
from db.models.staff import Outlet, Staff
from db.models.vouchers import Voucher
from db.queries.orders import THINGS

SEEN_BY = "orders.see"
MEMBER_SHOULD_KNOW = frozenset({ProblemKind.NOBODY_HOME, ProblemKind.WRONG_ADDRESS, ProblemKind.DAMAGED})


async def placed(session: AsyncSession, order: Order, person: Person, *, later: bool, at: datetime) -> None:
    """The member gets the message that follows the order; the only one in which the code comes. *later*: points may
    have been promised for a later time."""
    facts = await _status(session, order, later=later)
    notice = Notice("order.placed", facts, key=f"order:{order.id}:placed", thread=_thread(order))
    if person.chat_id is not None:
        await tell(session, person.chat_id, notice, at=at, member_id=order.member_id)


async def moved(session: AsyncSession, order: Order, *, at: datetime) -> None:
    """The member's message shows where the order is now."""
    facts = await _status(session, order)
    await tell_member(session, order.member_id, Notice("order.moved", facts, thread=_thread(order)), at=at)


async def prepaid(session: AsyncSession, order: Order, *, at: datetime) -> None:
    """It was paid in chat: the member's message says so, and the courier collects nothing."""
    await moved(session, order, at=at)
    courier = await _courier(session, order)
    if courier is not None:
        await tell(session, courier.chat_id, Notice("order.prepaid", await _task(session, order)), at=at)


async def resent(session: AsyncSession, order: Order, *, at: datetime) -> None:
    """The member hears that the order comes again, and by which new code."""
    await moved(session, order, at=at)
    facts = {"order": order.id, "code": order.handover_code}
    await tell_member(session, order.member_id, Notice("order.resent", facts), at=at)


async def cancelled(session: AsyncSession, order: Order, *, at: datetime) -> None:
    await moved(session, order, at=at)
    facts = {
        "order": order.id,
        "reason": order.cancel_reason,
        "points": order.points,
        "voucher": order.voucher_id,
        "points_back": order.points_paid,
    }
    await tell_member(session, order.member_id, Notice("order.cancelled", facts), at=at)


async def assigned(session: AsyncSession, order: Order, *, at: datetime) -> None:
    """The order's courier, if it has one, has it on the list and is told."""
    courier = await _courier(session, order)
    if courier is not None:
        facts = await _task(session, order)
        await tell(session, courier.chat_id, Notice("order.assigned", facts), at=at)


async def taken_off(session: AsyncSession, order: Order, courier_id: int | None, why: str, *, at: datetime) -> None:
    """A courier need not deliver it (any more): *why* is "assigned" (to somebody else), "cancelled" or "settled"."""
    courier = await session.get(Staff, courier_id) if courier_id else None
    if courier is not None:
        await tell(session, courier.chat_id, Notice("order.taken_off", {"order": order.id, "why": why}), at=at)


async def receipt(session: AsyncSession, order: Order, brought: dict[str, Any], *, at: datetime) -> None:
    """The member of a sale at the till reads what they bought and what it *brought*; taken back, the same message says
    so."""
    outlet = await session.get(Outlet, order.outlet_id) if order.outlet_id else None
    facts = brought | {
        "outlet": outlet.name if outlet else None,
        "amount": order.amount_minor,
        "off": order.discount_minor,
        "points_paid": order.points_paid,
        "paid": order.paid_minor,
        "to_pay": order.to_pay_minor,
        "currency": order.currency,
        "hand_over": await _along(session, order),
    }
    notice = Notice("sale.receipt", facts, key=f"sale:{order.id}:receipt", thread=f"sale:{order.id}")
    person = await session.get(Person, order.member_id)
    if person is not None and person.chat_id is not None:
        await tell(session, person.chat_id, notice, at=at, member_id=order.member_id)


async def problem(session: AsyncSession, order: Order, *, at: datetime) -> None:
    """Everybody at the desk can decide; the member is told where it concerns them."""
    courier = await _courier(session, order)
    facts = await _task(session, order) | {
        "problem": order.problem,
        "words": order.problem_words,
        "courier": courier.name if courier else None,
    }
    await tell_staff(session, SEEN_BY, Notice("order.problem", facts, thread=_worry(order)), at=at)
    if order.problem in MEMBER_SHOULD_KNOW:
        facts = {"order": order.id, "problem": order.problem, "address": order.address}
        await tell_member(session, order.member_id, Notice("order.delayed", facts, thread=_worry(order)), at=at)


async def problem_over(session: AsyncSession, order: Order, how: str, *, by: Hand, at: datetime) -> None:
    """The desk's message (and the member's) about the open problem says how it ended: "undo", "resend", "cancel",
    "confirm" or "settle". Call it before the problem is taken off the order."""
    if order.problem is None:
        return
    facts = {"order": order.id, "how": how, "by": by.name}
    over = Notice("order.problem_over", facts, thread=_worry(order))
    but = {by.chat_id} if isinstance(by, Staff) else ()
    await tell_staff(session, SEEN_BY, over, at=at, but=but)
    if order.problem in MEMBER_SHOULD_KNOW and how == "undo":
        relief = Notice("order.delay_over", {"order": order.id}, thread=_worry(order))
        await tell_member(session, order.member_id, relief, at=at)


def _thread(order: Order) -> str:
    return f"order:{order.id}:customer"


def _worry(order: Order) -> str:
    """Each problem of an order has a message of its own."""
    moment = int(order.problem_at.timestamp()) if order.problem_at else 0
    return f"order:{order.id}:problem:{moment}"


async def _courier(session: AsyncSession, order: Order) -> Staff | None:
    return await session.get(Staff, order.courier_id) if order.courier_id else None


async def _status(session: AsyncSession, order: Order, *, later: bool = True) -> dict[str, Any]:
    courier = await _courier(session, order)
    return {
        "order": order.id,
        "state": order.state,
        "amount": order.amount_minor,
        "fee": order.fee_minor,
        "off": order.discount_minor,
        "fee_off": order.fee_off_minor,
        "paid": order.paid_minor,
        "due": order.due_minor if order.state in OPEN else 0,
        "prepaid": order.prepaid_minor,
        "currency": order.currency,
        "promised": order.promised_at.isoformat() if order.promised_at else None,
        "courier": courier.name if courier else None,
        "code": order.handover_code if order.state in OPEN else None,
        "points": order.points,
        "later": await kitchens.promised(session, order) if later else 0,
        "address": order.address,
        "hand_over": await _along(session, order),
    }


async def _along(session: AsyncSession, order: Order) -> dict[str, str] | None:
    """The thing a voucher brings along with the order, by language."""
    voucher = await session.get(Voucher, order.voucher_id) if order.voucher_id else None
    return voucher.names if voucher and voucher.kind in THINGS and order.state is not OrderState.CANCELLED else None


async def _task(session: AsyncSession, order: Order) -> dict[str, Any]:
    """What a courier has to know; the name without the surname."""
    person = await session.get(Person, order.member_id)
    outlet = await session.get(Outlet, order.outlet_id) if order.outlet_id else None
    return {
        "order": order.id,
        "hand_over": await _along(session, order),
        "name": person.name.split()[0] if person else None,
        "address": order.address,
        "total": order.due_minor,
        "prepaid": order.prepaid_minor,
        "priority": order.priority,
        "currency": order.currency,
        "promised": order.promised_at.isoformat() if order.promised_at else None,
        "outlet": outlet.name if outlet else None,
    }
