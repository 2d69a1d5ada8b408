"""What is on for me now."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram.customer.callbacks import Offers
from bot.telegram.customer.promo_callbacks import AllDeals
from bot.telegram.customer.views import offers as views
from bot.telegram.screen import Screen
from bot.usecases import offers
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database


async def open_offers(event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database) -> Screen:
    return views.offers(await offers.look(db, member_of(actor), now, rules), t, rules)


async def open_deals(press: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database) -> Screen:
    return views.all_deals(await offers.look(db, member_of(actor), now, rules), t, rules)


def router() -> Router:
    router = Router(name="customer.offers")
    router.message.register(open_offers, Command("offers"))
    router.callback_query.register(open_offers, Offers.filter())
    router.callback_query.register(open_deals, AllDeals.filter())
    return router
