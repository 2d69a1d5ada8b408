"""Steps of paying in chat that others take: money that has to go back, and what is written down of money that came."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.payments import more_owed
from bot.usecases.notify import Notice, tell_staff
from db.enums import PaymentState
from db.models.orders import Order, OrderEvent
from db.models.payments import Payment

REFUND = "payments.refund"


async def owe(session: AsyncSession, order: Order, money_minor: int, why: str, *, at: datetime) -> int | None:
    """*money_minor* of an order (locked) has to go back: as far as it was paid in chat, whoever may pay it back is
    told, once for each *why* ("cancel", "return:7"). Returns the payment's id; None when nothing was paid in chat."""
    found = select(Payment).where(Payment.order_id == order.id, Payment.state == PaymentState.PAID)
    rows = list(await session.scalars(found.order_by(Payment.id).with_for_update()))
    open_ones = [row for row in rows if row.owed < row.amount]
    if not open_ones:
        return None
    left = money_minor
    for row in open_ones:
        more = more_owed(row.amount, row.owed, left)
        left -= more
        await owed(session, row, more, why, at=at)
    return open_ones[0].id


async def owed(session: AsyncSession, payment: Payment, more: int, why: str, *, at: datetime) -> None:
    """So much more of this payment has to go back, and the managers know why. 0: nothing changes."""
    if not more:
        return
    payment.owed, payment.owed_for = payment.owed + more, why
    facts = {"payment": payment.id, "order": payment.order_id, "amount": more, "currency": payment.currency, "why": why}
    notice = Notice("payment.refund_due", facts, key=f"payment:{payment.id}:due:{why}")
    await tell_staff(session, REFUND, notice, at=at)


def noted(session: AsyncSession, payment: Payment, what: str, *, at: datetime, staff_id: int | None = None) -> None:
    """A line in the life of the order that was paid for: "paid", "refund"."""
    if payment.order_id is not None:
        session.add(OrderEvent(order_id=payment.order_id, what=what, staff_id=staff_id, at=at))
