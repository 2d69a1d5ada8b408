"""The till's routers: the cashier's home, and serving, which managers and owners do as well."""

from aiogram import Router

from bot.rules.access import PERMISSIONS
from bot.telegram.cashier.handlers import (
    guests,
    home,
    keypad,
    partner_home,
    partner_returns,
    partner_sale,
    returns,
    sale,
    sale_bill,
    sale_codes,
    sale_points,
    sale_second,
    shift,
)
from bot.telegram.shared.rooms import room
from db.enums import Role

SALE = (sale, sale_codes, sale_bill, sale_points, sale_second, keypad, returns, guests, shift)


def routers() -> list[Router]:
    """New routers, each room open to its roles alone."""
    partners = [partner_home.router(), partner_sale.router(), partner_returns.router()]
    return [
        room("cashier.partner", PERMISSIONS["partners.serve"], partners),
        room("cashier.home", [Role.CASHIER], [home.router()]),
        room("cashier.sale", PERMISSIONS["sales.redeem"], [module.router() for module in SALE]),
    ]
