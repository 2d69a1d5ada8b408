"""My card, and a code for the till."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.rules.till_codes import card_key
from bot.settings import Settings
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.customer.callbacks import Card, NewCard, TillCode
from bot.telegram.customer.views import card as views
from bot.telegram.screen import Screen
from bot.usecases import card, card_renewal
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


async def renew(
    event: CallbackQuery, callback_data: NewCard, actor: Actor, t: Texts, db: Database, hand: AtHand
) -> Screen:
    if not callback_data.sure:
        return views.ask_renew(t)
    await card_renewal.renew_mine(db, actor, new=hand.makers)
    return views.renewed(await card.mine(db, member_of(actor), hand.now, hand.rules), t, hand.rules, hand.username)


def router() -> Router:
    router = Router(name="customer.card")
    router.message.register(open_card, Command("card"))
    router.callback_query.register(open_card, Card.filter())
    router.callback_query.register(ask_till_code, TillCode.filter())
    router.callback_query.register(renew, NewCard.filter(), Hands())
    return router
