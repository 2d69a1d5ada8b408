"""Choosing who an offer is for: begun by the screens of a rule, a promo code, a deal or a message, and given back to
them. A screen that uses it registers what follows: `FINISH["automation"] = keep_segment`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import ready_segments
from bot.rules import segment_edits as edits
from bot.rules import segments as rules
from bot.rules.segment_edits import Place
from bot.rules.segments import Segment
from bot.telegram.admin.segment_callbacks import PickSegment
from bot.telegram.admin.views import segment_picker as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import segment_shelf, segments
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.segment_shelf import Chosen
from bot.usecases.segments import Material
from db.session import Database

PICK, VALUE = "segment.pick", "segment.value"
Stored = dict[str, Any] | None


@dataclass(frozen=True)
class Desk:
    """Who picks, and with what."""

    db: Database
    actor: Actor
    t: Texts
    memory: ChatMemory
    hand: AtHand

    @property
    def segment(self) -> Segment:
        return rules.from_json(self.memory.data["picked"])

    @property
    def place(self) -> Place:
        """The list one is in: None is the outer one."""
        found: Place = self.memory.data.get("place")
        return found


# noun → what follows: the segment as it is kept, None for everybody; as it was when the person went back
FINISH: dict[str, Callable[[Desk, Stored], Awaitable[Screen]]] = {}
# what a button does, with its value; segment_questions.py adds the questions
DOES: dict[str, Callable[[Desk, str], Awaitable[Screen]]] = {}


async def open_picker(desk: Desk, noun: str, stored: Stored) -> Screen:
    """Begins with *stored*; the dialogue's other data stays, for whoever finishes."""
    desk.memory.at(PICK, picked=stored, picked_before=stored, picked_for=noun, place=None)
    return await shown(desk)


async def shown(desk: Desk) -> Screen:
    """The builder as it stands."""
    return views.picker(desk.segment, desk.place, await material(desk), desk.t)


async def material(desk: Desk) -> Material:
    return await segments.material(desk.db, desk.actor, desk.memory.data["picked"], at=desk.hand.now)


async def pick(
    press: CallbackQuery,
    callback_data: PickSegment,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    if memory.step not in (PICK, VALUE) or memory.data.get("picked_for") not in FINISH:
        raise Refused("segment.picker_gone")
    desk = Desk(db, actor, t, memory, hand)
    return await DOES.get(callback_data.do, _show)(desk, callback_data.value)


async def _show(desk: Desk, value: str) -> Screen:
    desk.memory.at(PICK)
    return await shown(desk)


async def with_part(desk: Desk, added: Segment) -> Screen:
    """One condition more in the list one is in."""
    return await changed(desk, edits.added(desk.segment, desk.place, added))


async def changed(desk: Desk, segment: Segment, place: Place = None, *, stays: bool = True) -> Screen:
    """The segment is this from now on; one stays in the list one is in, or is in that at *place*."""
    rules.check(segment)
    wanted = desk.place if stays else place
    desk.memory.at(PICK, picked=rules.to_json(segment), choices=[], place=wanted)
    return await shown(desk)


def number(value: str) -> int:
    """A part's number. Refuses `segment.picker_gone`."""
    if not value.isdecimal():
        raise Refused("segment.picker_gone")
    return int(value)


async def _part(desk: Desk, value: str) -> Screen:
    edits.part_of(desk.segment, desk.place, number(value))
    return views.part(desk.segment, desk.place, number(value), await material(desk), desk.t)


async def _turn(desk: Desk, value: str) -> Screen:
    return await changed(desk, edits.turned(desk.segment, desk.place, number(value)))


async def _drop(desk: Desk, value: str) -> Screen:
    """An inner list that has become empty is gone, and one is in the outer one."""
    alone = len(edits.within(desk.segment, desk.place).parts) == 1
    left = edits.dropped(desk.segment, desk.place, number(value))
    return await changed(desk, left, None if alone else desk.place, stays=False)


async def _group(desk: Desk, value: str) -> Screen:
    return await changed(desk, edits.grouped(desk.segment, number(value)), number(value), stays=False)


async def _open(desk: Desk, value: str) -> Screen:
    edits.within(desk.segment, number(value))
    return await changed(desk, desk.segment, number(value), stays=False)


async def _out(desk: Desk, value: str) -> Screen:
    """A group of one is that one."""
    top = edits.opened(desk.segment)
    return await changed(desk, type(top)(tuple(map(rules.plain, top.parts))), stays=False)


async def _join(desk: Desk, value: str) -> Screen:
    return await changed(desk, edits.joined(desk.segment, desk.place))


async def _everybody(desk: Desk, value: str) -> Screen:
    return await changed(desk, rules.EVERYBODY, stays=False)


async def _list(desk: Desk, value: str) -> Screen:
    """One that is being changed is not offered to itself."""
    offered = await segment_shelf.offered(desk.db, desk.actor)
    own = desk.memory.data.get("segment")
    return views.listed([each for each in offered if each[0] != own], list(ready_segments.READY), desk.t)


async def _take(desk: Desk, value: str) -> Screen:
    chosen = Chosen(saved=int(value)) if value.isdecimal() else Chosen(ready=value)
    found = await segment_shelf.target(desk.db, desk.actor, chosen, at=desk.hand.now)
    return await with_part(desk, rules.from_json(found.tree))


async def _text(desk: Desk, value: str) -> Screen:
    desk.memory.at(PICK)
    return views.type_it(desk.segment, await material(desk), desk.t)


async def _save(desk: Desk, value: str) -> Screen:
    """None is everybody; what was not changed is given back as it was."""
    picked, before = desk.memory.data["picked"], desk.memory.data["picked_before"]
    kept = before if picked == before else rules.to_json(rules.plain(desk.segment))
    return await FINISH[desk.memory.data["picked_for"]](desk, kept)


async def _leave(desk: Desk, value: str) -> Screen:
    return await FINISH[desk.memory.data["picked_for"]](desk, desk.memory.data["picked_before"])


DOES |= {
    "show": _show,
    "part": _part,
    "not": _turn,
    "drop": _drop,
    "group": _group,
    "open": _open,
    "out": _out,
    "join": _join,
    "everybody": _everybody,
    "list": _list,
    "take": _take,
    "text": _text,
    "save": _save,
    "leave": _leave,
}


async def type_it(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    """A line of text instead of buttons: it takes the place of all that was chosen."""
    segment = await segments.read(db, actor, message.text or "", at=hand.now)
    return await changed(Desk(db, actor, t, memory, hand), segment, stays=False)


def router() -> Router:
    router = Router(name="admin.segment_picker")
    router.callback_query.register(pick, PickSegment.filter(), Hands())
    router.message.register(type_it, At(PICK), Has("text"), Hands())
    return router
