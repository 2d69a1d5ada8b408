"""My card, and a code for the till."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.rules.till_codes import card_key
from bot.settings import Settings
from bot.telegram.customer.callbacks import Card, TillCode
from bot.telegram.customer.views import card as views
from bot.telegram.screen import Screen
from bot.usecases import card
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database


async def open_card(
    event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database, username: str
) -> Screen:
    return views.card(await card.mine(db, member_of(actor), now, rules), t, rules, username)


async def ask_till_code(
    event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database, **given: Any
) -> Screen:
    settings: Settings = given["settings"]
    code = await card.till_code(db, member_of(actor), now, card_key(settings.app_secret))
    return views.till_code(code, t, rules, given["username"])


def router() -> Router:
    router = Router(name="customer.card")
    router.message.register(open_card, Command("card"))
    router.callback_query.register(open_card, Card.filter())
    router.callback_query.register(ask_till_code, TillCode.filter())
    return router
