"""My PIN: set, changed, removed, forgotten."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.handlers.wiping import wipe
from bot.telegram.customer.spending_callbacks import ForgetPin, PutPin, RemovePin, ShowPin
from bot.telegram.customer.views import pin as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import pins
from bot.usecases.actor import Actor
from db.session import Database

NEW, BOTH, OLD = "pin.new", "pin.both", "pin.old"


async def show(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    memory.forget()
    return views.pin(await pins.mine(db, actor, at=hand.now), t, hand.rules.zone)


async def ask(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    mine = await pins.mine(db, actor, at=hand.now)
    memory.begin(BOTH if mine.has else NEW)
    return views.ask_both(t) if mine.has else views.ask_new(t)


async def put(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    """The first PIN, or the old one and the new one in one message."""
    await wipe(message)
    old, _, new = (message.text or "").strip().rpartition(" ")
    mine = await pins.put(db, actor, new, old or None, at=hand.now, new=hand.makers)
    memory.forget()
    return views.pin(mine, t, hand.rules.zone)


async def ask_old(press: CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(OLD)
    return views.ask_old(t)


async def remove(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    await wipe(message)
    mine = await pins.remove(db, actor, message.text or "", at=hand.now)
    memory.forget()
    return views.pin(mine, t, hand.rules.zone)


async def forget(
    press: CallbackQuery,
    callback_data: ForgetPin,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    if not callback_data.sure:
        return views.ask_forget(t)
    return views.pin(await pins.forget(db, actor, at=hand.now), t, hand.rules.zone)


def router() -> Router:
    router = Router(name="customer.pin")
    router.callback_query.register(show, ShowPin.filter(), Hands())
    router.callback_query.register(ask, PutPin.filter(), Hands())
    router.callback_query.register(ask_old, RemovePin.filter())
    router.callback_query.register(forget, ForgetPin.filter(), Hands())
    router.message.register(put, At(NEW, BOTH), Has("text"), Hands())
    router.message.register(remove, At(OLD), Has("text"), Hands())
    return router
