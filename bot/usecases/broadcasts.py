"""Broadcasts that were confirmed: where each stands, pausing, stopping, and what is in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcasts as shapes
from bot.rules import claims
from bot.rules.broadcasts import Plan
from bot.usecases import audit, outbox, program, responses
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_drafts import found, plan_of
from bot.usecases.broadcast_templates import again, keep_template
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BroadcastState
from db.models.broadcasts import Broadcast
from db.queries import broadcast_endings as endings
from db.queries import broadcasts as queries
from db.queries import outbox as rows_of
from db.queries.broadcasts import Progress
from db.queries.outbox import PARKED
from db.session import Database

ACT = "broadcasts.send"
STILL_ARRIVING = timedelta(minutes=10)
AT_ONCE = 20_000  # messages taken back by whoever stops it; the rest by the next round
UNDER_WAY = (BroadcastState.RUNNING, BroadcastState.PAUSED)

__all__ = ["Progress", "Report", "again", "keep_template"]


@dataclass(frozen=True)
class Report:
    """Where a broadcast stands. `edition`: as its second yes names it; `text`: how it begins (None: sent on by copy);
    `waits_until`: before which nothing leaves (quiet hours, its time); `waits_for`: what the rest waits for; `wave`:
    the newest let go; `takes`: something of it can still be taken; `report_at`: the chat and message that show it
    live."""

    id: int
    edition: int
    state: BroadcastState
    name: str
    text: str | None
    plan: Plan
    progress: Progress
    reasons: dict[str, int]
    waits_until: datetime | None
    waits_for: Literal["wave", "winner"] | None
    wave: int
    winner: str | None
    pause_reason: str | None
    goes_at: datetime | None
    zone: ZoneInfo
    report_at: tuple[int, int] | None
    takes: bool = False


async def stop(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Report:
    """What has not left does not leave any more, and nothing of it can be taken any more, also when all of it has left;
    what is on its way arrives. Stopping twice is stopping once.

    Refuses `access.denied` and `broadcast.unknown`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await found(session, broadcast_id, lock=True)
        if row.state in UNDER_WAY or _takes(row, at):
            row.state, row.finished_at = BroadcastState.STOPPED, row.finished_at or at
            outbox.hold(session, row.id)
            await queries.take_back(session, row.id, "stopped", at, most=AT_ONCE)
            await endings.take_back(session, row.id, at)
            await audit.write(session, staff, "broadcast.stopped", f"broadcast:{row.id}", at=at)
        return await report_of(session, row, at)


async def pause(db: Database, broadcast_id: int, reason: str) -> None:
    """Telegram refuses this text: nothing more is tried, the recipients stay planned until a person decides."""
    async with db.begin() as session:
        row = await session.get(Broadcast, broadcast_id, with_for_update=True)
        if row is not None and row.state is BroadcastState.RUNNING:
            row.state, row.pause_reason = BroadcastState.PAUSED, reason
            outbox.hold(session, row.id)


async def rest(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Report:
    """Nothing more leaves until it is resumed; resting twice is resting once. Refuses `access.denied` and
    `broadcast.unknown`, and `broadcast.over` of one that does not run."""
    return await _switched(db, actor, broadcast_id, BroadcastState.PAUSED, at)


async def resume(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Report:
    """It goes on where it was, also after Telegram had refused its text. Refuses as `rest` does."""
    return await _switched(db, actor, broadcast_id, BroadcastState.RUNNING, at)


async def _switched(db: Database, actor: Actor, broadcast_id: int, state: BroadcastState, at: datetime) -> Report:
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await found(session, broadcast_id, lock=True)
        if row.state not in UNDER_WAY:
            raise Refused("broadcast.over")
        if row.state is not state:
            row.state, row.pause_reason = state, None
            if state is BroadcastState.PAUSED:
                outbox.hold(session, row.id)
            session.info["outbox"] = True
            act = "broadcast.paused" if state is BroadcastState.PAUSED else "broadcast.resumed"
            await audit.write(session, staff, act, f"broadcast:{row.id}", at=at)
        return await report_of(session, row, at)


@dataclass(frozen=True)
class Doubtful:
    """A member who may or may not have got it; `name` None: they are no person any more."""

    id: int
    name: str | None
    left_at: datetime | None
    reason: str | None


async def doubts(db: Database, actor: Actor, broadcast_id: int, *, limit: int = 50) -> list[Doubtful]:
    """Whose messages are in doubt, by name, the oldest first. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return [Doubtful(**row._mapping) for row in await queries.doubtful(session, broadcast_id, limit=limit)]


async def send_again(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> int:
    """Those in doubt are sent once more, and it runs again if it was done; some people may get theirs twice. Returns
    how many. Refuses `access.denied`, `broadcast.unknown`, and `broadcast.over` of a stopped one."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await found(session, broadcast_id, lock=True)
        if row.state not in (*UNDER_WAY, BroadcastState.DONE):
            raise Refused("broadcast.over")
        again = await rows_of.plan_again(session, await queries.unknown_ids(session, broadcast_id), at=at)
        if again:
            if row.state is BroadcastState.DONE:
                row.state, row.finished_at = BroadcastState.RUNNING, None
            await audit.write(session, staff, "broadcast.sent_again", f"broadcast:{row.id}", at=at, count=len(again))
            session.info["outbox"] = True
    return len(again)


async def report(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Report:
    """Where it stands. Refuses `access.denied` and `broadcast.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await report_of(session, await found(session, broadcast_id), at)


async def latest(db: Database, actor: Actor, *, at: datetime, limit: int = 5) -> Sequence[Report]:
    """The newest that are no drafts. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return [await report_of(session, each, at) for each in await queries.newest(session, limit=limit)]


async def show_in(db: Database, actor: Actor, broadcast_id: int, message_id: int, *, at: datetime) -> Report:
    """From now on this message of the actor's chat shows it live. Refuses `access.denied` and `broadcast.unknown`."""
    async with db.begin() as session:
        await allow(session, actor, ACT)
        row = await found(session, broadcast_id)
        row.report_chat_id, row.report_message_id = actor.chat_id, message_id
        return await report_of(session, row, at)


async def under_way(db: Database, *, at: datetime) -> list[Report]:
    """Every broadcast under way, paused or stopped just now (what was on its way still arrives); a running one whose
    messages are all settled is done from now on and reported so."""
    async with db.read() as session:
        shown = await queries.shown(session, at - STILL_ARRIVING)
        reports = [await report_of(session, each, at) for each in shown]
    return [await _finished(db, each, at) for each in reports]


async def _finished(db: Database, now: Report, at: datetime) -> Report:
    if now.state is not BroadcastState.RUNNING or now.progress.planned or now.progress.sending:
        return now
    async with db.begin() as session:
        row = await found(session, now.id, lock=True)
        done = await queries.progress(session, row.id)
        if row.state is BroadcastState.RUNNING and not done.planned and not done.sending:
            row.state, row.finished_at = BroadcastState.DONE, at
        return await report_of(session, row, at)


async def report_of(session: AsyncSession, row: Broadcast, at: datetime) -> Report:
    """Where it stands, as a step."""
    shown, plan, rules = (row.report_chat_id, row.report_message_id), plan_of(row), await program.in_force(session, at)
    leaves_at = await queries.leaves_at(session, row.id) or (row.starts_at if not row.started_at else None)
    parked = leaves_at == PARKED
    return Report(
        id=row.id,
        edition=row.edition,
        state=row.state,
        name=row.name,
        text=_first_words(plan, rules),
        plan=plan,
        progress=await queries.progress(session, row.id),
        reasons=await queries.skip_reasons(session, row.id),
        waits_until=leaves_at if leaves_at and leaves_at > at and not parked else None,
        waits_for=_waits_for(row) if parked else None,
        wave=row.wave,
        winner=row.winner,
        pause_reason=row.pause_reason,
        goes_at=row.goes_at,
        zone=rules.zone,
        report_at=(shown[0], shown[1]) if shown[0] is not None and shown[1] is not None else None,
        takes=_takes(row, at),
    )


def _takes(row: Broadcast, at: datetime) -> bool:
    """Whether members can still take what it offers, or say that they come."""
    begun = row.state in (*UNDER_WAY, BroadcastState.DONE)
    takes = any(button["do"] in ("claim", "going") for button in row.buttons)
    return begun and takes and claims.closed(responses.left_of(row), at) is None


def _waits_for(row: Broadcast) -> Literal["wave", "winner"]:
    return "wave" if row.wave_size else "winner"


def _first_words(plan: Plan, rules: Rules) -> str | None:
    return shapes.words_for(plan.content, "A", rules.program.language, rules.program.language).text
