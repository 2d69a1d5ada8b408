"""My history: pages, the "Why?" of each line, my orders."""

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram.customer.callbacks import History, MyOrders, Why
from bot.telegram.customer.views import history as views
from bot.telegram.customer.views import why as explanations
from bot.telegram.screen import Screen
from bot.usecases import history
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database

NEWEST = History()


async def open_history(
    event: object, actor: Actor, t: Texts, rules: Rules, db: Database, callback_data: History = NEWEST
) -> Screen:
    return views.page(await history.page(db, member_of(actor), before=callback_data.before or None), t, rules)


async def ask_why(event: object, actor: Actor, t: Texts, rules: Rules, db: Database, callback_data: Why) -> Screen:
    explained = await history.why(db, member_of(actor), callback_data.entry)
    return explanations.why(explained, t, rules, callback_data.page)


async def open_orders(
    event: object, actor: Actor, t: Texts, rules: Rules, db: Database, callback_data: MyOrders
) -> Screen:
    return views.orders(await history.orders(db, member_of(actor), before=callback_data.before or None), t, rules)


def router() -> Router:
    router = Router(name="customer.history")
    router.message.register(open_history, Command("history"))
    router.callback_query.register(open_history, History.filter())
    router.callback_query.register(ask_why, Why.filter())
    router.callback_query.register(open_orders, MyOrders.filter())
    return router
