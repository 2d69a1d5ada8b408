"""The routers of the owner's and managers' room, and of finding members, which the till and support do, too."""

from aiogram import Router

from bot.rules.access import MANAGERS, PERMISSIONS
from bot.telegram.admin.handlers import (
    adjust,
    audit,
    automations,
    brand,
    broadcasts,
    home,
    members,
    new_order,
    orders,
    outlets,
    program,
    referrals,
    setup,
    staff,
    till,
    voice,
)
from bot.telegram.filters import Is

DESK = (
    home,
    setup,
    new_order,
    staff,
    outlets,
    program,
    brand,
    voice,
    adjust,
    audit,
    broadcasts,
    automations,
    referrals,
)


def routers() -> list[Router]:
    """New routers, each open to its roles alone; what an act needs is checked again in its use-case."""
    found = [(module.router(), MANAGERS) for module in DESK]
    found += [(orders.router(), PERMISSIONS["orders.see"])]
    found += [(till.router(), PERMISSIONS["members.find"] - MANAGERS), (members.router(), PERMISSIONS["members.find"])]
    for router, roles in found:
        router.message.filter(Is(*roles))
        router.callback_query.filter(Is(*roles))
    return [router for router, _ in found]
