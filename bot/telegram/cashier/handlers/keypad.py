"""A sum by keys, for whichever question is open: each press is kept in its order, however fast they come."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.rules.amounts import parse_amount
from bot.rules.keypad import after
from bot.telegram.cashier.callbacks import Key, Sum
from bot.telegram.cashier.handlers import guests, returns, sale_bill
from bot.telegram.cashier.till import BILL, SECOND, SUM, AtTill, Till
from bot.telegram.screen import Screen
from bot.usecases.errors import Refused

Pad = Callable[[Till], Awaitable[Screen]]
Take = Callable[[Till, int], Awaitable[Screen]]
# Where the dialogue stands → the pad with its title, and who takes the sum
PADS: dict[str, tuple[Pad, Take]] = {
    SUM: (sale_bill.pad, sale_bill.take_sum),
    BILL: (sale_bill.pad, sale_bill.take_sum),
    SECOND: (sale_bill.pad, sale_bill.take_sum),
    returns.SUM: (returns.pad, returns.take_sum),
    guests.SUM: (guests.pad, guests.take_sum),
    guests.SURE: (guests.pad, guests.take_sum),
}


async def open_pad(press: CallbackQuery, callback_data: Sum, till: Till) -> Screen:
    pad, _ = _open(till)
    step = SUM if till.memory.step in (BILL, SECOND) else till.memory.step
    till.memory.at(step or SUM, typed="")
    return await pad(till)


async def press_key(press: CallbackQuery, callback_data: Key, till: Till) -> Screen:
    pad, take = _open(till)
    typed = till.data.get("typed", "")
    if callback_data.key == "ok":
        return await take(till, parse_amount(typed.rstrip("."), till.currency))
    till.memory.at(till.memory.step or SUM, typed=after(typed, callback_data.key))
    return await pad(till)


def _open(till: Till) -> tuple[Pad, Take]:
    if till.memory.step not in PADS:
        raise Refused("sale.gone")
    return PADS[till.memory.step]


def router() -> Router:
    router = Router(name="cashier.keypad")
    router.callback_query.register(open_pad, Sum.filter(), AtTill())
    router.callback_query.register(press_key, Key.filter(), AtTill())
    return router
