"""My level."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram.customer.tier_callbacks import AllTiers, MyTier
from bot.telegram.customer.views import tiers as views
from bot.telegram.screen import Screen
from bot.usecases import my_tier
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database


async def open_tier(event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database) -> Screen:
    return views.tier(await my_tier.look(db, member_of(actor), now, rules), t, rules)


async def open_all(event: object, t: Texts, rules: Rules) -> Screen:
    return views.all_tiers(t, rules)


def router() -> Router:
    router = Router(name="customer.tiers")
    router.message.register(open_tier, Command("level"))
    router.callback_query.register(open_tier, MyTier.filter())
    router.callback_query.register(open_all, AllTiers.filter())
    return router
