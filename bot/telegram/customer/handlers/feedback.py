"""How was it? Stars, reasons, parts, words; everything in one message that changes."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.feedback import BAD
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.feedback_callbacks import HowWasIt, Rate, RatePart, RateReason, RateWords
from bot.telegram.customer.views import feedback as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.said import said_in
from bot.usecases import feedback
from bot.usecases.actor import Actor
from db.session import Database

WORDS = "feedback.words"


async def ask(
    press: CallbackQuery, callback_data: HowWasIt, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.review(await feedback.look(db, actor, callback_data.order, at=now), t)


async def rate(
    press: CallbackQuery,
    callback_data: Rate,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    if memory.step == WORDS:
        memory.forget()
    if 0 < callback_data.stars <= BAD and memory.step is None:
        memory.begin(WORDS, order=callback_data.order)  # whoever is upset writes at once
    if not callback_data.stars:
        return views.review(await feedback.look(db, actor, callback_data.order, at=now), t)
    return views.review(await feedback.rate(db, actor, callback_data.order, callback_data.stars, at=now), t)


async def give_reason(
    press: CallbackQuery, callback_data: RateReason, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.review(await feedback.reason(db, actor, callback_data.order, callback_data.reason, at=now), t)


async def rate_part(
    press: CallbackQuery, callback_data: RatePart, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    order, part, stars = callback_data.order, callback_data.part, callback_data.stars
    if not stars:
        return views.ask_part(await feedback.look(db, actor, order, at=now), part, t)
    return views.review(await feedback.part(db, actor, order, part, stars, at=now), t)


async def ask_words(
    press: CallbackQuery,
    callback_data: RateWords,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    seen = await feedback.look(db, actor, callback_data.order, at=now)
    memory.begin(WORDS, order=callback_data.order)
    return views.ask_words(seen, t)


async def say(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    order = memory.data["order"]
    memory.forget()
    return views.review(await feedback.write(db, actor, order, said_in(message), at=now), t)


def router() -> Router:
    router = Router(name="customer.feedback")
    router.callback_query.register(ask, HowWasIt.filter())
    router.callback_query.register(rate, Rate.filter())
    router.callback_query.register(give_reason, RateReason.filter())
    router.callback_query.register(rate_part, RatePart.filter())
    router.callback_query.register(ask_words, RateWords.filter())
    router.message.register(say, At(WORDS), Has("text", "photo"))
    return router
