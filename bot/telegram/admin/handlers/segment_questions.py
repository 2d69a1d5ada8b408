"""The builder's questions: a theme, a question, an answer by a button or typed."""

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules import segment_questions as questions
from bot.rules import segments as rules
from bot.rules.segment_questions import LAPSED, Stock
from bot.telegram.admin.handlers.segment_picker import DOES, PICK, VALUE, Desk, material, with_part
from bot.telegram.admin.views import segment_questions as views
from bot.telegram.admin.views.segment_picker import naming
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import segments
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

SPELLED = 500  # names whose spelling is known


async def _theme(desk: Desk, value: str) -> Screen:
    if value not in views.THEMES:
        raise Refused("segment.picker_gone")
    desk.memory.at(PICK)
    return views.theme(value, desk.t)


async def _ask(desk: Desk, value: str) -> Screen:
    if value not in views.QUESTIONS:
        raise Refused("segment.picker_gone")
    choices = questions.choices(value, await _stock(desk, value))
    desk.memory.at(PICK, asked=value, lapsed=None, choices=[rules.to_json(choice) for choice in choices])
    return views.choose(value, choices, naming(await material(desk)), desk.t)


async def _stock(desk: Desk, question: str) -> Stock:
    if question == "language":
        return Stock(names=desk.hand.catalogue.languages)
    return await segments.stock(desk.db, desk.actor, question, at=desk.hand.now)


async def _choose(desk: Desk, value: str) -> Screen:
    choices = desk.memory.data.get("choices", [])
    if not value.isdecimal() or int(value) >= len(choices):
        raise Refused("segment.picker_gone")
    chosen = rules.conditions(rules.from_json(choices[int(value)]))[0]
    if desk.memory.data.get("asked") == LAPSED and desk.memory.data.get("lapsed") is None:
        return await _not_for_how_long(desk, str(chosen.value))
    return await with_part(desk, chosen)


async def _not_for_how_long(desk: Desk, category: str) -> Screen:
    choices = questions.lapsed(category)
    desk.memory.at(PICK, lapsed=category, choices=[rules.to_json(choice) for choice in choices])
    return views.lapsed(choices, naming(await material(desk)), desk.t)


async def _write(desk: Desk, value: str) -> Screen:
    question, _, way = value.partition(".")
    of_lapsed = question == LAPSED and desk.memory.data.get("lapsed") is not None
    if not of_lapsed and way not in questions.ways(question):
        raise Refused("segment.picker_gone")
    desk.memory.at(VALUE, asked=question, way=way)
    return views.write(question, desk.t)


DOES |= {"theme": _theme, "add": _ask, "choose": _choose, "write": _write}


async def write_value(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """A number, a sum or a name, as it was asked for."""
    told, text = memory.data, message.text or ""
    if told["asked"] == LAPSED:
        added = questions.typed_days(told["lapsed"], text)
    else:
        known = await segments.stock(db, actor, told["asked"], at=hand.now, most=SPELLED)
        added = questions.typed(told["asked"], told["way"], text, hand.rules.program.currency, known.names)
    return await with_part(Desk(db, actor, t, memory, hand), added)


def router() -> Router:
    router = Router(name="admin.segment_questions")
    router.message.register(write_value, At(VALUE), Has("text"), Hands())
    return router
