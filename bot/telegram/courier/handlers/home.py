"""Where a courier begins: at the list of deliveries."""

from aiogram import Router
from aiogram.filters import Command

from bot.telegram.courier.handlers.deliveries import open_deliveries
from bot.telegram.filters import Goes, Opens
from bot.telegram.shared.callbacks import CANCEL, HOME


def router() -> Router:
    router = Router(name="courier.home")
    router.message.register(open_deliveries, Opens("none"))
    router.message.register(open_deliveries, Command("cancel"))
    router.callback_query.register(open_deliveries, Goes(HOME))
    router.callback_query.register(open_deliveries, Goes(CANCEL))
    return router
