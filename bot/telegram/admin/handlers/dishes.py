"""Dishes are put into categories; a category earns points or does not."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import access
from bot.telegram.admin.earning_callbacks import NameCategory, PutDish, ShowCategory, ShowDish, ShowDishes
from bot.telegram.admin.handlers.program import propose
from bot.telegram.admin.views import dishes as views
from bot.telegram.admin.views.earning_rules import mark
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import dishes
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

CATEGORY = "dishes.category"
FIRST = ShowDishes()


async def open_dishes(
    event: Message | CallbackQuery,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
    callback_data: ShowDishes = FIRST,
) -> Screen:
    memory.forget()
    loose = bool(callback_data.loose)
    return views.listed(await dishes.listed(db, actor, callback_data.page, loose=loose, at=now), t)


async def open_dish(
    press: CallbackQuery, callback_data: ShowDish, db: Database, actor: Actor, t: Texts, memory: ChatMemory
) -> Screen:
    memory.forget()
    return views.card(await dishes.card(db, actor, callback_data.dish), t)


async def ask_category(
    press: CallbackQuery, callback_data: NameCategory, db: Database, actor: Actor, t: Texts, memory: ChatMemory
) -> Screen:
    found = await dishes.card(db, actor, callback_data.dish)
    memory.begin(CATEGORY, dish=callback_data.dish)
    return views.ask_category(found, t)


async def write_category(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    dish = memory.data["dish"]
    memory.forget()
    return views.card(await dishes.put(db, actor, dish, message.text or "?", at=now), t)


async def put(
    press: CallbackQuery, callback_data: PutDish, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    known = (await dishes.card(db, actor, callback_data.dish)).categories
    into = _named(known, callback_data.mark) if callback_data.mark else None
    return views.card(await dishes.put(db, actor, callback_data.dish, into, at=now), t)


def _named(categories: tuple[str, ...], marked: int) -> str:
    """Refuses `dish.category_gone`."""
    found = next((name for name in categories if mark(name) == marked), None)
    if found is None:
        raise Refused("dish.category_gone")
    return found


async def open_category(
    press: CallbackQuery,
    callback_data: ShowCategory,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    found = await dishes.listed(db, actor, 0, at=now)
    name = _named((*found.categories, *found.excluded), callback_data.mark)
    if callback_data.do:
        out = callback_data.do == "exclude"
        return await propose(db, actor, t, memory, now, f"excluded_categories.{name}", out)
    return views.category(name, found, t, may_change=access.may(actor.role, "program.change"))


def router() -> Router:
    router = Router(name="admin.dishes")
    router.message.register(open_dishes, Command("dishes"))
    router.callback_query.register(open_dishes, ShowDishes.filter())
    router.callback_query.register(open_dish, ShowDish.filter())
    router.callback_query.register(ask_category, NameCategory.filter())
    router.callback_query.register(put, PutDish.filter())
    router.callback_query.register(open_category, ShowCategory.filter())
    router.message.register(write_category, At(CATEGORY), Has("text"))
    return router
