"""Bringing in a list of members, page by page: stopped in the middle, it goes on where it was, with the same totals."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.imports import Fault
from bot.usecases import audit, import_rows, program
from bot.usecases.errors import Refused
from bot.usecases.import_rows import KNOWN, TWICE, Page, Read, Sorted
from bot.usecases.makers import Makers
from bot.usecases.program import Rules
from db.enums import ImportState
from db.models.tills import Import
from db.queries import imports as queries
from db.session import Database, TryAgain, insert_once

TRIES = 5  # of a page, when somebody of it joins at that very moment


@dataclass(frozen=True)
class Totals:
    """Of a list, so far. `members` are new, `known` were members before; `points` are theirs now. `cards` belong to
    nobody's phone, and `card_points` wait on them."""

    rows: int = 0
    members: int = 0
    known: int = 0
    points: int = 0
    cards: int = 0
    card_points: int = 0
    duplicates: int = 0
    refused: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True)
class Underway:
    """An import: `done` of its rows are dealt with; `ended_at` when all are."""

    import_id: int
    rules: Rules
    done: int
    ended_at: datetime | None


async def rules_for(db: Database, at: datetime) -> Rules:
    """What a list is read by. Refuses `program.not_set_up`."""
    async with db.read() as session:
        rules = await program.in_force(session, at)
    if not rules.version:
        raise Refused("program.not_set_up")
    return rules


@dataclass(frozen=True)
class Brought:
    """What became of a page: its numbers, and the records of it that were left out."""

    totals: Totals
    faults: list[Fault]


async def weigh(db: Database, records: Sequence[Read]) -> Brought:
    """What a page would become now. Changes nothing."""
    async with db.read() as session:
        return _brought(await import_rows.sort(session, records), len(records))


def _brought(found: Sorted, rows: int) -> Brought:
    duplicates = sum(fault.code in (KNOWN, TWICE) for fault in found.faults)
    totals = Totals(
        rows=rows,
        members=len(found.new),
        known=len(found.known),
        points=sum(each.points for each in found.new) + sum(each.points for _, each in found.known),
        cards=len(found.cards),
        card_points=sum(each.points for each in found.cards),
        duplicates=duplicates,
        refused=len(found.faults) - duplicates,
    )
    return Brought(totals, sorted(found.faults, key=lambda fault: fault.line))


async def begin(db: Database, name: str, digest: str, *, at: datetime) -> Underway:
    """The import of the file with this digest: a new one, or the one that was stopped or is done. Refuses
    `program.not_set_up`."""
    rules = await rules_for(db, at)
    async with db.begin() as session:
        row = {"digest": digest, "name": name[:200], "state": ImportState.RUNNING.value, "started_at": at}
        if await insert_once(session, Import, row, index=["digest"]):
            await audit.write(session, None, "imports.begin", "import", at=at, name=name[:200])
        found = (await session.scalars(select(Import).where(Import.digest == digest))).one()
        return Underway(found.id, rules, found.rows, found.ended_at)


async def bring(
    db: Database, underway: Underway, done: int, records: Sequence[Read], *, at: datetime, new: Makers
) -> Brought:
    """The page that follows the first *done* rows is in the books: members with number, card and account, their points
    as opening lots, their levels for a while, their old cards; nobody hears of it. Brought before, nothing changes.

    Refuses `import.elsewhere` when another process is at it. Raises TryAgain after many tries.
    """
    for _ in range(TRIES):
        try:
            return await _bring(db, Page(underway.import_id, at, underway.rules, new), done, records)
        except (IntegrityError, TryAgain):
            continue  # somebody of the page has joined at this very moment: now they are known
    raise TryAgain("this page of the list is refused again and again: is the shop very busy?")


async def _bring(db: Database, page: Page, done: int, records: Sequence[Read]) -> Brought:
    async with db.begin() as session:
        row = await session.get_one(Import, page.import_id, with_for_update=True)
        if row.rows >= done + len(records):
            return Brought(Totals(), [])
        if row.rows != done:
            raise Refused("import.elsewhere")
        found = await import_rows.sort(session, records)
        await import_rows.write(session, page, found)
        brought = _brought(found, len(records))
        for name in ("rows", "members", "points", "duplicates", "refused"):
            setattr(row, name, getattr(row, name) + getattr(brought.totals, name))
        return brought


async def finish(db: Database, underway: Underway, *, at: datetime) -> Totals:
    """The list is in; returns its totals, of all runs together. Finished before, nothing changes."""
    async with db.begin() as session:
        row = await session.get_one(Import, underway.import_id, with_for_update=True)
        if row.ended_at is None:
            row.state, row.ended_at = ImportState.DONE.value, at
            await audit.write(
                session, None, "imports.finish", f"import:{row.id}", at=at, members=row.members, points=row.points
            )
        return await _totals(session, row)


async def _totals(session: AsyncSession, row: Import) -> Totals:
    cards, waiting = await queries.waiting_cards(session, row.id)
    known = row.rows - row.members - cards - row.duplicates - row.refused
    return Totals(row.rows, row.members, known, row.points, cards, waiting, row.duplicates, row.refused)
