"""Changing a property of a reward by words or a photo."""

import asyncio

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.pictures.photo import LARGEST_FILE, BadPhoto, normal_photo
from bot.rules import catalogue as rule
from bot.telegram.admin.reward_callbacks import AskReward
from bot.telegram.admin.views import catalogue as views
from bot.telegram.admin.views import reward_edits as questions
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.languages import labels
from bot.telegram.shared.sent_picture import sent_picture
from bot.usecases import catalogue
from bot.usecases.actor import Actor
from bot.usecases.catalogue import Edit, RewardCard
from db.session import Database

VALUE, WORDS, PICTURE = "catalogue.value", "catalogue.words", "catalogue.picture"


async def ask(
    press: CallbackQuery,
    callback_data: AskReward,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    seen, field = await catalogue.show(db, actor, callback_data.reward), callback_data.field
    memory.forget()
    if field in questions.CHOICES:
        return questions.CHOICES[field](seen, t, hand.rules)
    if field in ("name", "text"):
        return _ask_words(seen, callback_data, t, memory, hand)
    what = {"reward": seen.terms.id, "edition": seen.edition, "field": field, "stock": seen.terms.stock}
    memory.begin(PICTURE if field == "picture" else VALUE, **what)
    if field == "picture":
        return questions.ask_picture(seen, t, hand.rules)
    return questions.ask(seen, field, t, hand.rules)


def _ask_words(seen: RewardCard, asked: AskReward, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    spoken = labels(hand.catalogue, t)
    if asked.language not in dict(spoken):
        return questions.choose_language(seen, asked.field, spoken, t, hand.rules)
    memory.begin(WORDS, reward=seen.terms.id, edition=seen.edition, field=asked.field, language=asked.language)
    return questions.ask_words(seen, asked.field, dict(spoken)[asked.language], t, hand.rules)


async def write_value(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    told = memory.data
    reading = rule.Reading(hand.now, hand.rules.zone, hand.rules.program.currency)
    value = rule.read(told["field"], message.text or "", reading)
    memory.forget()
    edit = Edit(told["reward"], told["edition"], told["field"], value, saw=told["stock"])
    return views.card(await catalogue.change(db, actor, edit, at=hand.now), t, hand.rules)


async def write_words(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    told = memory.data
    memory.forget()
    edit = Edit(told["reward"], told["edition"], told["field"], message.text or "", told["language"])
    return views.card(await catalogue.change(db, actor, edit, at=hand.now), t, hand.rules)


async def hand_in_picture(
    message: Message, bot: Bot, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    jpeg = await photo(message, bot)
    told = memory.data
    memory.forget()
    seen = await catalogue.set_picture(db, actor, told["reward"], told["edition"], jpeg, at=hand.now)
    return views.card(seen, t, hand.rules)


async def photo(message: Message, bot: Bot) -> bytes:
    """The photo in the message, as it is kept. Raises BadPhoto, also for a message without one."""
    none, large = BadPhoto("photo.not_a_picture"), BadPhoto("photo.too_big")
    return await asyncio.to_thread(normal_photo, await sent_picture(bot, message, LARGEST_FILE, none=none, large=large))


def router() -> Router:
    router = Router(name="admin.reward_edits")
    router.callback_query.register(ask, AskReward.filter(), Hands())
    router.message.register(write_value, At(VALUE), Has("text"), Hands())
    router.message.register(write_words, At(WORDS), Has("text"), Hands())
    router.message.register(hand_in_picture, At(PICTURE), Hands())
    return router
