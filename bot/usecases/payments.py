"""Paying in chat: an order's invoice, the answer before the money is taken, and the money, which counts once."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import payments as rule
from bot.rules.payments import OPEN_FOR, STARS, Standing
from bot.usecases import certificate_steps, order_news, payment_steps, program
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.notify import Notice, tell_staff
from bot.usecases.order_steps import locked, still_open
from db.enums import OrderState, PaymentKind, PaymentState
from db.models.orders import Order
from db.models.payments import Payment
from db.session import Database

OPEN = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY)


@dataclass(frozen=True)
class Invoiced:
    """An invoice that may be paid: `amount` in minor units of `currency`, or in whole Stars; `payload` comes back with
    the money; `worth_minor` is what it stands for in the programme's currency."""

    payment_id: int
    kind: PaymentKind
    payload: str
    amount: int
    currency: str
    worth_minor: int
    order_id: int | None


async def invoice_order(db: Database, actor: Actor, order_id: int, *, at: datetime, new: Makers) -> Invoiced:
    """There is an invoice of what is still to be collected for the member's own order: the one made before while the
    sum is the same. Refuses `member.needed`, `order.unknown` (also for somebody else's), `order.already_delivered`,
    `order.already_cancelled`, `payment.nothing_due`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        order = await locked(session, order_id)
        if order.member_id != member_id:
            raise Refused("order.unknown")
        still_open(order)
        if order.due_minor <= 0:
            raise Refused("payment.nothing_due", order=order_id)
        payment = await _asked_before(session, order, at) or await written(
            session,
            Payment(
                payload=f"order:{order_id}:{new.key()}",
                kind=PaymentKind.ORDER,
                member_id=member_id,
                order_id=order_id,
                worth_minor=order.due_minor,
                amount=order.due_minor,
                currency=order.currency,
            ),
            at=at,
        )
        return invoiced(payment)


async def _asked_before(session: AsyncSession, order: Order, at: datetime) -> Payment | None:
    found = select(Payment).where(
        Payment.order_id == order.id,
        Payment.state == PaymentState.INVOICED,
        Payment.amount == order.due_minor,
        Payment.until > at,
    )
    return (await session.scalars(found.order_by(Payment.id.desc()).limit(1))).first()


async def written(session: AsyncSession, payment: Payment, *, at: datetime) -> Payment:
    """A step: the invoice stands for a day."""
    payment.state, payment.at, payment.until = PaymentState.INVOICED, at, at + OPEN_FOR
    session.add(payment)
    await session.flush()
    return payment


def invoiced(payment: Payment) -> Invoiced:
    return Invoiced(
        payment_id=payment.id,
        kind=payment.kind,
        payload=payment.payload,
        amount=payment.amount,
        currency=payment.currency,
        worth_minor=payment.worth_minor,
        order_id=payment.order_id,
    )


@dataclass(frozen=True)
class Bid:
    """Somebody is about to pay."""

    payload: str
    amount: int
    currency: str


async def judge(db: Database, actor: Actor, bid: Bid, *, at: datetime) -> None:
    """Returns when the money may be taken. Changes nothing. Refuses `payment.unknown`; raises PaymentNotAllowed."""
    async with db.read() as session:
        payment = await session.scalar(select(Payment).where(Payment.payload == bid.payload))
        if payment is None:
            raise Refused("payment.unknown")
        standing = Standing(
            state=payment.state,
            amount=payment.amount,
            currency=payment.currency,
            due=await _due(session, payment, at),
            until=payment.until,
            theirs=payment.member_id == actor.member_id,
        )
    rule.check(standing, bid.amount, bid.currency, at)


async def _due(session: AsyncSession, payment: Payment, at: datetime) -> int:
    """What would be asked for now."""
    if payment.order_id is not None:
        order = await session.get_one(Order, payment.order_id)
        return order.due_minor if order.state in OPEN else 0
    terms = (await program.in_force(session, at)).program
    if not terms.certificate_minor:
        return 0
    return payment.amount if payment.currency != STARS or terms.stars_minor else 0


@dataclass(frozen=True)
class Receipt:
    """Money that Telegram says has come. `charge_id` is Telegram's own."""

    payload: str
    amount: int
    currency: str
    charge_id: str
    provider_charge_id: str


@dataclass(frozen=True)
class Credited:
    """What the money became: an order's payment, or a certificate (`voucher_id`). `going_back`: it came for nothing
    (the order was over, or paid already) and will be paid back. `known`: we had asked for it."""

    kind: PaymentKind | None = None
    order_id: int | None = None
    voucher_id: int | None = None
    worth_minor: int = 0
    going_back: bool = False
    already: bool = False

    @property
    def known(self) -> bool:
        return self.kind is not None


async def credit(db: Database, receipt: Receipt, *, at: datetime) -> Credited:
    """The money counts once by its charge id, however often and late Telegram tells of it. Nothing that was taken is
    lost: for an order that is over or paid, a refund is due; money nobody asked for is told to the managers with its
    numbers. Never refuses: the money is here."""
    async with db.begin() as session:
        if (row := await _by_charge(session, receipt)) is not None:
            return _told(row, already=True)
        asked = await session.scalar(select(Payment).where(Payment.payload == receipt.payload))
        if asked is None:
            await _nobodys(session, receipt, at)
            return Credited()
        order = await locked(session, asked.order_id) if asked.order_id else None
        payment = await session.get_one(Payment, asked.id, with_for_update=True, populate_existing=True)
        if payment.charge_id == receipt.charge_id:
            return _told(payment, already=True)
        again = payment.charge_id is not None
        if again:
            payment = await written(session, _twin(payment, receipt), at=at)
        payment.state, payment.paid_at, payment.amount = PaymentState.PAID, at, receipt.amount
        payment.charge_id, payment.provider_charge_id = receipt.charge_id, receipt.provider_charge_id
        await session.flush()
        await _becomes(session, payment, order, again=again, at=at)
        return _told(payment)


async def _by_charge(session: AsyncSession, receipt: Receipt) -> Payment | None:
    return (await session.scalars(select(Payment).where(Payment.charge_id == receipt.charge_id))).first()


def _twin(paid: Payment, receipt: Receipt) -> Payment:
    """The same invoice paid a second time is a payment of its own."""
    return Payment(
        payload=f"again:{sha256(receipt.charge_id.encode()).hexdigest()[:40]}",
        kind=paid.kind,
        member_id=paid.member_id,
        order_id=paid.order_id,
        worth_minor=paid.worth_minor,
        amount=receipt.amount,
        currency=receipt.currency,
    )


async def _becomes(session: AsyncSession, payment: Payment, order: Order | None, *, again: bool, at: datetime) -> None:
    """What was paid for is there; or the whole sum has to go back."""
    if again:
        await payment_steps.owed(session, payment, payment.amount, "twice", at=at)
    elif order is None:
        rules = await program.in_force(session, at)
        if not await certificate_steps.bought(session, payment, at=at, rules=rules):
            await payment_steps.owed(session, payment, payment.amount, "late", at=at)
    elif order.state in OPEN and order.due_minor >= payment.amount:
        order.prepaid_minor += payment.amount
        payment_steps.noted(session, payment, "paid", at=at)
        await order_news.prepaid(session, order, at=at)
    else:
        await payment_steps.owed(session, payment, payment.amount, "late", at=at)


def _told(payment: Payment, *, already: bool = False) -> Credited:
    return Credited(
        kind=payment.kind,
        order_id=payment.order_id,
        voucher_id=payment.voucher_id,
        worth_minor=payment.worth_minor,
        going_back=payment.owed == payment.amount,
        already=already,
    )


async def _nobodys(session: AsyncSession, receipt: Receipt, at: datetime) -> None:
    """As after a backup was restored: the managers get the numbers by which the provider finds it."""
    facts = {"amount": receipt.amount, "currency": receipt.currency, "charge": receipt.charge_id}
    facts["provider_charge"] = receipt.provider_charge_id
    notice = Notice("payment.strange", facts, key=f"charge:{receipt.charge_id[:80]}:strange")
    await tell_staff(session, payment_steps.REFUND, notice, at=at)
