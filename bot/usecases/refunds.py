"""Money on its way back: what has to go, and that it has gone. Stars go by Telegram, the rest by the provider."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.payments import STARS
from bot.usecases import audit, payment_steps, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.payment_steps import REFUND
from bot.usecases.voucher_steps import moved
from db.enums import GiftState, PaymentState, VoucherState
from db.models.orders import Order
from db.models.payments import Payment
from db.models.vouchers import Gift, Voucher
from db.queries import payments as queries
from db.queries.payments import PaymentLine as PaymentLine
from db.session import Database

PAGE = 8


@dataclass(frozen=True)
class PaymentsPage:
    """What has to go back first, then the newest payments."""

    lines: tuple[PaymentLine, ...]
    page: int
    more: bool
    zone: ZoneInfo


async def listed(db: Database, actor: Actor, page: int, *, at: datetime) -> PaymentsPage:
    """Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, REFUND)
        found = await queries.page(session, offset=max(0, page) * PAGE, limit=PAGE + 1)
        zone = (await program.in_force(session, at)).zone
    return PaymentsPage(tuple(found[:PAGE]), max(0, page), len(found) > PAGE, zone)


@dataclass(frozen=True)
class PaymentCard:
    """One payment. `unused`: it bought a certificate the buyer still holds, which can be given back for its money."""

    line: PaymentLine
    unused: bool
    zone: ZoneInfo

    @property
    def due(self) -> int:
        return self.line.owed - self.line.refunded


async def look(db: Database, actor: Actor, payment_id: int, *, at: datetime) -> PaymentCard:
    """Changes nothing. Refuses `access.denied`, `payment.unknown`."""
    async with db.read() as session:
        await allow(session, actor, REFUND)
        return await _card(session, payment_id, at)


async def _card(session: AsyncSession, payment_id: int, at: datetime) -> PaymentCard:
    await session.flush()
    line = await queries.one(session, payment_id)
    if line is None:
        raise Refused("payment.unknown")
    voucher = await session.get(Voucher, line.voucher_id) if line.voucher_id else None
    unused = voucher is not None and voucher.state is VoucherState.HELD and voucher.member_id == line.member_id
    return PaymentCard(line, unused and not line.owed, (await program.in_force(session, at)).zone)


async def begin(db: Database, actor: Actor, payment_id: int, *, at: datetime) -> PaymentCard:
    """There is something to pay back: what was owed before, or the whole price of a certificate that its buyer still
    holds unused, which is withdrawn by this. Again: nothing changes. Refuses `access.denied`, `payment.unknown`,
    `payment.nothing_back`, `payment.own`."""
    async with db.begin() as session:
        staff = await allow(session, actor, REFUND)
        payment = await _locked(session, payment_id)
        if await queries.chat_of(session, payment.member_id) == staff.chat_id:
            raise Refused("payment.own")
        if payment.refunded >= payment.owed:
            await _take_certificate(session, payment, staff.id, at)
            await payment_steps.owed(session, payment, payment.amount - payment.owed, "certificate", at=at)
            await audit.write(session, staff, "payments.take_back", f"payment:{payment_id}", at=at)
        return await _card(session, payment_id, at)


async def _take_certificate(session: AsyncSession, payment: Payment, staff_id: int, at: datetime) -> None:
    unused = (
        Voucher.id == payment.voucher_id,
        Voucher.member_id == payment.member_id,
        Voucher.state == VoucherState.HELD,
    )
    gone = {"state": VoucherState.VOIDED, "ended_at": at, "ended_by": staff_id, "reason": "refunded"}
    if payment.voucher_id is None or not await moved(session, *unused, **gone):
        raise Refused("payment.nothing_back")


async def settle(db: Database, actor: Actor, payment_id: int, *, at: datetime) -> PaymentCard:
    """All that was owed has gone back: who said so is kept, the member reads it. Again: nothing changes. Refuses
    `access.denied`, `payment.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, REFUND)
        payment = await _locked(session, payment_id)
        if payment.owed and (payment.refunded < payment.owed or payment.refunded_by is None):
            payment.refunded_by, payment.refund_reason = staff.id, payment.owed_for
            if payment.refunded < payment.owed:  # else Telegram was quicker to tell of it
                await _gone(session, payment, payment.owed, at, staff_id=staff.id)
            await audit.write(
                session, staff, "payments.refund", f"payment:{payment_id}", at=at, order=payment.order_id or 0
            )
        return await _card(session, payment_id, at)


async def by_telegram(db: Database, charge_id: str, *, at: datetime) -> None:
    """Telegram says that Stars went back, whoever had asked for it: counted once. A certificate that was bought with
    them is withdrawn as long as it is unused."""
    async with db.begin() as session:
        known = await session.scalar(select(Payment.id).where(Payment.charge_id == charge_id))
        payment = await _locked(session, known) if known is not None else None
        if payment is None or payment.currency != STARS or payment.refunded == payment.amount:
            return
        in_hand = (Voucher.id == payment.voucher_id, Voucher.state.in_((VoucherState.HELD, VoucherState.GIVEN)))
        await moved(session, *in_hand, state=VoucherState.VOIDED, ended_at=at, reason="refunded")
        on_its_way = (Gift.voucher_id == payment.voucher_id, Gift.state == GiftState.OPEN)
        await session.execute(update(Gift).where(*on_its_way).values(state=GiftState.RETURNED, ended_at=at))
        payment.owed, payment.owed_for = payment.amount, payment.owed_for or "telegram"
        await _gone(session, payment, payment.amount, at)


async def _gone(
    session: AsyncSession, payment: Payment, refunded: int, at: datetime, staff_id: int | None = None
) -> None:
    sum_back = refunded - payment.refunded
    payment.refunded, payment.refunded_at = refunded, at
    if refunded == payment.amount:
        payment.state = PaymentState.REFUNDED
    payment_steps.noted(session, payment, "refund", at=at, staff_id=staff_id)
    facts = {"order": payment.order_id, "amount": sum_back, "currency": payment.currency}
    notice = Notice("payment.refunded", facts, key=f"payment:{payment.id}:back:{refunded}")
    await tell_member(session, payment.member_id, notice, at=at)


async def _locked(session: AsyncSession, payment_id: int) -> Payment:
    """The payment, after the order it was for, as everybody locks them. Refuses `payment.unknown`: also of an invoice
    nobody has paid."""
    order = await session.scalar(select(Payment.order_id).where(Payment.id == payment_id))
    if order is not None:
        await session.get(Order, order, with_for_update=True)
    payment = await session.get(Payment, payment_id, with_for_update=True)
    if payment is None or payment.charge_id is None:
        raise Refused("payment.unknown")
    return payment
