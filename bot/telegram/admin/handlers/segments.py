"""/segments: groups of members that are kept under a name, the ready-made ones, and the heat map."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.access import PERMISSIONS
from bot.telegram.admin.handlers import segment_picker
from bot.telegram.admin.handlers.segment_picker import Desk, Stored
from bot.telegram.admin.segment_callbacks import RenewUse, SegmentDo, ShowSegments
from bot.telegram.admin.views import segment_heat, segment_uses
from bot.telegram.admin.views import segments as views
from bot.telegram.admin.views import sources as source_views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import saved_segments, segment_shelf, sources
from bot.usecases import segment_uses as users
from bot.usecases.actor import Actor
from bot.usecases.saved_segments import Seen, Which
from db.session import Database

NAME = "segments.name"


def may(actor: Actor) -> frozenset[str]:
    """What this person may do, for leaving out buttons; each act is checked again where it is done."""
    return frozenset(act for act, roles in PERMISSIONS.items() if actor.role in roles)


async def open_segments(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    return await _shelf(Desk(db, actor, t, memory, hand))


async def look(
    press: CallbackQuery,
    callback_data: ShowSegments,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    desk = Desk(db, actor, t, memory, hand)
    if callback_data.what == "retired":
        return await _retired(desk, callback_data.page)
    if callback_data.what in _LOOKS:
        return await _LOOKS[callback_data.what](desk)
    return await _shelf(desk, callback_data.page)


async def _shelf(desk: Desk, page: int = 0) -> Screen:
    desk.memory.forget()
    return views.shelf(await segment_shelf.shelf(desk.db, desk.actor, at=desk.hand.now, page=page), desk.t)


async def _ready(desk: Desk) -> Screen:
    return views.ready(await segment_shelf.ready(desk.db, desk.actor, at=desk.hand.now), desk.t)


async def _heat(desk: Desk) -> Screen:
    found = await segment_shelf.heat(desk.db, desk.actor, at=desk.hand.now)
    return segment_heat.heat(found, desk.t, desk.hand.rules.program, desk.hand.rules.zone)


async def _retired(desk: Desk, page: int) -> Screen:
    seen = await segment_shelf.shelf(desk.db, desk.actor, at=desk.hand.now, page=page, retired=True)
    return views.retired(seen, desk.t)


async def _links(desk: Desk) -> Screen:
    desk.memory.forget()
    return source_views.listed(await sources.look(desk.db, desk.actor, at=desk.hand.now), desk.t)


async def _new(desk: Desk) -> Screen:
    desk.memory.begin(segment_picker.PICK, segment=0, edition=0)
    return await segment_picker.open_picker(desk, "segment", None)


_LOOKS: dict[str, Callable[[Desk], Awaitable[Screen]]] = {
    "ready": _ready,
    "heat": _heat,
    "links": _links,
    "new": _new,
}


async def keep_segment(desk: Desk, stored: Stored) -> Screen:
    """What follows the builder: a new one is asked for its name, one that was changed is kept."""
    known = desk.memory.data
    if stored == known["picked_before"]:
        return await (_card(desk, await _seen(desk, known["segment"])) if known["segment"] else _shelf(desk))
    if not known["segment"]:
        return ask_name(desk, stored)
    which = Which(known["segment"], known["edition"])
    desk.memory.forget()
    changed = await saved_segments.change(desk.db, desk.actor, which, stored, at=desk.hand.now)
    return await _card(desk, changed, desk.t.plain("Saved as edition {n}.", n=str(changed.edition)))


segment_picker.FINISH["segment"] = keep_segment


def ask_name(desk: Desk, stored: Stored) -> Screen:
    desk.memory.begin(NAME, segment=0, tree=stored)
    return views.ask_name(desk.t)


async def _seen(desk: Desk, segment_id: int) -> Seen:
    return await saved_segments.see(desk.db, desk.actor, segment_id, at=desk.hand.now)


async def _card(desk: Desk, seen: Seen, toast: str | None = None) -> Screen:
    desk.memory.forget()
    return views.card(seen, desk.t, desk.hand.rules.zone, may(desk.actor), toast)


async def type_name(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    """The name of a new one, or of one that is renamed."""
    known, text, desk = memory.data, message.text or "", Desk(db, actor, t, memory, hand)
    memory.forget()
    if known["segment"]:
        which = Which(known["segment"], known["edition"])
        return await _card(desk, await saved_segments.rename(db, actor, which, text, at=hand.now), t.plain("Renamed."))
    return await _card(desk, await saved_segments.save(db, actor, text, known["tree"], at=hand.now), t.plain("Saved."))


async def act(
    press: CallbackQuery,
    callback_data: SegmentDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    desk = Desk(db, actor, t, memory, hand)
    return await _ACTS.get(callback_data.do, _show)(desk, callback_data)


async def _show(desk: Desk, data: SegmentDo) -> Screen:
    return await _card(desk, await _seen(desk, data.segment))


async def _edit(desk: Desk, data: SegmentDo) -> Screen:
    seen = await _seen(desk, data.segment)
    desk.memory.begin(segment_picker.PICK, segment=seen.id, edition=seen.edition)
    return await segment_picker.open_picker(desk, "segment", seen.tree)


async def _rename(desk: Desk, data: SegmentDo) -> Screen:
    seen = await _seen(desk, data.segment)
    desk.memory.begin(NAME, segment=seen.id, edition=seen.edition)
    return views.ask_name(desk.t)


async def _history(desk: Desk, data: SegmentDo) -> Screen:
    seen, editions = await saved_segments.history(desk.db, desk.actor, data.segment, at=desk.hand.now)
    return views.history(seen, editions, desk.t, desk.hand.rules.zone)


async def _back(desk: Desk, data: SegmentDo) -> Screen:
    which = Which(data.segment, data.edition)
    seen = await saved_segments.go_back(desk.db, desk.actor, which, data.value, at=desk.hand.now)
    return await _card(desk, seen, desk.t.plain("Saved as edition {n}.", n=str(seen.edition)))


async def _uses(desk: Desk, data: SegmentDo) -> Screen:
    return segment_uses.uses(await users.look(desk.db, desk.actor, data.segment), desk.t)


async def _retire(desk: Desk, data: SegmentDo) -> Screen:
    which = Which(data.segment, data.edition)
    gone = await saved_segments.retire(desk.db, desk.actor, which, data.do == "retire", at=desk.hand.now)
    return await _card(desk, gone)


_ACTS: dict[str, Callable[[Desk, SegmentDo], Awaitable[Screen]]] = {
    "edit": _edit,
    "name": _rename,
    "history": _history,
    "back": _back,
    "uses": _uses,
    "retire": _retire,
    "bring_back": _retire,
}


async def renew(
    press: CallbackQuery, callback_data: RenewUse, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    wanted = callback_data
    seen = await users.renew(db, actor, wanted.segment, wanted.kind, wanted.number, at=hand.now)
    return segment_uses.uses(seen, t, segment_uses.renewed(t))


def router() -> Router:
    router = Router(name="admin.segments")
    router.message.register(open_segments, Command("segments"), Hands())
    router.callback_query.register(look, ShowSegments.filter(), Hands())
    router.callback_query.register(act, SegmentDo.filter(), Hands())
    router.callback_query.register(renew, RenewUse.filter(), Hands())
    router.message.register(type_name, At(NAME), Has("text"), Hands())
    return router
