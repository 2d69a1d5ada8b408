"""The home of support: finding members."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.views import support as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import Goes, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import CANCEL, HOME
from bot.usecases.actor import Actor
from bot.usecases.program import Rules


async def go_home(event: Message | CallbackQuery, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules) -> Screen:
    memory.forget()
    return views.home(actor, t, rules)


def router() -> Router:
    router = Router(name="admin.support")
    router.message.register(go_home, Opens("none", "source"))
    router.message.register(go_home, Command("cancel"))
    router.callback_query.register(go_home, Goes(HOME))
    router.callback_query.register(go_home, Goes(CANCEL))
    return router
