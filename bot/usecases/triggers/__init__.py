"""What standing rules wait for: one file a kind."""

from collections.abc import Mapping

from bot.usecases.triggers import (
    after_delivery,
    anniversary,
    birthday,
    category_lapsed,
    holiday,
    inactivity,
    memorable_date,
    milestone,
    second_order,
    series,
    tier_near,
    voucher_ending,
)
from bot.usecases.triggers.shape import Trigger
from db.enums import AutomationKind

# POINTS_ENDING is not here: bot/usecases/last_days.py warns of lots, which have days of their own.
TRIGGERS: Mapping[AutomationKind, Trigger] = {
    AutomationKind.BIRTHDAY: birthday,
    AutomationKind.INACTIVITY: inactivity,
    AutomationKind.WELCOME: series.welcome,
    AutomationKind.EDUCATION: series.education,
    AutomationKind.MEMORABLE_DATE: memorable_date,
    AutomationKind.MEMBERSHIP: anniversary.membership,
    AutomationKind.FIRST_ORDER: anniversary.first_order,
    AutomationKind.SECOND_ORDER: second_order,
    AutomationKind.SPEND_MILESTONE: milestone.spend,
    AutomationKind.ORDER_MILESTONE: milestone.orders,
    AutomationKind.TIER_NEAR: tier_near,
    AutomationKind.VOUCHER_ENDING: voucher_ending,
    AutomationKind.AFTER_DELIVERY: after_delivery,
    AutomationKind.HOLIDAY: holiday,
    AutomationKind.CATEGORY_LAPSED: category_lapsed,
}
