"""Where I live: chosen from cities, or typed."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules.program_fields import read_zone
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.contact_callbacks import LiveIn, MyZone
from bot.telegram.customer.views import settings, settings_zone
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import contact_wishes, profile
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database

ZONE = "contact.zone"


async def ask_zone(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    memory.begin(ZONE)
    return settings_zone.ask(await contact_wishes.look(db, actor, at=now), t, rules, now)


async def choose_zone(
    event: object,
    callback_data: LiveIn,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
    db: Database,
) -> Screen:
    memory.forget()
    return await _move(callback_data.zone or None, actor, t, now, db)


async def write_zone(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database
) -> Screen:
    zone = read_zone(message.text or "", t.language)
    memory.forget()
    return await _move(zone, actor, t, now, db)


async def _move(zone: str | None, actor: Actor, t: Texts, now: datetime, db: Database) -> Screen:
    mine = await contact_wishes.live_in(db, actor, zone, at=now)
    return settings.settings(await profile.look(db, actor, at=now), t, settings_zone.moved(mine, t, now))


def router() -> Router:
    router = Router(name="customer.settings_zone")
    router.callback_query.register(ask_zone, MyZone.filter())
    router.callback_query.register(choose_zone, LiveIn.filter())
    router.message.register(write_zone, At(ZONE), Has("text"))
    return router
