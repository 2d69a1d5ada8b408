"""Broadcasts: a text to every member who agreed to offers, counted first, sent once, stoppable at any moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import audit, outbox, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from db.enums import BroadcastState, MessageState
from db.models.broadcasts import Broadcast
from db.models.messages import OutgoingMessage
from db.queries import broadcasts as queries
from db.queries.broadcasts import Audience, Progress
from db.session import Database

STILL_ARRIVING = timedelta(minutes=10)
LONGEST = 3500  # UTF-16 units; room for the lines under every offer

__all__ = ["Audience", "Draft", "Progress", "Report"]


@dataclass(frozen=True)
class Draft:
    """A text that would go out, and to how many."""

    id: int
    text: str
    audience: Audience


@dataclass(frozen=True)
class Report:
    """Where a broadcast stands. `waits_until`: before which nothing leaves (quiet hours); `report_at`: the
    chat and message that show it live."""

    id: int
    state: BroadcastState
    text: str
    progress: Progress
    reasons: dict[str, int]
    waits_until: datetime | None
    zone: ZoneInfo
    report_at: tuple[int, int] | None


async def draft(db: Database, actor: Actor, text: str, *, at: datetime) -> Draft:
    """The text (Telegram HTML) is kept as a draft; nobody has been written to.

    Refuses `access.denied`, `broadcast.empty` and `broadcast.too_long`.
    """
    length = len(text.encode("utf-16-le")) // 2
    if not text.strip():
        raise Refused("broadcast.empty")
    if length > LONGEST:
        raise Refused("broadcast.too_long", length=length, limit=LONGEST)
    async with db.begin() as session:
        staff = await allow(session, actor, "broadcasts.send")
        content = {"A": {"*": {"text": text}}}
        made = Broadcast(staff_id=staff.id, content=content, state=BroadcastState.DRAFT, audience=0, created_at=at)
        session.add(made)
        await session.flush()
        return Draft(made.id, text, await queries.audience(session))


async def start(db: Database, actor: Actor, broadcast_id: int, message_id: int | None, *, at: datetime) -> Report:
    """The audience is frozen and its messages are planned; pressed twice it starts once. *message_id* shows it live.

    Refuses `access.denied`, `broadcast.unknown`, `broadcast.started` and `broadcast.nobody`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "broadcasts.send")
        broadcast = await _locked(session, broadcast_id)
        if broadcast.state is not BroadcastState.DRAFT:
            raise Refused("broadcast.started")
        rules = await program.in_force(session, at)
        due = timing.next_allowed(at, rules.zone, rules.program)
        broadcast.audience = await queries.freeze(session, broadcast.id, at=at, due=due)
        if not broadcast.audience:
            raise Refused("broadcast.nobody")
        broadcast.state, broadcast.started_at = BroadcastState.RUNNING, at
        broadcast.report_chat_id, broadcast.report_message_id = actor.chat_id, message_id
        size = broadcast.audience
        await audit.write(session, staff, "broadcast.started", f"broadcast:{broadcast.id}", at=at, audience=size)
        session.info["outbox"] = True
        return await _report(session, broadcast, at)


async def stop(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Report:
    """What has not left does not leave any more; what is on its way arrives. Stopping twice is stopping once.

    Refuses `access.denied` and `broadcast.unknown`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "broadcasts.send")
        broadcast = await _locked(session, broadcast_id)
        if broadcast.state in (BroadcastState.RUNNING, BroadcastState.PAUSED):
            await session.execute(_of(broadcast_id).values(state=MessageState.SKIPPED, reason="stopped", left_at=at))
            broadcast.state, broadcast.finished_at = BroadcastState.STOPPED, at
            outbox.hold(session, broadcast_id)
            await audit.write(session, staff, "broadcast.stopped", f"broadcast:{broadcast_id}", at=at)
        return await _report(session, broadcast, at)


async def pause(db: Database, broadcast_id: int, reason: str) -> None:
    """Telegram refuses this text: nothing more is tried, the recipients stay planned until a person decides."""
    paused = {"state": BroadcastState.PAUSED, "pause_reason": reason}
    running = (Broadcast.id == broadcast_id, Broadcast.state == BroadcastState.RUNNING)
    async with db.begin() as session:
        await session.execute(update(Broadcast).where(*running).values(**paused))
        outbox.hold(session, broadcast_id)


async def report(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Report:
    """Where it stands. Refuses `access.denied` and `broadcast.unknown`."""
    async with db.read() as session:
        await allow(session, actor, "broadcasts.send")
        found = await session.get(Broadcast, broadcast_id)
        if found is None:
            raise Refused("broadcast.unknown")
        return await _report(session, found, at)


async def latest(db: Database, actor: Actor, *, at: datetime, limit: int = 5) -> Sequence[Report]:
    """The newest that were started. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, "broadcasts.send")
        started = select(Broadcast).where(Broadcast.state != BroadcastState.DRAFT)
        found = (await session.scalars(started.order_by(Broadcast.id.desc()).limit(limit))).all()
        return [await _report(session, each, at) for each in found]


async def text_of(db: Database, broadcast_id: int) -> str:
    """The frozen text. Refuses `broadcast.unknown`."""
    async with db.read() as session:
        content = await session.scalar(select(Broadcast.content).where(Broadcast.id == broadcast_id))
    if content is None:
        raise Refused("broadcast.unknown")
    return _text(content)


def _text(content: dict[str, Any]) -> str:
    return str(content["A"]["*"]["text"])


async def under_way(db: Database, *, at: datetime) -> list[Report]:
    """Every broadcast under way, paused or stopped just now (what was on its way still arrives); a running one whose
    messages are all settled is done from now on and reported so."""
    shown = Broadcast.state.in_((BroadcastState.RUNNING, BroadcastState.PAUSED))
    stopped = (Broadcast.state == BroadcastState.STOPPED) & (Broadcast.finished_at >= at - STILL_ARRIVING)
    async with db.read() as session:
        running = (await session.scalars(select(Broadcast).where(shown | stopped))).all()
        reports = [await _report(session, each, at) for each in running]
    return [await _finished(db, each, at) for each in reports]


async def _finished(db: Database, now: Report, at: datetime) -> Report:
    if now.state is not BroadcastState.RUNNING or now.progress.planned or now.progress.sending:
        return now
    async with db.begin() as session:
        broadcast = await _locked(session, now.id)
        if broadcast.state is BroadcastState.RUNNING:
            broadcast.state, broadcast.finished_at = BroadcastState.DONE, at
        return await _report(session, broadcast, at)


async def _locked(session: AsyncSession, broadcast_id: int) -> Broadcast:
    found = await session.get(Broadcast, broadcast_id, with_for_update=True)
    if found is None:
        raise Refused("broadcast.unknown")
    return found


def _of(broadcast_id: int) -> Update:
    planned = OutgoingMessage.state == MessageState.PLANNED
    return update(OutgoingMessage).where(OutgoingMessage.broadcast_id == broadcast_id, planned)


async def _report(session: AsyncSession, broadcast: Broadcast, at: datetime) -> Report:
    shown = broadcast.report_chat_id, broadcast.report_message_id
    leaves_at = await queries.leaves_at(session, broadcast.id)
    rules = await program.in_force(session, at)
    return Report(
        id=broadcast.id,
        state=broadcast.state,
        text=_text(broadcast.content),
        progress=await queries.progress(session, broadcast.id),
        reasons=await queries.skip_reasons(session, broadcast.id),
        waits_until=leaves_at if leaves_at and leaves_at > at else None,
        zone=rules.zone,
        report_at=(shown[0], shown[1]) if shown[0] is not None and shown[1] is not None else None,
    )
