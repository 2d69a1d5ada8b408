"""Looking at outlets, adding, renaming, closing and opening them."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import access
from bot.rules.people import clean_name
from bot.telegram.admin.callbacks import AsEverywhere, OutletDo, ShowOutlets
from bot.telegram.admin.views import outlets as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import outlets
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.outlets import Place
from db.session import Database

NEW, NAME, ADDRESS, SHARE = "outlets.new", "outlets.name", "outlets.address", "outlets.share"
ASKED = {"add": views.ask_new, "name": views.ask_name, "address": views.ask_address, "share": views.ask_share}


async def open_outlets(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory
) -> Screen:
    memory.forget()
    return views.listed(await outlets.every(db, actor), access.may(actor.role, "outlets.change"), t)


async def choose(
    press: CallbackQuery,
    callback_data: OutletDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    number, do = callback_data.outlet, callback_data.do
    if do in ("close", "open"):
        return views.one(await outlets.open_or_close(db, actor, number, do == "open", at=now), t)
    ask = ASKED.get(do)
    if ask is None:
        return await _shown(db, actor, number, t)
    memory.begin({"add": NEW}.get(do, f"outlets.{do}"), outlet=number)
    return ask(t)


async def _shown(db: Database, actor: Actor, number: int, t: Texts) -> Screen:
    found = [outlet for outlet in await outlets.every(db, actor) if outlet.id == number]
    if not found:
        raise Refused("outlet.unknown")
    return views.one(found[0], t)


async def name_new(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    place = Place.told(message.text or "")
    memory.forget()
    return views.one(await outlets.add(db, actor, place, at=now), t)


async def rename(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    name, number = clean_name(message.text or ""), memory.data["outlet"]
    memory.forget()
    return views.one(await outlets.rename(db, actor, number, name, at=now), t)


async def move(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    address, number = outlets.clean_address(message.text or ""), memory.data["outlet"]
    memory.forget()
    return views.one(await outlets.move(db, actor, number, address, at=now), t)


async def limit(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    share, number = outlets.read_share(message.text or ""), memory.data["outlet"]
    memory.forget()
    return views.one(await outlets.share(db, actor, number, share, at=now), t)


async def as_everywhere(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    number = memory.data.get("outlet", 0) if memory.step == SHARE else 0
    memory.forget()
    return views.one(await outlets.share(db, actor, number, None, at=now), t)


def router() -> Router:
    router = Router(name="admin.outlets")
    router.message.register(open_outlets, Command("outlets"))
    router.callback_query.register(open_outlets, ShowOutlets.filter())
    router.callback_query.register(choose, OutletDo.filter())
    router.callback_query.register(as_everywhere, AsEverywhere.filter())
    router.message.register(name_new, At(NEW), Has("text"))
    router.message.register(rename, At(NAME), Has("text"))
    router.message.register(move, At(ADDRESS), Has("text"))
    router.message.register(limit, At(SHARE), Has("text"))
    return router
