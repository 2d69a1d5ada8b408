"""/stats: how the programme does, what becomes of rewards, what is being tried out."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.insights_callbacks import ShowStats
from bot.telegram.admin.views import insight_tests
from bot.telegram.admin.views import insights as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import insights
from bot.usecases.actor import Actor
from db.session import Database


async def open_stats(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.overview(await insights.look(db, actor, at=now), t)


async def turn(
    press: CallbackQuery,
    callback_data: ShowStats,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    if callback_data.part == "rewards":
        return views.rewards(await insights.rewards(db, actor, at=now), t)
    if callback_data.part == "tests":
        return insight_tests.tests(await insights.tests(db, actor, at=now), t)
    return views.overview(await insights.look(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="admin.insights")
    router.message.register(open_stats, Command("stats"))
    router.callback_query.register(turn, ShowStats.filter())
    return router
