"""A promo code at the till: typed for the member, and taken back if it was a slip."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.cashier.callbacks import AskCode, UndoCode
from bot.telegram.cashier.views import sale as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import promocodes, sales
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

CODE, ENTERED = "sale.code", "sale.entered"


async def ask(
    press: CallbackQuery,
    callback_data: AskCode,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    served = await sales.serve(db, actor, callback_data.member, at=hand.now)
    memory.begin(CODE, member=callback_data.member, key=hand.makers.key())
    return views.ask_code(served.member, t)


async def enter(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    number, key = memory.data["member"], memory.data["key"]
    seen = await sales.serve(db, actor, number, at=hand.now)
    if seen.oneself:
        raise Refused("voucher.own")
    text = message.text or ""
    entered = await promocodes.enter_for(db, actor, number, text, key, outlet_id=actor.outlet_id, at=hand.now)
    memory.begin(ENTERED, member=number, use=entered.use_key)
    return views.code_entered(entered, seen.member, t, hand.rules)


async def undo(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    if memory.step != ENTERED:
        raise Refused("sale.gone")
    number, use = memory.data["member"], memory.data["use"]
    await promocodes.undo_use(db, actor, use, at=hand.now)
    served = await sales.serve(db, actor, number, at=hand.now)
    return views.code_undone(served.member, t)


def router() -> Router:
    router = Router(name="cashier.sale_codes")
    router.callback_query.register(ask, AskCode.filter(), Hands())
    router.callback_query.register(undo, UndoCode.filter(), Hands())
    router.message.register(enter, At(CODE), Has("text"), Hands())
    return router
