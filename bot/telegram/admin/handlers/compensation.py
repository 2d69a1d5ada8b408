"""An apology: what is proposed by one button, another number of points, or a reward."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.amounts import parse_points
from bot.telegram.admin.conversation_callbacks import GivePoints, GiveReward
from bot.telegram.admin.views import compensation as views
from bot.telegram.admin.views import conversations as talk_views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import compensation
from bot.usecases import conversation_desk as desk
from bot.usecases.actor import Actor
from db.session import Database

AMOUNT = "talk.sorry"


async def ask(
    db: Database, actor: Actor, talk: int, t: Texts, memory: ChatMemory, now: datetime, *, typed: bool
) -> Screen:
    """What can be given; *typed*: how many points is to be written."""
    seen = await compensation.choices(db, actor, talk, at=now)
    if not typed:
        return views.choices(seen, t)
    memory.begin(AMOUNT, talk=talk)
    return views.ask_amount(seen, t)


async def give_points(
    press: CallbackQuery, callback_data: GivePoints, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    await compensation.points(db, actor, callback_data.talk, callback_data.points, at=now)
    return talk_views.talk(await desk.look(db, actor, callback_data.talk, at=now), t)


async def give_reward(
    press: CallbackQuery, callback_data: GiveReward, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    await compensation.reward(db, actor, callback_data.talk, callback_data.reward, at=now)
    return talk_views.talk(await desk.look(db, actor, callback_data.talk, at=now), t)


async def write_points(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    talk, number = memory.data["talk"], parse_points(message.text or "")
    memory.forget()
    await compensation.points(db, actor, talk, number, at=now)
    return talk_views.talk(await desk.look(db, actor, talk, at=now), t)


def router() -> Router:
    router = Router(name="admin.compensation")
    router.callback_query.register(give_points, GivePoints.filter())
    router.callback_query.register(give_reward, GiveReward.filter())
    router.message.register(write_points, At(AMOUNT), Has("text"))
    return router
