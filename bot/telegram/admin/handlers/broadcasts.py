"""Writing a message to members, sending it, stopping it."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.callbacks import BroadcastDo, WriteBroadcast
from bot.telegram.admin.views import broadcasts as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import broadcasts
from bot.usecases.actor import Actor
from db.session import Database

TEXT = "broadcasts.text"


async def open_broadcasts(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.listed(await broadcasts.latest(db, actor, at=now), t)


async def begin_writing(press: CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(TEXT)
    return views.question(t)


async def hand_in_text(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.preview(await broadcasts.draft(db, actor, message.html_text, at=now), t)


async def decide(
    press: CallbackQuery, callback_data: BroadcastDo, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    number = callback_data.broadcast
    if callback_data.do == "start":
        shown_in = press.message.message_id if press.message else None
        return views.progress(await broadcasts.start(db, actor, number, shown_in, at=now), t)
    if callback_data.do == "stopped":
        return views.progress(await broadcasts.stop(db, actor, number, at=now), t)
    report = await broadcasts.report(db, actor, number, at=now)
    return views.ask_stop(report, t) if callback_data.do == "stop" else views.progress(report, t)


def router() -> Router:
    router = Router(name="admin.broadcasts")
    router.message.register(open_broadcasts, Command("broadcast"))
    router.callback_query.register(begin_writing, WriteBroadcast.filter())
    router.callback_query.register(decide, BroadcastDo.filter())
    router.message.register(hand_in_text, At(TEXT), Has("text"))
    return router
