"""The staff look at promo codes, change their limits, pause them, make personal ones and take launch words."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import deep_links, promo_terms, spreadsheets
from bot.rules.promo_terms import LIMITS, MOST_IN_BATCH, Reading
from bot.telegram.admin.handlers import segment_picker
from bot.telegram.admin.handlers.segment_picker import Desk, Stored
from bot.telegram.admin.promo_callbacks import OpenPromo, PromoDo, PromoOutlet, ShowPromos
from bot.telegram.admin.views import promocodes as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import promo_cards, promo_desk
from bot.usecases.actor import Actor
from bot.usecases.promo_desk import Which
from db.session import Database

LIMIT, NUMBER = "promo.limit", "promo.number"


async def open_promos(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.listed(await promo_cards.listed(db, actor, at=now), t)


async def open_promo(
    press: CallbackQuery,
    callback_data: OpenPromo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    return views.card(await promo_cards.show(db, actor, callback_data.promo, at=now), t)


async def choose(
    press: CallbackQuery,
    callback_data: PromoDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    do, desk = callback_data.do, Desk(db, actor, t, memory, hand)
    if do in ("pause", "resume"):
        which = Which(callback_data.promo, callback_data.edition)
        return views.card(await promo_desk.pause(db, actor, which, do == "pause", at=hand.now), t)
    if do in LIMITS or do == "batch":
        memory.begin(LIMIT if do in LIMITS else NUMBER, **callback_data.model_dump())
        return views.ask(do, t) if do in LIMITS else views.ask_number(t)
    return await _other(desk, callback_data)


async def _other(desk: Desk, wanted: PromoDo) -> Screen:
    seen = await promo_cards.show(desk.db, desk.actor, wanted.promo, at=desk.hand.now)
    which = Which(wanted.promo, wanted.edition)
    match wanted.do:
        case "first":
            values = {"first_order": not seen.limits.first_order}
            return views.card(await promo_desk.change(desk.db, desk.actor, which, values, at=desk.hand.now), desk.t)
        case "outlets":
            return views.ask_outlets(seen, desk.t)
        case "segment":
            desk.memory.begin(segment_picker.PICK, promo=wanted.promo, edition=wanted.edition)
            return await segment_picker.open_picker(desk, "promo", seen.segment)
        case "words" if seen.code:
            link = deep_links.url(desk.hand.username, deep_links.build("promo", seen.code))
            return views.words(seen, link, desk.t)
    return views.card(seen, desk.t)


async def switch_outlet(
    press: CallbackQuery, callback_data: PromoOutlet, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    seen = await promo_cards.show(db, actor, callback_data.promo, at=now)
    chosen = set(seen.limits.outlets) ^ ({callback_data.outlet} & set(seen.outlets))
    which = Which(callback_data.promo, callback_data.edition)
    return views.ask_outlets(await promo_desk.change(db, actor, which, {"outlets": sorted(chosen)}, at=now), t)


async def type_limit(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    known = memory.data
    reading = Reading(hand.now, hand.rules.zone, hand.rules.program.currency)
    values = promo_terms.limit(known["do"], message.text or "", reading)
    memory.forget()
    which = Which(known["promo"], known["edition"])
    return views.card(await promo_desk.change(db, actor, which, values, at=hand.now), t)


async def type_number(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    number = promo_terms.count(message.text or "", 1, MOST_IN_BATCH)
    promo, now = memory.data["promo"], hand.now
    memory.forget()
    seen = await promo_cards.show(db, actor, promo, at=now)
    made = await promo_desk.make_batch(db, actor, promo, number, hand.makers.referral_code, at=now)
    content = spreadsheets.csv_file([("code", "name"), *((code, seen.name) for code in made)])
    return views.batch(number, seen.name, content, t)


async def keep_segment(desk: Desk, stored: Stored) -> Screen:
    """What follows the picker."""
    known = desk.memory.data
    which = Which(known["promo"], known["edition"])
    unchanged = stored == known["picked_before"]
    desk.memory.forget()
    if unchanged:
        return views.card(await promo_cards.show(desk.db, desk.actor, which.promo_id, at=desk.hand.now), desk.t)
    values = {"segment": stored}
    return views.card(await promo_desk.change(desk.db, desk.actor, which, values, at=desk.hand.now), desk.t)


segment_picker.FINISH["promo"] = keep_segment


def router() -> Router:
    router = Router(name="admin.promocodes")
    router.message.register(open_promos, Command("promo"))
    router.callback_query.register(open_promos, ShowPromos.filter())
    router.callback_query.register(open_promo, OpenPromo.filter())
    router.callback_query.register(choose, PromoDo.filter(), Hands())
    router.callback_query.register(switch_outlet, PromoOutlet.filter())
    router.message.register(type_limit, At(LIMIT), Has("text"), Hands())
    router.message.register(type_number, At(NUMBER), Has("text"), Hands())
    return router
