"""How was it? One tap."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.customer.feedback_callbacks import HowWasIt
from bot.telegram.customer.views import feedback as views
from bot.telegram.screen import Screen
from bot.usecases import feedback
from bot.usecases.actor import Actor
from db.session import Database


async def say(
    press: CallbackQuery, callback_data: HowWasIt, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    good = await feedback.say(db, actor, callback_data.order, good=bool(callback_data.good), at=now)
    return views.thanks(good, t)


def router() -> Router:
    router = Router(name="customer.feedback")
    router.callback_query.register(say, HowWasIt.filter())
    return router
