"""The routers of the owner's and managers' room, and of finding members, which the till and support do, too."""

from aiogram import Router

from bot.rules.access import MANAGERS, PERMISSIONS, TILL
from bot.telegram.admin.handlers import (
    adjust,
    audit,
    automation_edits,
    automations,
    brand,
    broadcasts,
    catalogue,
    deal_sides,
    deals,
    dishes,
    earning_rules,
    home,
    members,
    new_order,
    new_order_extras,
    new_promo,
    new_reward,
    orders,
    outlets,
    planning,
    program,
    promocodes,
    referrals,
    restore,
    reward_edits,
    reward_pick,
    segment_picker,
    setup,
    staff,
    support,
    tiers,
    tuning,
    voice,
    vouchers,
    whatif,
)
from bot.telegram.shared.rooms import room

DESK = (
    home,
    setup,
    catalogue,
    new_reward,
    reward_edits,
    new_order,
    new_order_extras,
    staff,
    outlets,
    planning,
    whatif,
    program,
    reward_pick,
    earning_rules,
    dishes,
    tuning,
    brand,
    voice,
    adjust,
    tiers,
    audit,
    broadcasts,
    automations,
    automation_edits,
    referrals,
    promocodes,
    new_promo,
    deals,
    deal_sides,
    segment_picker,
)


def routers() -> list[Router]:
    """New routers, each room open to its roles alone."""
    finding = PERMISSIONS["members.find"]
    return [
        room("admin.desk", MANAGERS, [module.router() for module in DESK]),
        room("admin.orders", PERMISSIONS["orders.see"], [orders.router()]),
        room("admin.support", finding - TILL, [support.router()]),
        room("admin.restore", PERMISSIONS["points.restore"], [restore.router()]),
        room("admin.vouchers", PERMISSIONS["vouchers.void"], [vouchers.router()]),
        room("admin.members", finding, [members.router()]),
    ]
