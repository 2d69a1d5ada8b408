"""A member wishes for the same again: their order as it was becomes a draft, and the desk goes on from there."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.handlers.new_order import PROMISED, ask
from bot.telegram.admin.order_callbacks import PlaceAgain
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import repeat_orders
from bot.usecases.actor import Actor
from db.session import Database


async def begin(
    press: CallbackQuery,
    callback_data: PlaceAgain,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    """When it should be there is the first thing nobody knows yet; a step back changes the rest."""
    was = await repeat_orders.draft(db, actor, callback_data.order, at=hand.now)
    known = {"amount": was.amount_minor, "fee": was.fee_minor, "address": was.address}
    memory.begin(PROMISED, key=hand.makers.key(), member=was.member_id, items=was.items, currency=was.currency, **known)
    return await ask(db, actor, t, memory, hand.now)


def router() -> Router:
    router = Router(name="admin.repeat")
    router.callback_query.register(begin, PlaceAgain.filter(), Hands())
    return router
