"""My data: read how it is treated, take it along, or have it erased."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Update

from bot.i18n import Texts
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.callbacks import Erase, EraseForReal, Export, Policy, Privacy
from bot.telegram.customer.views import privacy as views
from bot.telegram.screen import Screen
from bot.usecases import privacy
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database


async def open_privacy(event: object, actor: Actor, t: Texts, memory: ChatMemory) -> Screen:
    memory.forget()
    return views.of_guest(t) if actor.member_id is None else views.privacy(t)


async def read_policy(event: object, t: Texts, rules: Rules) -> Screen:
    return views.whole_policy(t, rules)


async def take_along(event: object, actor: Actor, t: Texts, now: datetime, db: Database) -> Screen:
    return views.exported(await privacy.export(db, actor, at=now), t)


async def ask_to_erase(event: object, actor: Actor, t: Texts, db: Database) -> Screen:
    return views.erase(await privacy.weigh(db, actor), t)


async def erase(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database, event_update: Update
) -> Screen:
    memory.forget()
    await privacy.erase(db, actor, at=now, asked_by=event_update.update_id)
    return views.goodbye(t)


def router() -> Router:
    router = Router(name="customer.privacy")
    router.message.register(open_privacy, Command("privacy"))
    router.callback_query.register(open_privacy, Privacy.filter())
    router.callback_query.register(read_policy, Policy.filter())
    router.callback_query.register(take_along, Export.filter())
    router.callback_query.register(ask_to_erase, Erase.filter())
    router.callback_query.register(erase, EraseForReal.filter())
    return router
