"""Something comes back: the receipt's number, how much of it, why, and yes."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.rules.amounts import parse_amount
from bot.rules.orders import clean_words
from bot.telegram.cashier.callbacks import OpenReturn, ReturnBecause, ReturnWhole, TakeReturn
from bot.telegram.cashier.handlers.leaving import let_go
from bot.telegram.cashier.till import AtTill, Till
from bot.telegram.cashier.views import returns as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.usecases import return_sight, returns, shifts
from bot.usecases.errors import Refused
from bot.usecases.return_sight import ReturnOutlook
from bot.usecases.returns import ReturnWanted

SLIP, SUM, WHY, SURE, SECOND = "return.slip", "return.sum", "return.why", "return.sure", "return.second"
STEPS = frozenset({SUM, WHY, SURE, SECOND})
NOT_YET = "-"  # a reason, where only the arithmetic is asked for


async def open_return(press: CallbackQuery, callback_data: OpenReturn, till: Till) -> Screen:
    await let_go(till)
    if callback_data.order:
        return await _opened(till, callback_data.order)
    till.memory.begin(SLIP)
    newest = await shifts.newest_sales(till.db, till.actor, at=till.now)
    return views.ask_slip(newest, till.t, till.hand.rules)


async def slip_typed(message: Message, till: Till) -> Screen:
    digits = "".join((message.text or "").split()).lstrip("#№")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(2**63)) - 1:
        raise Refused("order.unknown", order=digits[:20])
    return await _opened(till, int(digits))


async def _opened(till: Till, order: int) -> Screen:
    till.memory.begin(SUM, order=order, key=till.hand.makers.key())
    seen = await return_sight.preview(till.db, till.actor, wanted_in(till), at=till.now)
    return views.ask_sum(seen, till.t, till.hand.rules)


def wanted_in(till: Till) -> ReturnWanted:
    """The return as it stands. Refuses `sale.gone`."""
    data = till.data
    if till.memory.step not in STEPS:
        raise Refused("sale.gone")
    reason = data.get("reason") or NOT_YET
    return ReturnWanted(f"till:{data['key']}", data["order"], reason, amount_minor=data.get("amount"))


async def pad(till: Till) -> Screen:
    return views.pad(till.data.get("typed", ""), till.data["order"], till.currency, till.t)


async def sum_typed(message: Message, till: Till) -> Screen:
    return await take_sum(till, parse_amount(message.text or "", till.currency))


async def whole(press: CallbackQuery, till: Till) -> Screen:
    return await take_sum(till, None)


async def take_sum(till: Till, amount: int | None) -> Screen:
    """None: all that is left of it."""
    wanted_in(till)
    till.memory.at(WHY, amount=amount, typed="")
    return views.ask_why(await return_sight.preview(till.db, till.actor, wanted_in(till), at=till.now), till.t)


async def because(press: CallbackQuery, callback_data: ReturnBecause, till: Till) -> Screen:
    wanted_in(till)
    known = views.REASONS.get(callback_data.why, views.REASONS["bad"])
    till.memory.at(SURE, reason=till.t.plain(known))
    return await confirm(till)


async def why_typed(message: Message, till: Till) -> Screen:
    till.memory.at(SURE, reason=clean_words(message.text or ""))
    return await confirm(till)


async def sure_of(till: Till) -> tuple[ReturnWanted, ReturnOutlook]:
    wanted = wanted_in(till)
    return wanted, await return_sight.preview(till.db, till.actor, wanted, at=till.now)


async def confirm(till: Till, said: str | None = None) -> Screen:
    wanted, seen = await sure_of(till)
    till.memory.at(SURE)
    return views.sure(seen, wanted.reason, till.t, said)


async def take(press: CallbackQuery, till: Till) -> Screen:
    if till.memory.step is None:  # a double tap
        return toast(till.t.plain("That return is done."))
    wanted = wanted_in(till)
    if till.memory.step != SURE:
        raise Refused("sale.gone")
    till.memory.forget()
    return views.taken(await returns.take(till.db, till.actor, wanted, at=till.now), till.t, till.currency)


def router() -> Router:
    router = Router(name="cashier.returns")
    router.callback_query.register(open_return, OpenReturn.filter(), AtTill())
    router.callback_query.register(whole, ReturnWhole.filter(), AtTill())
    router.callback_query.register(because, ReturnBecause.filter(), AtTill())
    router.callback_query.register(take, TakeReturn.filter(), AtTill())
    router.message.register(slip_typed, At(SLIP), Has("text"), AtTill())
    router.message.register(sum_typed, At(SUM), Has("text"), AtTill())
    router.message.register(why_typed, At(WHY, SURE), Has("text"), AtTill())
    return router
