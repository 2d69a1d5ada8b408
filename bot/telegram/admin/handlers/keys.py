"""The owner makes API keys, sees each once, and takes them back; and the doors to all that is connected."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.integration_callbacks import KeyDo, KeyPlace, KeyTerm, NewKey, ShowIntegrations, ShowKeys
from bot.telegram.admin.views import integrations
from bot.telegram.admin.views import keys as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import keys, outlets
from bot.usecases.actor import Actor
from bot.usecases.keys import Wanted
from db.enums import Scope
from db.session import Database

PLACES, NAME = "keys.places", "keys.name"


async def open_integrations(event: Message | CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.forget()
    return integrations.overview(t)


async def open_keys(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.listed(await keys.every(db, actor), t, now)


async def begin_key(
    press: CallbackQuery, callback_data: NewKey, db: Database, actor: Actor, t: Texts, memory: ChatMemory
) -> Screen:
    if callback_data.scope not in views.OFFERED:
        return views.ask_scope(t)
    places = [place for place in await outlets.every(db, actor) if place.active]
    memory.begin(PLACES if places else NAME, scope=callback_data.scope, outlets=[])
    return views.ask_places(places, [], t) if places else views.ask_name(t)


async def choose_place(
    press: CallbackQuery, callback_data: KeyPlace, db: Database, actor: Actor, t: Texts, memory: ChatMemory
) -> Screen:
    if memory.step != PLACES:  # a button of a dialogue that is over
        return views.ask_scope(t)
    if not callback_data.outlet:
        memory.at(NAME)
        return views.ask_name(t)
    places = [place for place in await outlets.every(db, actor) if place.active]
    chosen = set(memory.data["outlets"]) ^ ({callback_data.outlet} & {place.id for place in places})
    memory.at(PLACES, outlets=sorted(chosen))
    return views.ask_places(places, chosen, t)


async def choose_term(press: CallbackQuery, callback_data: KeyTerm, t: Texts, memory: ChatMemory) -> Screen:
    if memory.step != NAME or callback_data.days not in views.TERMS:
        return views.ask_scope(t)
    memory.at(NAME, days=callback_data.days)
    return views.ask_name(t, callback_data.days)


async def name_key(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    known = memory.data
    ends = hand.now + timedelta(days=known["days"]) if known.get("days") else None
    wanted = Wanted(message.text or "", Scope(known["scope"]), tuple(known["outlets"]), expires_at=ends)
    memory.forget()
    return views.shown_once(await keys.make(db, actor, wanted, at=hand.now, new=hand.makers), t)


async def choose(
    press: CallbackQuery, callback_data: KeyDo, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    number, do = callback_data.key, callback_data.do
    if do == "revoked":
        line = await keys.revoke(db, actor, number, at=hand.now)
    else:
        line = await keys.show(db, actor, number)
    if do == "revoke":
        return views.ask_revoke(line, t)
    toast = t.plain("The key is out of this chat.") if do == "saved" else None
    return views.card(line, await outlets.every(db, actor), t, hand.rules.zone, toast=toast)


def router() -> Router:
    router = Router(name="admin.keys")
    router.message.register(open_integrations, Command("integrations"))
    router.callback_query.register(open_integrations, ShowIntegrations.filter())
    router.callback_query.register(open_keys, ShowKeys.filter())
    router.callback_query.register(begin_key, NewKey.filter())
    router.callback_query.register(choose_place, KeyPlace.filter())
    router.callback_query.register(choose_term, KeyTerm.filter())
    router.callback_query.register(choose, KeyDo.filter(), Hands())
    router.message.register(name_key, At(NAME), Has("text"), Hands())
    return router
