"""A customer who has not joined: the sum is entered, and its points wait on the phone number."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.rules.amounts import parse_amount
from bot.telegram.cashier.callbacks import NewGuest, UndoWait, WaitOnPhone
from bot.telegram.cashier.handlers import sale
from bot.telegram.cashier.till import WHO, AtTill, Till
from bot.telegram.cashier.views import guests as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.usecases import claims
from bot.usecases.claims import SaleSeen
from bot.usecases.errors import Refused

SUM, SURE = "guest.sum", "guest.sure"


async def new_guest(press: CallbackQuery, till: Till) -> Screen:
    if till.memory.step not in (WHO, SUM, SURE) or "phone" not in till.data:
        raise Refused("sale.gone")
    till.memory.at(SUM, amount=None, typed="")
    return views.ask_sum(till.data["phone"], till.t)


async def pad(till: Till) -> Screen:
    return views.pad(till.data["phone"], till.data.get("typed", ""), till.currency, till.t)


async def sum_typed(message: Message, till: Till) -> Screen:
    return await take_sum(till, parse_amount(message.text or "", till.currency))


async def take_sum(till: Till, amount: int) -> Screen:
    till.memory.at(SURE, amount=amount, typed="")
    return views.sure(till.data["phone"], amount, till.t, till.currency)


async def wait(press: CallbackQuery, till: Till) -> Screen:
    """Whoever has joined with the number meanwhile is served instead."""
    if till.memory.step is None:  # a double tap
        return toast(till.t.plain("Their points wait already."))
    if till.memory.step != SURE:
        raise Refused("sale.gone")
    phone, seen = till.data["phone"], SaleSeen(f"till:{till.data['key']}", till.data["amount"])
    till.memory.forget()
    try:
        done = await claims.wait_on_phone(till.db, till.actor, phone, seen, at=till.now)
    except Refused as refusal:
        if refusal.code != "claim.phone_known":
            raise
        return await sale.found(till, phone)
    return views.waits(done, till.t, till.hand.rules, till.hand.username)


async def undo(press: CallbackQuery, callback_data: UndoWait, till: Till) -> Screen:
    return views.undone(await claims.void(till.db, till.actor, callback_data.claim, at=till.now), till.t)


def router() -> Router:
    router = Router(name="cashier.guests")
    router.callback_query.register(new_guest, NewGuest.filter(), AtTill())
    router.callback_query.register(wait, WaitOnPhone.filter(), AtTill())
    router.callback_query.register(undo, UndoWait.filter(), AtTill())
    router.message.register(sum_typed, At(SUM, SURE), Has("text"), AtTill())
    return router
