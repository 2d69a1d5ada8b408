"""The customer's routers. Outside private chats comes first, what nobody understood comes last."""

from aiogram import Router

from bot.telegram.customer.handlers import (
    allergies,
    card,
    groups,
    history,
    home,
    language,
    offers,
    points,
    privacy,
    reach,
    referral,
    registration,
    rewards,
    settings,
    settings_messages,
    settings_zone,
    staff_invite,
    start,
    unknown,
)
from bot.telegram.customer.handlers import help as helping

COMMANDS_AND_PRESSES = (
    points,  # the most used screen is found first
    staff_invite,
    start,
    home,
    card,
    history,
    referral,
    rewards,
    allergies,
    offers,
    language,
    privacy,
    helping,
    reach,
)
DIALOGUES = (settings, settings_messages, settings_zone, registration)


def routers() -> list[Router]:
    return [module.router() for module in (groups, *COMMANDS_AND_PRESSES, *DIALOGUES, unknown)]
