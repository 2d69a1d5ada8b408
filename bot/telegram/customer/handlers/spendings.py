"""Pay with points? Yes, with a PIN where there are many; or no."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.handlers.wiping import wipe
from bot.telegram.customer.spending_callbacks import SpendNo, SpendYes
from bot.telegram.customer.views import spendings as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import spendings
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

PIN = "spending.pin"


async def agree(
    press: CallbackQuery,
    callback_data: SpendYes,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    number = callback_data.spending
    try:
        return views.agreed(await spendings.agree(db, actor, number, at=now), t)
    except Refused as refusal:
        if refusal.code != "spending.pin_needed":
            raise
        memory.begin(PIN, spending=number)
        return views.ask_pin(t, number)


async def agree_by_pin(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    """The PIN does not stay in the chat, right or wrong; a wrong one may be typed again."""
    await wipe(message)
    seen = await spendings.agree(db, actor, memory.data["spending"], at=now, pin=message.text or "")
    memory.forget()
    return views.agreed(seen, t)


async def decline(
    press: CallbackQuery,
    callback_data: SpendNo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    if memory.step == PIN:
        memory.forget()
    return views.declined(await spendings.decline(db, actor, callback_data.spending, at=now), t)


def router() -> Router:
    router = Router(name="customer.spendings")
    router.callback_query.register(agree, SpendYes.filter())
    router.callback_query.register(decline, SpendNo.filter())
    router.message.register(agree_by_pin, At(PIN), Has("text"))
    return router
