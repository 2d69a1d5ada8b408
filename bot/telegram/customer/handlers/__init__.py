"""The customer's routers. Outside private chats comes first, what nobody understood comes last."""

from aiogram import Router

from bot.telegram.customer.handlers import (
    about_me,
    allergies,
    broadcasts,
    card,
    certificates,
    claims,
    conversations,
    dates,
    extension,
    feedback,
    gifts,
    groups,
    history,
    home,
    language,
    nps,
    offers,
    old_card,
    partners,
    payments,
    pin,
    points,
    privacy,
    promocodes,
    reach,
    referral,
    registration,
    repeat,
    rewards,
    settings,
    settings_messages,
    settings_zone,
    spendings,
    staff_invite,
    start,
    tiers,
    unknown,
    vouchers,
)
from bot.telegram.customer.handlers import help as helping

COMMANDS_AND_PRESSES = (
    points,  # the most used screen is found first
    payments,
    certificates,
    repeat,
    spendings,
    staff_invite,
    vouchers,
    gifts,
    claims,
    old_card,
    start,
    home,
    card,
    history,
    extension,
    tiers,
    referral,
    rewards,
    allergies,
    offers,
    partners,
    language,
    privacy,
    helping,
    feedback,
    nps,
    conversations,
    broadcasts,
    reach,
)
DIALOGUES = (settings, pin, about_me, settings_messages, settings_zone, dates, registration)


def routers() -> list[Router]:
    known = [module.router() for module in (*COMMANDS_AND_PRESSES, *DIALOGUES)]
    # A link with a code comes before all other links; words that may be a code come after every question.
    return [groups.router(), promocodes.entering(), *known, promocodes.router(), unknown.router()]
