"""What today brought at the till."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.cashier.callbacks import OpenShift
from bot.telegram.cashier.views import shift as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import shifts
from bot.usecases.actor import Actor
from db.session import Database


async def open_shift(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.shift(await shifts.today(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="cashier.shift")
    router.callback_query.register(open_shift, OpenShift.filter())
    return router
