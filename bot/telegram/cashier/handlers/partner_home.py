"""Where a partner's people begin: a member's card shown at any time is somebody to be served."""

import re

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.telegram.cashier.handlers.sale import only_code
from bot.telegram.cashier.partner_callbacks import OpenPartnerSale, OwnStatement
from bot.telegram.cashier.partner_till import SUM, WHO, let_go
from bot.telegram.cashier.till import AtTill, Till
from bot.telegram.cashier.views import partner as views
from bot.telegram.filters import At, Goes, Has, Idle, Opens, Words
from bot.telegram.screen import Screen
from bot.telegram.shared import statements
from bot.telegram.shared.callbacks import CANCEL, HOME
from bot.telegram.shared.qr_photo import texts_in
from bot.usecases import partner_sales, partner_statements, partners

NUMBERS = re.compile(r"[#№]?[0-9 -]{4,}")  # of a member


async def go_home(event: Message | CallbackQuery, till: Till) -> Screen:
    await let_go(till)
    till.memory.forget()
    return views.home(await partners.own(till.db, till.actor, at=till.now), till.t, till.hand.rules)


async def ask_who(event: Message | CallbackQuery, till: Till) -> Screen:
    await let_go(till)
    till.memory.begin(WHO)
    return views.ask_who(till.t)


async def find(message: Message, till: Till) -> Screen:
    return await _found(till, message.text or "")


async def find_by_photo(message: Message, bot: Bot, till: Till) -> Screen:
    return await _found(till, only_code(await texts_in(bot, message)))


async def open_link(message: Message, till: Till) -> Screen:
    """A card's QR, opened by the phone's own camera."""
    await let_go(till)
    return await _found(till, (message.text or "").partition(" ")[2].strip())


async def find_unasked(message: Message, till: Till) -> Screen:
    if not NUMBERS.fullmatch((message.text or "").strip()):
        raise SkipHandler
    return await find(message, till)


async def _found(till: Till, text: str) -> Screen:
    guest = await partner_sales.find(till.db, till.actor, text, at=till.now, card_key=till.hand.card_key)
    if guest is None:
        return views.nobody(till.t)
    till.memory.begin(SUM, member=guest.member_id, key=till.hand.makers.key())
    return views.ask_sum(guest, till.t)


async def statement(press: CallbackQuery, callback_data: OwnStatement, till: Till) -> Screen:
    month = statements.month(till.now, till.hand.rules.zone, before="before" in callback_data.which)
    told = await partner_statements.own(till.db, till.actor, month, at=till.now)
    if callback_data.which.startswith("file"):
        return statements.file(told, till.t, till.hand.rules)
    return views.statement(told, till.t, till.hand.rules, this="before" not in callback_data.which)


def router() -> Router:
    router = Router(name="cashier.partner_home")
    router.message.register(go_home, Opens("none", "source"), AtTill())
    router.message.register(go_home, Command("cancel"), AtTill())
    router.message.register(open_link, Opens("card"), AtTill())
    router.message.register(ask_who, Command("sale"), AtTill())
    router.callback_query.register(go_home, Goes(HOME), AtTill())
    router.callback_query.register(go_home, Goes(CANCEL), AtTill())
    router.callback_query.register(ask_who, OpenPartnerSale.filter(), AtTill())
    router.callback_query.register(statement, OwnStatement.filter(), AtTill())
    router.message.register(find, At(WHO), Has("text"), AtTill())
    router.message.register(find_by_photo, At(WHO), Has("photo", "document"), AtTill())
    router.message.register(find_by_photo, Idle(), Has("photo"), AtTill())
    router.message.register(find_unasked, Idle(), Words(), AtTill())
    return router
