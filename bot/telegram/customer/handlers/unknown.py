"""Whatever nobody else understood: the last router of all."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram import menus
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.handlers.home import at_home
from bot.telegram.customer.views import unknown as views
from bot.telegram.filters import AnyCommand, AnyPress, Has, IsGuest
from bot.telegram.screen import Screen
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import Role
from db.session import Database

# What people send by themselves; what Telegram reports of a chat (pins, timers) is nobody's question.
SENT = (
    *("animation", "audio", "contact", "dice", "document", "game", "location", "paid_media", "photo", "poll"),
    *("sticker", "story", "venue", "video", "video_note", "voice"),
)
PROMISED = {"sale", "segments", "promo", "catalogue", "stats", "export"}  # the staff's, whether built yet or not


def _staff_commands() -> set[str]:
    """Commands of any role that customers don't have."""
    theirs = {name for menu in menus.OF_ROLE.values() for name, _ in menu}
    return (theirs | PROMISED) - {name for name, _ in menus.CUSTOMER}


async def try_staff_command(
    event: object,
) -> Screen:
    raise Refused("access.denied")


async def try_command(event: object, t: Texts) -> Screen:
    return views.command(t)


async def stand_outside(event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database) -> Screen:
    """Whatever a guest says: the way to a card; who works here knows it, and has mistyped something."""
    if actor.role is Role.OWNER and not rules.version:
        return views.not_set_up(t)
    return views.words(t) if actor.role else await at_home(actor, t, rules, now, db)


async def say_something(event: object, t: Texts) -> Screen:
    return views.words(t)


async def send_something(event: object, t: Texts) -> Screen:
    return views.kind(t)


async def press_old_button(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    memory.forget()
    return replace(await at_home(actor, t, rules, now, db), toast=views.grown_old(t))


def router() -> Router:
    router = Router(name="customer.unknown")
    router.message.register(try_staff_command, Command(*_staff_commands()))
    router.message.register(try_command, AnyCommand())
    router.message.register(stand_outside, Has("text", *SENT), IsGuest())
    router.message.register(say_something, Has("text"))
    router.message.register(send_something, Has(*SENT))
    router.callback_query.register(press_old_button, AnyPress())
    return router
