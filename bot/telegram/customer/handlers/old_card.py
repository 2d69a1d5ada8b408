"""Typing the number of a card of the programme before this one: by the button, or after /oldcard."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.claim_callbacks import TypeOldCard
from bot.telegram.customer.views import old_card as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import old_cards
from bot.usecases.actor import Actor, member_of
from db.session import Database

NUMBER = "old_card.number"


async def ask(event: Message | CallbackQuery, actor: Actor, t: Texts, memory: ChatMemory) -> Screen:
    member_of(actor)
    memory.begin(NUMBER)
    return views.ask(t)


async def type_number(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    moved = await old_cards.claim(db, actor, message.text or "", at=now)
    memory.forget()  # only now: after a wrong number the question stays open
    return views.moved(moved, t)


def router() -> Router:
    router = Router(name="customer.old_card")
    router.message.register(ask, Command("oldcard"))
    router.callback_query.register(ask, TypeOldCard.filter())
    router.message.register(type_number, At(NUMBER), Has("text"))
    return router
