"""Segments and broadcasts as reporting tools read them: names and numbers, nobody by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.usecases import program
from bot.usecases.actor import Client, allow
from bot.usecases.errors import Refused
from db.enums import BroadcastState
from db.models.broadcasts import Broadcast
from db.models.segments import Segment
from db.queries import broadcasts as broadcast_queries
from db.queries import saved_segments
from db.queries import segments as sizes
from db.queries.broadcasts import Progress
from db.session import Database


@dataclass(frozen=True)
class SegmentLine:
    """A saved segment; `members` only where it was asked for."""

    id: int
    name: str
    edition: int
    changed_at: datetime
    members: int | None = None


async def segments(db: Database, by: Client, *, at: datetime) -> list[SegmentLine]:
    """Those on offer, by name; nobody is counted. Changes nothing. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, by, "segments.see", at=at)
        return [
            SegmentLine(row.id, row.name, row.edition, row.changed_at) for row in await saved_segments.every(session)
        ]


async def segment(db: Database, by: Client, segment_id: int, *, at: datetime) -> SegmentLine:
    """One, with its members counted now. Changes nothing. Refuses `access.denied`, `segment.unknown`."""
    async with db.read(long=True) as session:
        await allow(session, by, "segments.see", at=at)
        row = await session.get(Segment, segment_id)
        if row is None:
            raise Refused("segment.unknown")
        members = await sizes.count(session, row.tree, at, (await program.in_force(session, at)).zone)
        return SegmentLine(row.id, row.name, row.edition, row.changed_at, members)


@dataclass(frozen=True)
class BroadcastLine:
    """A broadcast that is no draft."""

    id: int
    name: str
    state: BroadcastState
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True)
class Broadcasts:
    """A page, the newest first; `older`: the number before which the next page begins."""

    lines: list[BroadcastLine]
    older: int | None


async def broadcasts(db: Database, by: Client, *, before: int | None, limit: int, at: datetime) -> Broadcasts:
    """Changes nothing. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, by, "broadcasts.see", at=at)
        row = Broadcast
        found = select(row.id, row.name, row.state, row.started_at, row.finished_at)
        found = found.where(row.state != BroadcastState.DRAFT)
        if before:
            found = found.where(row.id < before)
        rows = (await session.execute(found.order_by(row.id.desc()).limit(limit + 1))).all()
    lines = [BroadcastLine(*each) for each in rows[:limit]]
    return Broadcasts(lines, lines[-1].id if len(rows) > limit else None)


@dataclass(frozen=True)
class BroadcastNumbers:
    """How far its messages have come, and why some were skipped."""

    line: BroadcastLine
    progress: Progress
    skipped: Mapping[str, int]


async def broadcast(db: Database, by: Client, broadcast_id: int, *, at: datetime) -> BroadcastNumbers:
    """One broadcast that is no draft. Changes nothing. Refuses `access.denied`, `broadcast.unknown`."""
    async with db.read(long=True) as session:
        await allow(session, by, "broadcasts.see", at=at)
        row = await session.get(Broadcast, broadcast_id)
        if row is None or row.state is BroadcastState.DRAFT:
            raise Refused("broadcast.unknown")
        line = BroadcastLine(row.id, row.name, row.state, row.started_at, row.finished_at)
        progress = await broadcast_queries.progress(session, row.id)
        return BroadcastNumbers(line, progress, await broadcast_queries.skip_reasons(session, row.id))
