"""The week ahead: looked at from the list of messages to members."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.views import week as views
from bot.telegram.admin.week_callbacks import ShowWeek
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import week
from bot.usecases.actor import Actor
from db.session import Database


async def open_week(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.week(await week.ahead(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="admin.week")
    router.callback_query.register(open_week, ShowWeek.filter())
    return router
