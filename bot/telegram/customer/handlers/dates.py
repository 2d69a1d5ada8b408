"""My dates: a member names the days that matter to them."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules.birthdays import read_birthday
from bot.rules.timing import Birthday, local_date
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.date_callbacks import AddDate, ForgetDate, MyDates
from bot.telegram.customer.views import dates as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import dates
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database

DAY, NAME = "dates.day", "dates.name"


async def open_dates(event: object, actor: Actor, t: Texts, memory: ChatMemory, db: Database) -> Screen:
    memory.forget()
    return views.dates(await dates.listed(db, actor), t)


async def ask_day(event: object, actor: Actor, t: Texts, memory: ChatMemory) -> Screen:
    member_of(actor)
    memory.begin(DAY)
    return views.ask_day(t)


async def tell_day(message: Message, t: Texts, memory: ChatMemory, rules: Rules, now: datetime) -> Screen:
    day = read_birthday(message.text or "", t.language, local_date(now, rules.zone))
    memory.begin(NAME, day=day.day, month=day.month)
    return views.ask_name(day.day, day.month, t)


async def tell_name(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database
) -> Screen:
    day = Birthday(memory.data["day"], memory.data["month"])
    memory.forget()
    done = await dates.keep(db, actor, day, message.text or "", at=now)
    return views.dates(await dates.listed(db, actor), t, views.kept(done, t))


async def forget(event: object, callback_data: ForgetDate, actor: Actor, t: Texts, db: Database) -> Screen:
    await dates.forget(db, actor, callback_data.date)
    return views.dates(await dates.listed(db, actor), t)


def router() -> Router:
    router = Router(name="customer.dates")
    router.callback_query.register(open_dates, MyDates.filter())
    router.callback_query.register(ask_day, AddDate.filter())
    router.callback_query.register(forget, ForgetDate.filter())
    router.message.register(tell_day, At(DAY), Has("text"))
    router.message.register(tell_name, At(NAME), Has("text"))
    return router
