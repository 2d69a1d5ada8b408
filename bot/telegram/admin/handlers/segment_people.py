"""The people of a segment, saved or ready-made: looked at, taken as a file, written to; and links with a tag."""

import asyncio
from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import deep_links
from bot.rules.ready_segments import READY
from bot.rules.sources import clean_source
from bot.telegram.admin.handlers import broadcast_card
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.handlers.segments import ask_name, may
from bot.telegram.admin.segment_callbacks import SegmentFor, SourceLink
from bot.telegram.admin.views import segment_people as views
from bot.telegram.admin.views import segments as segment_views
from bot.telegram.admin.views import sources as source_views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared import ready_segments
from bot.usecases import broadcast_drafts, segment_people, segment_shelf, sources
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.segment_shelf import Chosen, Target
from db.session import Database

TAG = "segments.tag"


async def act(
    press: CallbackQuery,
    callback_data: SegmentFor,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    desk = Desk(db, actor, t, memory, hand)
    return await _ACTS.get(callback_data.do, _show)(desk, callback_data)


def _chosen(data: SegmentFor) -> Chosen:
    return Chosen(saved=data.segment, ready=data.ready)


async def _target(desk: Desk, data: SegmentFor) -> Target:
    return await segment_shelf.target(desk.db, desk.actor, _chosen(data), at=desk.hand.now)


async def _show(desk: Desk, data: SegmentFor) -> Screen:
    """A ready-made one; a saved one has a card of its own."""
    if data.ready not in READY:
        raise Refused("segment.unknown")
    found = await _target(desk, data)
    desk.memory.forget()
    return segment_views.ready_card(data.ready, found, desk.t, may(desk.actor))


async def _people(desk: Desk, data: SegmentFor) -> Screen:
    return views.page(
        await segment_people.page(desk.db, desk.actor, _chosen(data), data.page, at=desk.hand.now), desk.t
    )


async def _export(desk: Desk, data: SegmentFor) -> Screen:
    seen = await segment_people.export(desk.db, desk.actor, _chosen(data), at=desk.hand.now)
    title = desk.t.plain("Members")
    content = await asyncio.to_thread(views.packed, views.table(seen, desk.t), data.do, title)
    return views.file(seen, data.do, content, desk.t)


async def _write(desk: Desk, data: SegmentFor) -> Screen:
    """A draft of a message to these, to be gone on with."""
    found = await _target(desk, data)
    name = found.name or ready_segments.name(data.ready, desk.t)
    desk.memory.forget()
    sides = {"segment": found.tree, "name": name}
    draft = await broadcast_drafts.begin(desk.db, desk.actor, sides, at=desk.hand.now)
    return await broadcast_card.card(desk, draft)


async def _keep(desk: Desk, data: SegmentFor) -> Screen:
    return ask_name(desk, (await _target(desk, data)).tree)


_ACTS: dict[str, Callable[[Desk, SegmentFor], Awaitable[Screen]]] = {
    "people": _people,
    "xlsx": _export,
    "csv": _export,
    "write": _write,
    "keep": _keep,
}


async def ask_tag(press: CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(TAG)
    return source_views.ask_tag(t)


async def make_link(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    tag = clean_source(message.text or "")
    memory.forget()
    line = await sources.one(db, actor, tag, at=hand.now)
    url = deep_links.url(hand.username, deep_links.build("source", tag))
    return source_views.link(line, url, hand.rules.program.currency, t)


def router() -> Router:
    router = Router(name="admin.segment_people")
    router.callback_query.register(act, SegmentFor.filter(), Hands())
    router.callback_query.register(ask_tag, SourceLink.filter())
    router.message.register(make_link, At(TAG), Has("text"), Hands())
    return router
