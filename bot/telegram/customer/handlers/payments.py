"""Paying in chat: the invoice, the answer Telegram waits ten seconds for, and the money."""

from datetime import datetime

import structlog
from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message, PreCheckoutQuery

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.customer.payment_callbacks import PayOrder
from bot.telegram.customer.views import payments as views
from bot.telegram.filters import Has
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases import payments, refunds
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.payments import Bid, Receipt
from bot.usecases.program import Rules
from db.session import Database

log = structlog.get_logger()


async def open_invoice(
    press: CallbackQuery,
    callback_data: PayOrder,
    db: Database,
    actor: Actor,
    t: Texts,
    presenter: Presenter,
    hand: AtHand,
) -> None:
    if not presenter.pays:
        raise Refused("payment.off")
    invoiced = await payments.invoice_order(db, actor, callback_data.order, at=hand.now, new=hand.makers)
    await send_invoice(presenter, actor, views.order(invoiced, t))


async def send_invoice(presenter: Presenter, actor: Actor, invoice: Screen) -> None:
    """Refuses `payment.off` when Telegram won't have it, as with a provider's token that has been revoked."""
    try:
        await presenter.send(actor.chat_id, invoice)
    except TelegramBadRequest as refusal:
        log.error("invoice.refused", said=refusal.message)
        raise Refused("payment.off") from refusal


async def judge(query: PreCheckoutQuery, db: Database, actor: Actor, now: datetime) -> None:
    """What is refused here is told by bot/telegram/checkout.py, which says yes to the rest."""
    await payments.judge(db, actor, Bid(query.invoice_payload, query.total_amount, query.currency), at=now)


async def pay(message: Message, db: Database, t: Texts, rules: Rules, now: datetime) -> Screen:
    money = message.successful_payment
    assert money
    receipt = Receipt(
        payload=money.invoice_payload,
        amount=money.total_amount,
        currency=money.currency,
        charge_id=money.telegram_payment_charge_id,
        provider_charge_id=money.provider_payment_charge_id,
    )
    return views.paid(await payments.credit(db, receipt, at=now), t, rules)


async def get_back(message: Message, db: Database, now: datetime) -> None:
    """Telegram's own line stands in the chat; ours comes as a notice."""
    assert message.refunded_payment
    await refunds.by_telegram(db, message.refunded_payment.telegram_payment_charge_id, at=now)


def router() -> Router:
    router = Router(name="customer.payments")
    router.pre_checkout_query.register(judge)
    router.message.register(pay, Has("successful_payment"))
    router.message.register(get_back, Has("refunded_payment"))
    router.callback_query.register(open_invoice, PayOrder.filter(), Hands())
    return router
