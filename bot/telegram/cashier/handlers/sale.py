"""/sale: the member is found by whatever they show or say, and a voucher of theirs is used."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import people
from bot.telegram.cashier.callbacks import LookAtVoucher, UndoUse, UseVoucher
from bot.telegram.cashier.handlers.leaving import let_go
from bot.telegram.cashier.till import SUM, WHO, AtTill, Till
from bot.telegram.cashier.views import guests
from bot.telegram.cashier.views import sale as views
from bot.telegram.filters import At, Has, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import OpenSale, Serve
from bot.telegram.shared.qr_photo import texts_in
from bot.usecases import members, sales
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.members import Found
from bot.usecases.program import Rules
from db.session import Database

OURS = ("m_", "v_", "start=")  # what the programme's own codes have in them


async def ask_who(event: Message | CallbackQuery, till: Till) -> Screen:
    await let_go(till)
    till.memory.begin(WHO)
    return views.ask_who(till.t)


async def find(message: Message, till: Till) -> Screen:
    return await found(till, message.text or "")


async def find_by_photo(message: Message, bot: Bot, till: Till) -> Screen:
    return await found(till, only_code(await texts_in(bot, message)))


def only_code(texts: list[str]) -> str:
    """The one code of a photo; besides others' codes, the one of ours. Refuses `photo.two_codes`."""
    several = set(texts)
    ours = {text for text in several if any(mark in text for mark in OURS)}
    for codes in (several, ours):
        if len(codes) == 1:
            return codes.pop()
    raise Refused("photo.two_codes")


async def find_by_contact(message: Message, till: Till) -> Screen:
    phone = message.contact.phone_number if message.contact else ""
    return await found(till, f"+{phone.removeprefix('+')}")


async def open_link(message: Message, till: Till) -> Screen:
    """A card's or a voucher's QR, opened by the phone's own camera. One's own voucher is shown as to any member."""
    till.memory.forget()
    text = (message.text or "").partition(" ")[2].strip()
    try:
        return await found(till, text)
    except Refused as refusal:
        if refusal.code == "voucher.own":
            raise SkipHandler from None
        raise


async def found(till: Till, text: str) -> Screen:
    """Whoever fits *text*, or the voucher that it is."""
    await let_go(till)
    return await found_if_any(till, text) or _nobody(till, text)


async def found_if_any(till: Till, text: str) -> Screen | None:
    """The same; None, and nothing changed, when it is neither."""
    seen = await sales.by_code(till.db, till.actor, text, at=till.now)
    if seen is not None:
        till.memory.forget()
        return views.voucher(seen, till.t, till.hand.rules)
    people_found = await members.find(till.db, till.actor, text, at=till.now, card_key=till.hand.card_key)
    if len(people_found) > 1:
        till.memory.forget()
        return views.several(people_found, till.t)
    return await _served(till, people_found[0], text) if people_found else None


async def _served(till: Till, one: Found, text: str) -> Screen:
    """A code for the till that was scanned now can take points in a moment."""
    served = await sales.serve(till.db, till.actor, one.member_id, at=till.now)
    begin(till, one.member_id, oneself=served.oneself)
    if one.fresh and not served.oneself:
        till.memory.at(SUM, shown=text)
    return views.member(served, till.t, till.hand.rules)


def begin(till: Till, member_id: int, *, oneself: bool = False) -> None:
    """A new sale to this member; nobody serves themselves."""
    till.memory.forget()
    if not oneself:
        till.memory.begin(SUM, member=member_id, key=till.hand.makers.key())


def _nobody(till: Till, text: str) -> Screen:
    """A number nobody has joined with may have points waiting for it."""
    try:
        phone = people.normal_phone(text, people.region_of(till.hand.rules.program.time_zone))
    except people.BadPhone:
        return views.nobody(till.t)
    till.memory.begin(WHO, phone=phone, key=till.hand.makers.key())
    return guests.nobody_with(phone, till.t)


async def serve(press: CallbackQuery, callback_data: Serve, till: Till) -> Screen:
    await let_go(till)
    served = await sales.serve(till.db, till.actor, callback_data.member, at=till.now)
    begin(till, callback_data.member, oneself=served.oneself)
    return views.member(served, till.t, till.hand.rules)


async def look(
    press: CallbackQuery,
    callback_data: LookAtVoucher,
    db: Database,
    actor: Actor,
    t: Texts,
    now: datetime,
    rules: Rules,
) -> Screen:
    return views.voucher(await sales.look(db, actor, callback_data.voucher, at=now), t, rules)


async def use(
    press: CallbackQuery, callback_data: UseVoucher, db: Database, actor: Actor, t: Texts, now: datetime, rules: Rules
) -> Screen:
    return views.used(await sales.use(db, actor, callback_data.voucher, at=now), t, rules)


async def undo(
    press: CallbackQuery, callback_data: UndoUse, db: Database, actor: Actor, t: Texts, now: datetime, rules: Rules
) -> Screen:
    return views.undone(await sales.undo(db, actor, callback_data.voucher, at=now), t, rules)


def router() -> Router:
    router = Router(name="cashier.sale")
    router.message.register(ask_who, Command("sale"), AtTill())
    router.message.register(open_link, Opens("voucher"), AtTill())
    router.callback_query.register(ask_who, OpenSale.filter(), AtTill())
    router.callback_query.register(serve, Serve.filter(), AtTill())
    router.callback_query.register(look, LookAtVoucher.filter())
    router.callback_query.register(use, UseVoucher.filter())
    router.callback_query.register(undo, UndoUse.filter())
    router.message.register(find, At(WHO), Has("text"), AtTill())
    router.message.register(find_by_photo, At(WHO), Has("photo", "document"), AtTill())
    router.message.register(find_by_contact, At(WHO), Has("contact"), AtTill())
    return router
