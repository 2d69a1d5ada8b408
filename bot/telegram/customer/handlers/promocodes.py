"""A member enters a promo code: by the button, by a link, after /promo, or as a message of nothing else."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.deep_links import Link
from bot.rules.promocodes import typed_like_a_code
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.promo_callbacks import TypeCode
from bot.telegram.customer.views import promocodes as views
from bot.telegram.customer.views import unknown
from bot.telegram.filters import At, Has, IsMember, Opens, Words
from bot.telegram.screen import Screen
from bot.usecases import promocodes
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database

CODE = "code.enter"


async def ask(event: Message | CallbackQuery, actor: Actor, t: Texts, memory: ChatMemory) -> Screen:
    member_of(actor)
    memory.begin(CODE)
    return views.ask(t)


async def say_command(
    message: Message,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    rules: Rules,
    now: datetime,
) -> Screen:
    typed = (message.text or "").partition(" ")[2].strip()
    if not typed:
        return await ask(message, actor, t, memory)
    memory.forget()
    return views.entered(await promocodes.enter(db, actor, typed, at=now), t, rules)


async def type_code(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime
) -> Screen:
    entered = await promocodes.enter(db, actor, message.text or "", at=now)
    memory.forget()  # only now: a wrong code is counted, and the question stays open for another
    return views.entered(entered, t, rules)


async def open_link(
    message: Message, link: Link, db: Database, actor: Actor, t: Texts, rules: Rules, now: datetime
) -> Screen:
    return views.entered(await promocodes.enter(db, actor, link.value, at=now), t, rules)


async def say_words(message: Message, db: Database, actor: Actor, t: Texts, rules: Rules, now: datetime) -> Screen:
    """Words that nobody asked for, which look like a code and may be one."""
    typed = message.text or ""
    entered = await promocodes.enter_if_known(db, actor, typed, at=now) if typed_like_a_code(typed) else None
    return views.entered(entered, t, rules) if entered else unknown.words(t)


def entering() -> Router:
    """Where somebody means to enter a code."""
    router = Router(name="customer.promocodes")
    router.message.register(open_link, Opens("promo"), IsMember())
    router.message.register(say_command, Command("promo"))
    router.callback_query.register(ask, TypeCode.filter())
    router.message.register(type_code, At(CODE), Has("text"))
    return router


def router() -> Router:
    """Nearly the last: before what nobody understood."""
    router = Router(name="customer.words")
    router.message.register(say_words, Words(), IsMember())
    return router
