"""The network at the desk: applications, partners, what was agreed with each, what is owed."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.partner_callbacks import (
    PartnerAim,
    PartnerDo,
    PartnerField,
    PartnerInvite,
    PartnerKey,
    PartnerStatement,
)
from bot.telegram.admin.views import keys as key_views
from bot.telegram.admin.views import partners as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared import statements
from bot.telegram.shared.partner_callbacks import OpenPartners, SeePartner
from bot.usecases import (
    invites,
    keys,
    partner_applications,
    partner_offers,
    partner_pairs,
    partner_statements,
    partners,
    segment_shelf,
)
from bot.usecases.actor import Actor
from bot.usecases.keys import Wanted
from db.enums import Role, Scope
from db.session import Database

REASON, FIELD, OFFER = "network.reason", "network.field", "network.offer"


async def open_network(event: object, db: Database, actor: Actor, t: Texts, memory: ChatMemory) -> Screen:
    memory.forget()
    return views.network(await partners.every(db, actor), t)


async def open_one(
    press: CallbackQuery,
    callback_data: SeePartner,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    return await _card(db, actor, callback_data.partner, t, hand)


async def _card(db: Database, actor: Actor, number: int, t: Texts, hand: AtHand) -> Screen:
    return views.card(await partners.see(db, actor, number, at=hand.now), t)


async def choose(
    press: CallbackQuery,
    callback_data: PartnerDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    number, do = callback_data.partner, callback_data.do
    if do in ("pause", "resume", "end_yes"):
        return views.card(await partners.turn(db, actor, number, do.removesuffix("_yes"), at=hand.now), t)
    if do == "take_in":
        await partner_applications.take_in(db, actor, number, at=hand.now)
    seen = await partners.see(db, actor, number, at=hand.now)
    if do == "match":
        return views.match(seen, await partner_applications.match(db, actor, number, at=hand.now), t)
    if do in ("refuse", "offer"):
        memory.begin(REASON if do == "refuse" else OFFER, partner=number)
    if do == "link":
        return views.link(seen, hand.username, t)
    return views.SIDES.get(do, views.card)(seen, t)


async def refuse(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    number = memory.data["partner"]
    memory.forget()
    await partner_applications.refuse(db, actor, number, message.text or "", at=hand.now)
    return await _card(db, actor, number, t, hand)


async def ask_field(
    press: CallbackQuery,
    callback_data: PartnerField,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    seen = await partners.see(db, actor, callback_data.partner, at=hand.now)
    if callback_data.field not in views.FIELDS:
        return views.card(seen, t)
    memory.begin(FIELD, partner=seen.id, field=callback_data.field)
    return views.ask(seen, callback_data.field, t)


async def say_field(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    number, field, text = memory.data["partner"], memory.data["field"], message.text or ""
    memory.forget()
    if field in partners.RATES:
        return views.rates(await partners.rate(db, actor, number, field, text, at=hand.now), t)
    return views.words(await partners.edit(db, actor, number, field, text, at=hand.now), t)


async def say_offer(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    number = memory.data["partner"]
    memory.forget()
    await partner_offers.write(db, actor, number, t.language, message.text or "", at=hand.now)
    return views.aim(await partners.see(db, actor, number, at=hand.now), await segment_shelf.offered(db, actor), t)


async def aim(
    press: CallbackQuery, callback_data: PartnerAim, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    await partner_offers.aim(db, actor, callback_data.partner, callback_data.segment or None, at=hand.now)
    return await _card(db, actor, callback_data.partner, t, hand)


async def statement(
    press: CallbackQuery, callback_data: PartnerStatement, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    ago, number = min(max(callback_data.month, 0), 1), callback_data.partner
    month = statements.month(hand.now, hand.rules.zone, before=bool(ago))
    if callback_data.how == "pairs":
        found = await partner_pairs.network(db, actor, month, at=hand.now)
        return statements.between(found, t) if found.pairs else views.nothing_moved(t)
    if not number:
        every = await partner_statements.every(db, actor, month, at=hand.now)
        return statements.pairs(every, f"partners-{month}.csv", t) if every else views.nothing_moved(t)
    told = await partner_statements.of(db, actor, number, month, at=hand.now)
    return statements.file(told, t, hand.rules) if callback_data.how == "file" else views.statement(told, ago, t)


async def invite(
    press: CallbackQuery, callback_data: PartnerInvite, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    number = callback_data.partner
    made = await invites.invite(db, actor, Role.PARTNER, at=hand.now, new=hand.makers, partner_id=number)
    return views.invited(made, number, hand.username, hand.rules, t)


async def make_key(
    press: CallbackQuery, callback_data: PartnerKey, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    seen = await partners.see(db, actor, callback_data.partner, at=hand.now)
    wanted = Wanted(seen.name, Scope.PARTNER, partner_id=seen.id)
    return key_views.shown_once(await keys.make(db, actor, wanted, at=hand.now, new=hand.makers), t)


def router() -> Router:
    router = Router(name="admin.partners")
    router.message.register(open_network, Command("partners"))
    router.callback_query.register(open_network, OpenPartners.filter())
    router.callback_query.register(open_one, SeePartner.filter(), Hands())
    router.callback_query.register(choose, PartnerDo.filter(), Hands())
    router.callback_query.register(ask_field, PartnerField.filter(), Hands())
    router.callback_query.register(aim, PartnerAim.filter(), Hands())
    router.callback_query.register(statement, PartnerStatement.filter(), Hands())
    router.callback_query.register(invite, PartnerInvite.filter(), Hands())
    router.callback_query.register(make_key, PartnerKey.filter(), Hands())
    router.message.register(refuse, At(REASON), Has("text"), Hands())
    router.message.register(say_field, At(FIELD), Has("text"), Hands())
    router.message.register(say_offer, At(OFFER), Has("text"), Hands())
    return router
