"""The same again: the member looks at their last order, and sends its words to the shop."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.customer.repeat_callbacks import SameAgain, SendAgain
from bot.telegram.customer.views import conversations as talk_views
from bot.telegram.customer.views import repeat as views
from bot.telegram.screen import Screen
from bot.usecases import repeat_orders
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database


async def look(press: CallbackQuery, db: Database, actor: Actor, t: Texts, now: datetime) -> Screen:
    return views.ask(await repeat_orders.look(db, actor, at=now), t)


async def send(
    press: CallbackQuery, callback_data: SendAgain, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    again = await repeat_orders.look(db, actor, at=now)
    if again.order_id != callback_data.order:
        raise Refused("repeat.another")
    done = await repeat_orders.send(db, actor, again.order_id, views.words(again, t), at=now)
    return talk_views.sent(done, t)


def router() -> Router:
    router = Router(name="customer.repeat")
    router.callback_query.register(look, SameAgain.filter())
    router.callback_query.register(send, SendAgain.filter())
    return router
