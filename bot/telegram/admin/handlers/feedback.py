"""/feedback: what members say, for those who can do something about it."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.conversation_callbacks import ShowFeedback
from bot.telegram.admin.views import feedback as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import feedback_insights as insights
from bot.usecases import nps_insights
from bot.usecases.actor import Actor
from db.session import Database


async def open_feedback(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return await _shown(ShowFeedback(), db, actor, t, now)


async def turn_to(
    press: CallbackQuery, callback_data: ShowFeedback, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return await _shown(callback_data, db, actor, t, now)


async def _shown(asked: ShowFeedback, db: Database, actor: Actor, t: Texts, now: datetime) -> Screen:
    days = asked.days if asked.days in views.PERIODS else views.PERIODS[0]
    match asked.part:
        case "nps":
            return views.recommended(await nps_insights.recommended(db, actor, at=now), days, t)
        case "words":
            return views.written(await insights.words(db, actor, days, at=now), days, t)
        case "talks":
            return views.talks(await insights.talks(db, actor, days, at=now), days, t)
    return views.stars(await insights.ratings(db, actor, days, at=now), days, t)


def router() -> Router:
    router = Router(name="admin.feedback")
    router.message.register(open_feedback, Command("feedback"))
    router.callback_query.register(turn_to, ShowFeedback.filter())
    return router
