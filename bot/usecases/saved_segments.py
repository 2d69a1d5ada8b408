"""Saved segments: kept under a name, changed as a new edition, gone back, retired. Who uses one keeps its tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import segments as rules
from bot.rules.dishes import fold
from bot.rules.people import clean_name
from bot.usecases import audit, program, segments
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.segments import ACT, Material
from db.models.segments import Segment, SegmentEdit
from db.models.staff import Staff
from db.queries import saved_segments as queries
from db.queries.saved_segments import EditLine as EditLine
from db.session import Database, insert_once

SHOWN_EDITIONS = 10
MOST_SAVED = 40
Stored = dict[str, Any] | None


@dataclass(frozen=True)
class Seen:
    """A saved segment as its card shows it. `newest`: who made this edition, and when."""

    id: int
    name: str
    edition: int
    tree: Stored
    retired: bool
    newest: EditLine
    material: Material

    @property
    def which(self) -> "Which":
        return Which(self.id, self.edition)


@dataclass(frozen=True)
class Which:
    """A saved segment as somebody saw it: changed since then, it is not changed by them."""

    id: int
    edition: int


async def see(db: Database, actor: Actor, segment_id: int, *, at: datetime) -> Seen:
    """One saved segment, counted now. Refuses `access.denied`, `segment.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return await _seen(session, await _row(session, segment_id), at)


async def history(db: Database, actor: Actor, segment_id: int, *, at: datetime) -> tuple[Seen, list[EditLine]]:
    """Its newest editions, newest first. Refuses `access.denied`, `segment.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        seen = await _seen(session, await _row(session, segment_id), at)
        return seen, await queries.editions(session, segment_id, SHOWN_EDITIONS)


async def save(db: Database, actor: Actor, name: str, tree: Stored, *, at: datetime) -> Seen:
    """*tree* is kept under *name*, edition 1. Refuses `access.denied`, `segment.name_taken`, `segment.too_many_saved`;
    raises BadName, SegmentInvalid."""
    name = clean_name(name)
    rules.from_json(tree)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        if len(await queries.every(session)) >= MOST_SAVED:
            raise Refused("segment.too_many_saved", most=MOST_SAVED)
        await _check_name(session, name)
        values = {"name": name, "tree": tree, "created_by": staff.id, "created_at": at, "changed_at": at, "edition": 1}
        if not await insert_once(session, Segment, values, index=["name"]):
            raise Refused("segment.name_taken")
        row = (await session.scalars(select(Segment).where(Segment.name == name))).one()
        await _kept_edition(session, row, staff, "segments.save", at)
        return await _seen(session, row, at)


async def change(db: Database, actor: Actor, which: Which, tree: Stored, *, at: datetime) -> Seen:
    """It asks *tree* from now on, as a new edition; who uses an older one keeps that. The same tree changes nothing.

    Refuses `access.denied`, `segment.unknown`, `segment.changed_meanwhile`, `segment.contains_itself`; raises
    SegmentInvalid.
    """
    wanted = rules.from_json(tree)
    if which.id in rules.saved_in(wanted):
        raise Refused("segment.contains_itself")
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _row(session, which.id, lock=True)
        if row.tree != tree:
            _as_seen(row, which)
            row.tree, row.edition, row.changed_at = tree, row.edition + 1, at
            await _kept_edition(session, row, staff, "segments.change", at)
        return await _seen(session, row, at)


async def rename(db: Database, actor: Actor, which: Which, name: str, *, at: datetime) -> Seen:
    """It is called *name* from now on, which makes no edition. Refuses `access.denied`, `segment.unknown`,
    `segment.name_taken`; raises BadName."""
    name = clean_name(name)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _row(session, which.id, lock=True)
        await _check_name(session, name, but=row.id)
        if row.name != name:
            old, row.name = row.name, name
            await session.flush()
            await audit.write(session, staff, "segments.rename", f"segment:{row.id}", at=at, old=old, new=name)
        return await _seen(session, row, at)


async def go_back(db: Database, actor: Actor, which: Which, edition: int, *, at: datetime) -> Seen:
    """It asks again what it asked in that edition, as a new edition. Refuses as `change` does, and
    `segment.no_such_edition`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        earlier = await session.get(SegmentEdit, (which.id, edition))
    if earlier is None:
        raise Refused("segment.no_such_edition")
    return await change(db, actor, which, earlier.tree, at=at)


async def retire(db: Database, actor: Actor, which: Which, retired: bool, *, at: datetime) -> Seen:
    """It is no longer offered, or is offered again; what uses it goes on. As it is already: nothing changes. Refuses
    `access.denied`, `segment.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _row(session, which.id, lock=True)
        if (row.retired_at is not None) != retired:
            row.retired_at = at if retired else None
            act = "segments.retire" if retired else "segments.bring_back"
            await audit.write(session, staff, act, f"segment:{row.id}", at=at, name=row.name)
        return await _seen(session, row, at)


async def _row(session: AsyncSession, segment_id: int, *, lock: bool = False) -> Segment:
    row = await session.get(Segment, segment_id, with_for_update=True if lock else None)
    if row is None:
        raise Refused("segment.unknown")
    return row


async def _check_name(session: AsyncSession, name: str, *, but: int = 0) -> None:
    """In a line of text capitals don't tell two names apart, so they can't here either."""
    others = {fold(other) for number, other in (await queries.names(session)).items() if number != but}
    if fold(name) in others:
        raise Refused("segment.name_taken")


def _as_seen(row: Segment, which: Which) -> None:
    if row.edition != which.edition:
        raise Refused("segment.changed_meanwhile")


async def _kept_edition(session: AsyncSession, row: Segment, staff: Staff, act: str, at: datetime) -> None:
    """The edition stays in the history, the act in the log."""
    kept: Mapping[str, Any] = {"segment_id": row.id, "edition": row.edition, "name": row.name, "tree": row.tree}
    session.add(SegmentEdit(**kept, staff_id=staff.id, at=at))
    await session.flush()
    await audit.write(session, staff, act, f"segment:{row.id}", at=at, name=row.name, edition=row.edition)


async def _seen(session: AsyncSession, row: Segment, at: datetime) -> Seen:
    newest = (await queries.editions(session, row.id, 1))[0]
    words = await segments.measured(session, row.tree, await program.in_force(session, at), at)
    return Seen(row.id, row.name, row.edition, row.tree, row.retired_at is not None, newest, words)
