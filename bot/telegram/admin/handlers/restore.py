"""Bringing expired points back."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.restore_callbacks import BringBack, BringBackFor, GoneLots
from bot.telegram.admin.views import restore as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import restoring
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

WHY = "restore.why"


async def open_gone(
    press: CallbackQuery,
    callback_data: GoneLots,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    return views.gone(await restoring.gone(db, actor, callback_data.member, at=now), t)


async def choose_lot(press: CallbackQuery, callback_data: BringBack, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(WHY, member=callback_data.member, lot=callback_data.lot)
    return views.ask_why(t)


async def choose_reason(
    press: CallbackQuery,
    callback_data: BringBackFor,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    if memory.step != WHY or callback_data.reason not in views.REASONS:
        raise Refused("restore.no_dialogue")
    return await _restore(db, actor, t, memory, now, t.plain(views.REASONS[callback_data.reason]))


async def write_reason(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    return await _restore(db, actor, t, memory, now, message.text or "")


async def _restore(db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, reason: str) -> Screen:
    member, lot = memory.data["member"], memory.data["lot"]
    memory.forget()
    return views.done(await restoring.restore(db, actor, member, lot, reason, at=now), t)


def router() -> Router:
    router = Router(name="admin.restore")
    router.callback_query.register(open_gone, GoneLots.filter())
    router.callback_query.register(choose_lot, BringBack.filter())
    router.callback_query.register(choose_reason, BringBackFor.filter())
    router.message.register(write_reason, At(WHY), Has("text"))
    return router
