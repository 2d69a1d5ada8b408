"""Where cashiers begin; a photo, a card's link, a number or a voucher's code at any time is a customer to be served."""

import re

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.cashier.handlers.sale import find, find_by_photo, open_link
from bot.telegram.cashier.till import AtTill, Till
from bot.telegram.cashier.views import sale as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import Goes, Has, Idle, Opens, Words
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import CANCEL, HOME
from bot.usecases import sales
from bot.usecases.actor import Actor
from bot.usecases.program import Rules

NUMBERS = re.compile(r"[+#№]?[0-9 ()-]{4,}")  # of a member, or of a phone


async def go_home(event: Message | CallbackQuery, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules) -> Screen:
    memory.forget()
    return views.home(actor, t, rules)


async def find_unasked(message: Message, till: Till) -> Screen:
    """What finds a customer, typed with no question open; other words are left to others."""
    text = (message.text or "").strip()
    if not NUMBERS.fullmatch(text) and await sales.by_code(till.db, till.actor, text, at=till.now) is None:
        raise SkipHandler
    return await find(message, till)


def router() -> Router:
    router = Router(name="cashier.home")
    router.message.register(go_home, Opens("none", "source"))
    router.message.register(go_home, Command("cancel"))
    router.message.register(open_link, Opens("card"), AtTill())
    router.message.register(find_by_photo, Idle(), Has("photo"), AtTill())
    router.message.register(find_unasked, Idle(), Words(), AtTill())
    router.callback_query.register(go_home, Goes(HOME))
    router.callback_query.register(go_home, Goes(CANCEL))
    return router
