"""The staff look at deals, make them, and change one side after the other."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.deal_callbacks import DealDo, DealWords, NewDeal, OpenDeal, SeeAsMember, ShowDeals
from bot.telegram.admin.handlers import segment_picker
from bot.telegram.admin.handlers.segment_picker import Desk, Stored
from bot.telegram.admin.views import deals as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.languages import labels
from bot.usecases import deal_desk, deals
from bot.usecases.actor import Actor
from bot.usecases.deal_desk import Which
from bot.usecases.program import Rules
from db.session import Database

NEW, WORDS, SIDE = "deal.new", "deal.words", "deal.side"
TYPED = frozenset({"prices", "hours", "window"})
CHOSEN = {"days": views.ask_days, "outlets": views.ask_outlets, "tier": views.ask_tier}


async def open_deals(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.listed(await deal_desk.listed(db, actor, at=now), actor.member_id is not None, t)


async def see_as_member(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, rules: Rules, now: datetime
) -> Screen:
    return views.preview(await deals.preview(db, actor, at=now), t, rules, now)


async def open_deal(
    press: CallbackQuery,
    callback_data: OpenDeal,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    return views.card(await deal_desk.show(db, actor, callback_data.deal, at=now), t)


async def begin(press: CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(NEW)
    return views.ask_new(t)


async def name_new(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    memory.forget()
    return views.card(await deal_desk.create(db, actor, message.text or "", t.language, at=now), t)


async def choose(
    press: CallbackQuery,
    callback_data: DealDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    do, which = callback_data.do, Which(callback_data.deal, callback_data.edition)
    if do in ("pause", "resume"):
        return views.card(await deal_desk.pause(db, actor, which, do == "pause", at=hand.now), t)
    if do == "removed":
        return views.removed(await deal_desk.remove(db, actor, which, at=hand.now), t)
    if do in TYPED:
        memory.begin(SIDE, **callback_data.model_dump())
        return views.ask(do, t)
    return await _asked(Desk(db, actor, t, memory, hand), callback_data)


async def _asked(desk: Desk, wanted: DealDo) -> Screen:
    seen = await deal_desk.show(desk.db, desk.actor, wanted.deal, at=desk.hand.now)
    if wanted.do in CHOSEN:
        return CHOSEN[wanted.do](seen, desk.t)
    match wanted.do:
        case "words":
            return views.ask_language(seen, labels(desk.hand.catalogue, desk.t), desk.t)
        case "category":
            desk.memory.begin(SIDE, **wanted.model_dump())
            return views.ask_category(seen, desk.t)
        case "remove":
            return views.ask_removal(seen, desk.t)
        case "segment":
            desk.memory.begin(segment_picker.PICK, deal=wanted.deal, edition=wanted.edition)
            return await segment_picker.open_picker(desk, "deal", seen.segment)
    return views.card(seen, desk.t)


async def choose_language(
    press: CallbackQuery, callback_data: DealWords, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    known = callback_data.model_dump()
    if callback_data.language not in hand.catalogue.languages:
        known["language"] = t.language
    memory.begin(WORDS, **known)
    return views.ask_words(known["language"], t)


async def type_words(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    known = memory.data
    memory.forget()
    which = Which(known["deal"], known["edition"])
    return views.card(await deal_desk.say(db, actor, which, message.text or "", known["language"], at=now), t)


async def keep_segment(desk: Desk, stored: Stored) -> Screen:
    """What follows the picker."""
    known, now = desk.memory.data, desk.hand.now
    which, unchanged = Which(known["deal"], known["edition"]), stored == known["picked_before"]
    desk.memory.forget()
    if unchanged:
        return views.card(await deal_desk.show(desk.db, desk.actor, which.deal_id, at=now), desk.t)
    return views.card(await deal_desk.change(desk.db, desk.actor, which, {"segment": stored}, at=now), desk.t)


segment_picker.FINISH["deal"] = keep_segment


def router() -> Router:
    router = Router(name="admin.deals")
    router.message.register(open_deals, Command("offers"))
    router.callback_query.register(open_deals, ShowDeals.filter())
    router.callback_query.register(see_as_member, SeeAsMember.filter())
    router.callback_query.register(begin, NewDeal.filter())
    router.callback_query.register(open_deal, OpenDeal.filter())
    router.callback_query.register(choose, DealDo.filter(), Hands())
    router.callback_query.register(choose_language, DealWords.filter(), Hands())
    router.message.register(name_new, At(NEW), Has("text"))
    router.message.register(type_words, At(WORDS), Has("text"))
    return router
