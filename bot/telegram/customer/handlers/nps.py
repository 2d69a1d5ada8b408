"""Would you recommend us? One press, and why if they care to say."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.feedback_callbacks import NpsScore, NpsWhy
from bot.telegram.customer.views import nps as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import nps
from bot.usecases.actor import Actor, member_of
from db.session import Database

WHY = "nps.why"


async def answer(
    press: CallbackQuery, callback_data: NpsScore, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    quarter = callback_data.quarter
    return views.answered(await nps.answer(db, actor, quarter, callback_data.score, at=now), quarter, t)


async def ask_why(press: CallbackQuery, callback_data: NpsWhy, actor: Actor, t: Texts, memory: ChatMemory) -> Screen:
    member_of(actor)
    memory.begin(WHY, quarter=callback_data.quarter)
    return views.ask_why(t)


async def explain(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    quarter = memory.data["quarter"]
    memory.forget()
    return views.answered(await nps.explain(db, actor, quarter, message.text or "", at=now), quarter, t)


def router() -> Router:
    router = Router(name="customer.nps")
    router.callback_query.register(answer, NpsScore.filter())
    router.callback_query.register(ask_why, NpsWhy.filter())
    router.message.register(explain, At(WHY), Has("text"))
    return router
