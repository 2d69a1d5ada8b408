"""Where cashiers begin; a photo or a card's link at any time is a customer to be served."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.at_hand import Hands
from bot.telegram.cashier.handlers.sale import find_by_photo, open_link
from bot.telegram.cashier.views import sale as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import Goes, Has, Idle, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import CANCEL, HOME
from bot.usecases.actor import Actor
from bot.usecases.program import Rules


async def go_home(event: Message | CallbackQuery, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules) -> Screen:
    memory.forget()
    return views.home(actor, t, rules)


def router() -> Router:
    router = Router(name="cashier.home")
    router.message.register(go_home, Opens("none", "source"))
    router.message.register(go_home, Command("cancel"))
    router.message.register(open_link, Opens("card"), Hands())
    router.message.register(find_by_photo, Idle(), Has("photo"), Hands())
    router.callback_query.register(go_home, Goes(HOME))
    router.callback_query.register(go_home, Goes(CANCEL))
    return router
