"""What today brought at the till."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.telegram.cashier.callbacks import OpenShift
from bot.telegram.cashier.handlers.leaving import let_go
from bot.telegram.cashier.till import AtTill, Till
from bot.telegram.cashier.views import shift as views
from bot.telegram.screen import Screen
from bot.usecases import shifts


async def open_shift(press: CallbackQuery, till: Till) -> Screen:
    await let_go(till)
    till.memory.forget()
    return views.shift(await shifts.today(till.db, till.actor, at=till.now), till.t, till.hand.rules.program)


def router() -> Router:
    router = Router(name="cashier.shift")
    router.callback_query.register(open_shift, OpenShift.filter(), AtTill())
    return router
