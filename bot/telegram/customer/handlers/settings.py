"""Settings of a member: name and birthday, which are asked on joining as well."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules.birthdays import read_birthday
from bot.rules.timing import Birthday, local_date
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer import callbacks
from bot.telegram.customer.views import registration, settings
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import profile
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

NAME, BIRTHDAY, LAST = "profile.name", "profile.birthday", "join.last"


async def open_settings(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database
) -> Screen:
    memory.forget()
    return settings.settings(await profile.look(db, actor, at=now), t)


async def ask_name(event: object, callback_data: callbacks.Name, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(NAME, joining=bool(callback_data.joining))
    return settings.ask_name(t, joining=bool(callback_data.joining))


async def rename(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    joining = _go_on(memory)
    name = await profile.rename(db, actor, message.text or "")
    mine = await profile.look(db, actor, at=now)
    return _after(mine, t, rules, joining=joining, said=settings.renamed(name, t))


async def take_word_for_name(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    """What was typed beside the card was the name."""
    word = memory.data.get("word", "")
    memory.begin(LAST)
    name = await profile.rename(db, actor, word)
    mine = await profile.look(db, actor, at=now)
    return _after(mine, t, rules, joining=True, said=settings.renamed(name, t))


async def ask_birthday(
    event: object,
    callback_data: callbacks.Birthday,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
    db: Database,
) -> Screen:
    mine = await profile.look(db, actor, at=now)
    if mine.locked_until is not None:
        raise Refused("birthday.locked", until=mine.locked_until)
    memory.begin(BIRTHDAY, joining=bool(callback_data.joining))
    return settings.ask_birthday(t, joining=bool(callback_data.joining))


async def tell_birthday(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    birthday = read_birthday(message.text or "", t.language, local_date(now, rules.zone))
    return await weigh(birthday, actor, t, memory, now, db)


async def weigh(birthday: Birthday, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database) -> Screen:
    """Asks whether the date is right: a slip would stay for a year."""
    kept = await profile.weigh_birthday(db, actor, birthday, at=now)
    joining = memory.step == LAST or bool(memory.data.get("joining"))
    memory.begin(BIRTHDAY, joining=joining, day=birthday.day, month=birthday.month, year=birthday.year)
    return settings.is_it_right(kept, t, joining=joining)


async def keep_birthday(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    told = memory.data
    if memory.step != BIRTHDAY or "day" not in told:
        return await open_settings(event, actor, t, memory, now, db)
    birthday = Birthday(told["day"], told["month"], told["year"])
    joining = _go_on(memory)
    kept = await profile.keep_birthday(db, actor, birthday, at=now)
    mine = await profile.look(db, actor, at=now)
    return _after(mine, t, rules, joining=joining, said=settings.birthday_kept(kept, t))


def _go_on(memory: ChatMemory) -> bool:
    """One question is answered: on joining, the last screen before the card comes next. Says whether it does."""
    joining = bool(memory.data.get("joining"))
    if joining:
        memory.begin(LAST)
    else:
        memory.forget()
    return joining


def _after(mine: profile.Profile, t: Texts, rules: Rules, *, joining: bool, said: str) -> Screen:
    if joining:
        return replace(registration.of_profile(mine, t, rules.program.birthday_points), toast=said)
    return settings.settings(mine, t, said)


def router() -> Router:
    router = Router(name="customer.settings")
    router.message.register(open_settings, Command("settings"))
    router.callback_query.register(open_settings, callbacks.Settings.filter())
    router.callback_query.register(ask_name, callbacks.Name.filter())
    router.callback_query.register(take_word_for_name, callbacks.JoinWord.filter())
    router.callback_query.register(ask_birthday, callbacks.Birthday.filter())
    router.callback_query.register(keep_birthday, callbacks.BirthdayRight.filter())
    router.message.register(rename, At(NAME), Has("text"))
    router.message.register(tell_birthday, At(BIRTHDAY), Has("text"))
    return router
