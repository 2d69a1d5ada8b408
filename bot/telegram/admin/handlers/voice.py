"""Choosing the tone, and writing the shop's own words."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import words
from bot.telegram.admin.callbacks import EditWords, ShowVoice
from bot.telegram.admin.views import voice as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.languages import labels
from bot.usecases import program, program_changes
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

TEXT = "voice.text"


async def open_voice(
    press: CallbackQuery,
    callback_data: ShowVoice,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    rules = hand.rules
    if callback_data.tone:
        rules = await _change(db, actor, "tone", callback_data.tone, hand)
    return views.voice(rules, labels(hand.catalogue, t), t)


async def open_words(
    press: CallbackQuery,
    callback_data: EditWords,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    name, code = callback_data.text, callback_data.language
    spoken = dict(labels(hand.catalogue, t)).get(code)
    if name not in words.TEXTS or spoken is None:
        raise Refused("program.no_such_number")
    memory.forget()
    if callback_data.do == "edit":
        memory.begin(TEXT, text=name, language=code)
        return views.ask(name, spoken, t)
    rules = hand.rules
    if callback_data.do == "clear":
        rules = await _change(db, actor, "words", words.replaced(rules.program, code, name, None), hand)
    return views.one(rules, name, code, spoken, t)


async def write_words(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    name, code = memory.data["text"], memory.data["language"]
    text = words.checked(name, message.text or "")
    memory.forget()
    rules = await _change(db, actor, "words", words.replaced(hand.rules.program, code, name, text), hand)
    return views.one(rules, name, code, dict(labels(hand.catalogue, t))[code], t)


async def _change(db: Database, actor: Actor, field: str, value: Any, hand: AtHand) -> Rules:
    """Published at once: words take nothing from anybody."""
    newest = (await program_changes.propose(db, actor, field, value, at=hand.now)).newest
    await program_changes.publish(db, actor, field, value, newest=newest, at=hand.now)
    return await program.current(db, hand.now)


def router() -> Router:
    router = Router(name="admin.voice")
    router.callback_query.register(open_voice, ShowVoice.filter(), Hands())
    router.callback_query.register(open_words, EditWords.filter(), Hands())
    router.message.register(write_words, At(TEXT), Has("text"), Hands())
    return router
