"""The owner's radar: opened from the audit log or the morning's digest."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.radar_callbacks import ShowRadar
from bot.telegram.admin.views import radar as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import radar
from bot.usecases.actor import Actor
from db.session import Database


async def open_radar(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.radar(await radar.look(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="admin.radar")
    router.callback_query.register(open_radar, ShowRadar.filter())
    return router
