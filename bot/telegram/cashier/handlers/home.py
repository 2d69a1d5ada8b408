"""Where cashiers begin; a photo, a card's link, a number or a voucher's code at any time is a customer to be served."""

import re

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.telegram.cashier.handlers.leaving import let_go
from bot.telegram.cashier.handlers.sale import find, find_by_photo, open_link
from bot.telegram.cashier.till import AtTill, Till
from bot.telegram.cashier.views import sale as views
from bot.telegram.filters import Goes, Has, Idle, Opens, Words
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import CANCEL, HOME
from bot.usecases import sales

NUMBERS = re.compile(r"[+#№]?[0-9 ()-]{4,}")  # of a member, or of a phone


async def go_home(event: Message | CallbackQuery, till: Till) -> Screen:
    await let_go(till)
    till.memory.forget()
    return views.home(till.actor, till.t, till.hand.rules)


async def find_unasked(message: Message, till: Till) -> Screen:
    """What finds a customer, typed with no question open; other words are left to others."""
    text = (message.text or "").strip()
    if not NUMBERS.fullmatch(text) and await sales.by_code(till.db, till.actor, text, at=till.now) is None:
        raise SkipHandler
    return await find(message, till)


def router() -> Router:
    router = Router(name="cashier.home")
    router.message.register(go_home, Opens("none", "source"), AtTill())
    router.message.register(go_home, Command("cancel"), AtTill())
    router.message.register(open_link, Opens("card"), AtTill())
    router.message.register(find_by_photo, Idle(), Has("photo"), AtTill())
    router.message.register(find_unasked, Idle(), Words(), AtTill())
    router.callback_query.register(go_home, Goes(HOME), AtTill())
    router.callback_query.register(go_home, Goes(CANCEL), AtTill())
    return router
