"""The till's routers: the cashier's home, and serving, which managers and owners do as well."""

from aiogram import Router

from bot.rules.access import PERMISSIONS
from bot.telegram.cashier.handlers import home, sale, sale_codes
from bot.telegram.shared.rooms import room
from db.enums import Role


def routers() -> list[Router]:
    """New routers, each room open to its roles alone."""
    return [
        room("cashier.home", [Role.CASHIER], [home.router()]),
        room("cashier.sale", PERMISSIONS["sales.redeem"], [sale.router(), sale_codes.router()]),
    ]
