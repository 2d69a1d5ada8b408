"""Whom a message to members is for, when it goes and what it is compared with: one change an answer."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules import broadcast_fields as fields
from bot.rules.broadcast_checks import Known
from bot.telegram.admin.broadcast_callbacks import ComposeDo
from bot.telegram.admin.handlers import segment_picker
from bot.telegram.admin.handlers.broadcast_card import card, change, seen, which
from bot.telegram.admin.handlers.broadcast_gifts import last_day, shown
from bot.telegram.admin.handlers.segment_picker import Desk, Stored
from bot.telegram.admin.views import broadcast_parts as parts
from bot.telegram.admin.views import broadcast_sides as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases.actor import Actor
from bot.usecases.broadcast_drafts import Draft, Which
from bot.usecases.errors import Refused
from db.enums import SendWhen, Topic
from db.session import Database

VALUE = "broadcasts.value"


async def _whom(desk: Desk, data: ComposeDo) -> Screen:
    draft = await seen(desk, data.draft)
    desk.memory.begin(segment_picker.PICK, draft=draft.id, edition=draft.edition)
    return await segment_picker.open_picker(desk, "broadcast", draft.plan.segment)


async def keep_segment(desk: Desk, stored: Stored) -> Screen:
    """What follows the picker."""
    known = dict(desk.memory.data)
    if stored == known["picked_before"]:
        return await card(desk, await seen(desk, known["draft"]))
    return await card(desk, await change(desk, Which(known["draft"], known["edition"]), {"segment": stored}))


segment_picker.FINISH["broadcast"] = keep_segment


async def _when(desk: Desk, data: ComposeDo) -> Screen:
    desk.memory.forget()
    return views.when(await seen(desk, data.draft), desk.t)


async def _compare(desk: Desk, data: ComposeDo) -> Screen:
    desk.memory.forget()
    return views.compare(await seen(desk, data.draft), desk.t)


async def _ask(desk: Desk, data: ComposeDo) -> Screen:
    draft = await seen(desk, data.draft)
    if data.value not in views.QUESTIONS:
        raise Refused("broadcast.question_gone")
    desk.memory.begin(VALUE, draft=draft.id, edition=draft.edition, part=data.value)
    return views.ask(draft, data.value, desk.t)


async def _set(desk: Desk, data: ComposeDo) -> Screen:
    """One press, one value; the question stays open where several can be set."""
    part, _, number = data.value.partition("=")
    if part not in _PRESSED or not number.isdecimal() or len(number) > 9:
        raise Refused("broadcast.question_gone")
    sides = fields.no_worse((await seen(desk, data.draft)).plan, _PRESSED[part](desk, int(number)), _known(desk))
    draft = await change(desk, which(data), sides)
    return await _AFTER.get(part, card)(desk, draft)


def _known(desk: Desk) -> Known:
    return Known(desk.hand.rules.program, desk.hand.now)


def _way(desk: Desk, number: int) -> Mapping[str, Any]:
    """When it goes: with an hour of the members' own there is no spreading; at once there is no time."""
    way = list(SendWhen)[number % len(SendWhen)]
    if way in (SendWhen.NOW, SendWhen.AT):
        return {"when": SendWhen.NOW, "starts_at": None, "hour": None}
    return {"when": way, "hour": 18, "spread_minutes": 0, "wave_size": None, "wave_goal": None}


_PRESSED: Mapping[str, Callable[[Desk, int], Mapping[str, Any]]] = {
    "silent": lambda desk, n: {"silent": bool(n)},
    "topic": lambda desk, n: {"topic": list(Topic)[n % len(Topic)]},
    "days": lambda desk, n: {"deadline": last_day(desk, min(n, 365))},
    "when": _way,
    "hour": lambda desk, n: {"hour": n},
    "spread_minutes": lambda desk, n: {"spread_minutes": n} | ({"wave_size": None, "wave_goal": None} if n else {}),
    "control_bp": lambda desk, n: {"control_bp": n},
    "test_bp": lambda desk, n: {"test_bp": n} | ({} if n else {"winner_hours": None}),
    "winner_hours": lambda desk, n: {"winner_hours": n or None},
    "window_days": lambda desk, n: {"window_days": n},
}


async def _texts(desk: Desk, draft: Draft) -> Screen:
    return parts.texts(draft, desk.hand.catalogue.languages, desk.t)


async def _moments(desk: Desk, draft: Draft) -> Screen:
    return views.when(draft, desk.t)


async def _shares(desk: Desk, draft: Draft) -> Screen:
    return views.compare(draft, desk.t)


_AFTER: dict[str, Callable[[Desk, Draft], Awaitable[Screen]]] = {
    **dict.fromkeys(("silent", "topic"), _texts),
    **dict.fromkeys(("days", "deadline", "stock", "budget_minor"), shown),
    **dict.fromkeys(("when", "hour", "spread_minutes", "waves", "paid_most"), _moments),
    **dict.fromkeys(("control_bp", "test_bp", "winner_hours", "window_days"), _shares),
}
DOES_SIDES: dict[str, Callable[[Desk, ComposeDo], Awaitable[Screen]]] = {
    "whom": _whom,
    "when": _when,
    "compare": _compare,
    "ask": _ask,
    "set": _set,
}


async def write_value(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """A moment, a number or a name, as it was asked for."""
    desk, known = Desk(db, actor, t, memory, hand), dict(memory.data)
    value = fields.read(known["part"], message.text or "", _known(desk))
    draft = await seen(desk, known["draft"])
    sides = fields.no_worse(draft.plan, _sides(draft, known["part"], value), _known(desk))
    draft = await change(desk, Which(draft.id, known["edition"]), sides)
    return await _AFTER.get(known["part"], card)(desk, draft)


def _sides(draft: Draft, part: str, value: Any) -> Mapping[str, Any]:
    """What the answer changes."""
    match part:
        case "starts_at":
            local = draft.plan.when in (SendWhen.LOCAL_HOUR, SendWhen.USUAL_HOUR)
            way = draft.plan.when if local else SendWhen.AT if value else SendWhen.NOW
            return {"starts_at": value, "when": way}
        case "waves":
            size, goal = value or (None, None)
            return {"wave_size": size, "wave_goal": goal} | ({"spread_minutes": 0} if size else {})
        case "paid_most":
            return {"paid": value is not None, "paid_most": value}
        case "name":
            return {"name": value or ""}
    return {part: value}


def router() -> Router:
    router = Router(name="admin.broadcast_edits")
    router.message.register(write_value, At(VALUE), Has("text"), Hands())
    return router
