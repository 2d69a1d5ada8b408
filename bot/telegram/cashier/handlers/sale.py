"""/sale: the member is found by whatever they show or say, and a voucher of theirs is used."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.cashier.callbacks import LookAtVoucher, UndoUse, UseVoucher
from bot.telegram.cashier.views import sale as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import OpenSale, Serve
from bot.telegram.shared.qr_photo import texts_in
from bot.usecases import members, sales
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

WHO = "sale.who"


async def ask_who(event: Message | CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(WHO)
    return views.ask_who(t)


async def find(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    return await _found(db, actor, message.text or "", t, memory, hand)


async def find_by_photo(
    message: Message, bot: Bot, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    text = (await texts_in(bot, message))[0]
    return await _found(db, actor, text, t, memory, hand)


async def find_by_contact(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    phone = message.contact.phone_number if message.contact else ""
    return await _found(db, actor, f"+{phone.removeprefix('+')}", t, memory, hand)


async def open_link(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    """A card's or a voucher's QR, opened by the phone's own camera. One's own voucher is shown as to any member."""
    memory.forget()
    text = (message.text or "").partition(" ")[2].strip()
    try:
        return await _found(db, actor, text, t, memory, hand)
    except Refused as refusal:
        if refusal.code == "voucher.own":
            raise SkipHandler from None
        raise


async def _found(db: Database, actor: Actor, text: str, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    seen = await sales.by_code(db, actor, text, at=hand.now)
    if seen is not None:
        memory.forget()
        return views.voucher(seen, t, hand.rules)
    found = await members.find(db, actor, text, at=hand.now, card_key=hand.card_key)
    if not found:
        return views.nobody(t)
    memory.forget()
    if len(found) > 1:
        return views.several(found, t)
    served = await sales.serve(db, actor, found[0].member_id, at=hand.now)
    return views.member(served, t, hand.rules, fresh=found[0].fresh)


async def serve(
    press: CallbackQuery,
    callback_data: Serve,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    return views.member(await sales.serve(db, actor, callback_data.member, at=hand.now), t, hand.rules)


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
    router.message.register(ask_who, Command("sale"))
    router.message.register(open_link, Opens("voucher"), Hands())
    router.callback_query.register(ask_who, OpenSale.filter())
    router.callback_query.register(serve, Serve.filter(), Hands())
    router.callback_query.register(look, LookAtVoucher.filter())
    router.callback_query.register(use, UseVoucher.filter())
    router.callback_query.register(undo, UndoUse.filter())
    router.message.register(find, At(WHO), Has("text"), Hands())
    router.message.register(find_by_photo, At(WHO), Has("photo", "document"), Hands())
    router.message.register(find_by_contact, At(WHO), Has("contact"), Hands())
    return router
