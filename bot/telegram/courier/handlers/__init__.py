"""The courier's routers: commands and presses first, typed answers last."""

from aiogram import Router

from bot.telegram.courier.handlers import deliveries, home
from bot.telegram.filters import Is
from db.enums import Role


def routers() -> list[Router]:
    """New routers, each for couriers alone."""
    made = [home.router(), deliveries.router()]
    for router in made:
        router.message.filter(Is(Role.COURIER))
        router.callback_query.filter(Is(Role.COURIER))
    return made
