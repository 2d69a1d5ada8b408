"""Home, and leaving a dialogue."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Html, Texts
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.views import home as views
from bot.telegram.customer.views import start, unknown
from bot.telegram.filters import Goes
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import CANCEL, HOME
from bot.usecases import home
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database


async def go_home(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    memory.forget()
    return await at_home(actor, t, rules, now, db)


async def leave(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    memory.forget()
    return replace(await at_home(actor, t, rules, now, db), toast=unknown.dialogue_left(t))


async def at_home(
    actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database, note: Html | None = None
) -> Screen:
    """Where the person begins: a member's points, or the way to a card; *note* says why they are here."""
    if actor.member_id is not None:
        return views.home(await home.look(db, actor.member_id, now, rules), t, rules, note)
    if actor.role is not None:
        return start.of_staff(t, note)
    return start.no_card(t, rules) if rules.version else start.not_open(t)


def router() -> Router:
    router = Router(name="customer.home")
    router.callback_query.register(go_home, Goes(HOME))
    router.callback_query.register(leave, Goes(CANCEL))
    router.message.register(leave, Command("cancel"))
    return router
