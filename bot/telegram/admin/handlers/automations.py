"""Looking at the standing rules, switching them on and off."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.callbacks import ShowAutomations, SwitchAutomation
from bot.telegram.admin.views import automations as views
from bot.telegram.screen import Screen
from bot.usecases import automations
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database


async def open_automations(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, rules: Rules, now: datetime
) -> Screen:
    found = await automations.listed(db, actor, at=now)
    return views.listed(found, rules, t) if found else views.nothing(t)


async def switch(
    press: CallbackQuery,
    callback_data: SwitchAutomation,
    db: Database,
    actor: Actor,
    t: Texts,
    rules: Rules,
    now: datetime,
) -> Screen:
    await automations.switch(db, actor, callback_data.automation, bool(callback_data.on), at=now)
    return views.listed(await automations.listed(db, actor, at=now), rules, t)


def router() -> Router:
    router = Router(name="admin.automations")
    router.message.register(open_automations, Command("automations"))
    router.callback_query.register(open_automations, ShowAutomations.filter())
    router.callback_query.register(switch, SwitchAutomation.filter())
    return router
