"""The courier's routers: commands and presses first, typed answers last."""

from aiogram import Router

from bot.telegram.courier.handlers import deliveries, home
from bot.telegram.shared.rooms import room
from db.enums import Role


def routers() -> list[Router]:
    """New routers, for couriers alone."""
    return [room("courier", [Role.COURIER], [home.router(), deliveries.router()])]
