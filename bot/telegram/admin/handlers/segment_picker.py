"""Choosing who an offer is for, by buttons: begun by the screens of a rule, a promo code or a deal, and given back to
them. A screen that uses it registers what follows: `FINISH["automation"] = keep_segment`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import amounts
from bot.rules import segments as rules
from bot.rules.segments import All, Condition, Segment
from bot.telegram.admin.segment_callbacks import PickSegment
from bot.telegram.admin.views import segment_picker as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import segments
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.segments import Material
from db.session import Database

PICK, VALUE = "segment.pick", "segment.value"
SILENT_DAYS = (14, 30, 60, 90)
AT_ONCE = {"new": Condition("orders", "most", 2), "birthday": Condition("birthday_month", "this")}
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


# noun → what follows: the segment as it is kept, None for everybody; as it was when the person went back
FINISH: dict[str, Callable[[Desk, Stored], Awaitable[Screen]]] = {}


async def open_picker(desk: Desk, noun: str, stored: Stored) -> Screen:
    """Begins with *stored*; the dialogue's other data stays, for whoever finishes."""
    desk.memory.at(PICK, picked=stored, picked_before=stored, picked_for=noun)
    return await _shown(desk)


async def _shown(desk: Desk) -> Screen:
    return views.picker(desk.segment, await _material(desk), desk.t)


async def _material(desk: Desk) -> Material:
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
    return await _DOES.get(callback_data.do, _show)(desk, callback_data.value)


async def _show(desk: Desk, value: str) -> Screen:
    desk.memory.at(PICK)
    return await _shown(desk)


async def _add(desk: Desk, value: str) -> Screen:
    if value in AT_ONCE:
        return await _with(desk, AT_ONCE[value])
    if value == "spend":
        return await _write(desk, value)
    material = await _material(desk)
    choices = _choices(value, material, desk)
    desk.memory.at(PICK, choices=[rules.to_json(choice) for choice in choices])
    return views.choose(value, choices, material, desk.t)


def _choices(field: str, material: Material, desk: Desk) -> list[Condition]:
    match field:
        case "tier":
            tiers = [Condition("tier", "in", (tier,)) for tier in material.tiers]
            return tiers + [Condition("tier", "at_least", tier) for tier in material.tiers[1:-1]]
        case "language":
            return [Condition("language", "in", (code,)) for code in desk.hand.catalogue.languages]
        case "silent":
            return [Condition("recency_days", "least", days) for days in SILENT_DAYS]
        case "tag":
            return [Condition("tag", "has", tag) for tag in material.tags]
        case "outlet":
            return [Condition("outlet", "in", (outlet,)) for outlet in material.open_outlets]
    raise Refused("segment.picker_gone")


async def _write(desk: Desk, value: str) -> Screen:
    if value not in views.TYPED:
        raise Refused("segment.picker_gone")
    desk.memory.at(VALUE, asked=value)
    return views.write(value, desk.t)


async def _choose(desk: Desk, value: str) -> Screen:
    choices = desk.memory.data.get("choices", [])
    if not value.isdecimal() or int(value) >= len(choices):
        raise Refused("segment.picker_gone")
    return await _with(desk, rules.from_json(choices[int(value)]))


async def _with(desk: Desk, added: Segment) -> Screen:
    """One condition more; the same one twice is one."""
    parts = tuple(part for part in _parts(desk.segment) if part != added)
    if len(parts) >= views.MOST:
        raise Refused("segment.too_many", most=views.MOST)
    return await _changed(desk, All((*parts, added)))


def _parts(segment: Segment) -> tuple[Segment, ...]:
    return segment.parts if isinstance(segment, All) else (segment,)


async def _changed(desk: Desk, segment: Segment) -> Screen:
    desk.memory.at(PICK, picked=rules.to_json(segment), choices=[])
    return await _shown(desk)


async def _drop(desk: Desk, value: str) -> Screen:
    kept = [part for n, part in enumerate(_parts(desk.segment)) if str(n) != value]
    return await _changed(desk, All(tuple(kept)))


async def _everybody(desk: Desk, value: str) -> Screen:
    return await _changed(desk, rules.EVERYBODY)


async def _save(desk: Desk, value: str) -> Screen:
    return await FINISH[desk.memory.data["picked_for"]](desk, desk.memory.data["picked"])


async def _leave(desk: Desk, value: str) -> Screen:
    return await FINISH[desk.memory.data["picked_for"]](desk, desk.memory.data["picked_before"])


_DOES: dict[str, Callable[[Desk, str], Awaitable[Screen]]] = {
    "show": _show,
    "add": _add,
    "choose": _choose,
    "write": _write,
    "drop": _drop,
    "everybody": _everybody,
    "save": _save,
    "leave": _leave,
}


async def write_value(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """A number of days, or a sum, as it was asked for."""
    typed = message.text or ""
    if memory.data["asked"] == "spend":
        added = Condition("spend", "least", amounts.parse_amount(typed, hand.rules.program.currency))
    else:
        added = Condition("recency_days", "least", min(amounts.parse_points(typed), 3650))
    return await _with(Desk(db, actor, t, memory, hand), added)


def router() -> Router:
    router = Router(name="admin.segment_picker")
    router.callback_query.register(pick, PickSegment.filter(), Hands())
    router.message.register(write_value, At(VALUE), Has("text"), Hands())
    return router
