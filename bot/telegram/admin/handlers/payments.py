"""The desk looks at what was paid in chat, and lets money go back."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.payment_callbacks import OpenPayment, PaymentDo, ShowPayments
from bot.telegram.admin.views import payments as views
from bot.telegram.screen import Screen
from bot.usecases import refunds
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.refunds import PaymentCard
from db.session import Database

GONE_ALREADY = "CHARGE_ALREADY_REFUNDED"


async def open_payments(
    press: CallbackQuery, callback_data: ShowPayments, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.listed(await refunds.listed(db, actor, callback_data.page, at=now), t)


async def open_payment(
    press: CallbackQuery, callback_data: OpenPayment, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.card(await refunds.look(db, actor, callback_data.payment, at=now), t)


async def act(
    press: CallbackQuery, callback_data: PaymentDo, bot: Bot, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    number = callback_data.payment
    if callback_data.do == "begin":
        return views.card(await refunds.begin(db, actor, number, at=now), t)
    if callback_data.do == "stars":
        await _send_stars(bot, await refunds.look(db, actor, number, at=now))
    return views.card(await refunds.settle(db, actor, number, at=now), t)


async def _send_stars(bot: Bot, seen: PaymentCard) -> None:
    """Sent back before, as when the answer was lost: that is as good. Refuses `payment.telegram_refuses`."""
    line = seen.line
    if not seen.due or line.chat_id is None:
        return
    try:
        await bot.refund_star_payment(user_id=line.chat_id, telegram_payment_charge_id=line.charge_id)
    except TelegramBadRequest as refusal:
        if GONE_ALREADY not in refusal.message:
            raise Refused("payment.telegram_refuses") from refusal


def router() -> Router:
    router = Router(name="admin.payments")
    router.callback_query.register(open_payments, ShowPayments.filter())
    router.callback_query.register(open_payment, OpenPayment.filter())
    router.callback_query.register(act, PaymentDo.filter())
    return router
