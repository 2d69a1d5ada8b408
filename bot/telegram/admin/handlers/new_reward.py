"""Adding a reward, question by question: kind, name and words in each language, price, photo."""

from collections.abc import Mapping
from typing import Any

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import catalogue as rule
from bot.telegram.admin.handlers.reward_edits import photo
from bot.telegram.admin.reward_callbacks import AddReward, SkipAnswer
from bot.telegram.admin.views import catalogue as cards
from bot.telegram.admin.views import new_reward as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.languages import labels
from bot.usecases import catalogue
from bot.usecases.actor import Actor
from bot.usecases.catalogue import Draft
from bot.usecases.errors import Refused
from db.enums import RewardKind
from db.session import Database

NAME, TEXT, PRICE, PICTURE = "new_reward.name", "new_reward.text", "new_reward.price", "new_reward.picture"
STEPS = {"name": NAME, "text": TEXT, "picture": PICTURE}


async def begin(press: CallbackQuery, callback_data: AddReward, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    if callback_data.kind is None:
        memory.forget()
        return views.kinds(t)
    own = hand.rules.program.language
    others = [code for code in hand.catalogue.languages if code != own]
    memory.begin(NAME, kind=callback_data.kind.value, names={}, texts={}, language=own, others=others)
    return _ask_name(memory, t, hand)


async def write_name(message: Message, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    told = memory.data
    name = rule.name(message.text or "")
    memory.at(TEXT, names={**told["names"], told["language"]: name})
    return views.ask_text(_kind(told), _spoken(told, t, hand), t)


async def write_text(message: Message, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    told = memory.data
    words = rule.words(message.text or "")
    memory.at(TEXT, texts={**told["texts"], told["language"]: words})
    return _next_language(memory, t, hand)


async def write_price(message: Message, t: Texts, memory: ChatMemory) -> Screen:
    memory.at(PICTURE, price=rule.price(message.text or ""))
    return views.ask_picture(_kind(memory.data), t)


async def hand_in_picture(
    message: Message, bot: Bot, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    return await _add(await photo(message, bot), db, actor, t, memory, hand)


async def skip(
    press: CallbackQuery,
    callback_data: SkipAnswer,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    if memory.step != STEPS[callback_data.step] or (memory.step == NAME and not memory.data["names"]):
        raise Refused("reward.draft_gone")
    if memory.step == PICTURE:
        return await _add(None, db, actor, t, memory, hand)
    return _next_language(memory, t, hand)


async def _add(jpeg: bytes | None, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    told = memory.data
    draft = Draft(_kind(told), told["names"], told["price"], told["texts"], jpeg)
    memory.forget()
    return cards.card(await catalogue.add(db, actor, draft, at=hand.now), t, hand.rules)


def _next_language(memory: ChatMemory, t: Texts, hand: AtHand) -> Screen:
    """The name in the next language, or, after the last, the price."""
    if not memory.data["others"]:
        memory.at(PRICE)
        return views.ask_price(_kind(memory.data), t)
    language, *others = memory.data["others"]
    memory.at(NAME, language=language, others=others)
    return _ask_name(memory, t, hand)


def _ask_name(memory: ChatMemory, t: Texts, hand: AtHand) -> Screen:
    told = memory.data
    return views.ask_name(_kind(told), _spoken(told, t, hand), not told["names"], t)


def _kind(told: Mapping[str, Any]) -> RewardKind:
    return RewardKind(told["kind"])


def _spoken(told: Mapping[str, Any], t: Texts, hand: AtHand) -> str:
    return dict(labels(hand.catalogue, t))[str(told["language"])]


def router() -> Router:
    router = Router(name="admin.new_reward")
    router.callback_query.register(begin, AddReward.filter(), Hands())
    router.callback_query.register(skip, SkipAnswer.filter(), Hands())
    router.message.register(write_name, At(NAME), Has("text"), Hands())
    router.message.register(write_text, At(TEXT), Has("text"), Hands())
    router.message.register(write_price, At(PRICE), Has("text"))
    router.message.register(hand_in_picture, At(PICTURE), Hands())
    return router
