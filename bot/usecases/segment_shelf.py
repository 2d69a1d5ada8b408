"""Every segment there is, with its members counted now: saved ones, those that come with the bot, the heat map."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import ready_segments
from bot.rules import segments as rules
from bot.rules.segments import Saved
from bot.usecases import program, segments
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.segments import ACT, Material
from db.models.segments import Segment
from db.queries import saved_segments as queries
from db.queries import segments as sizes
from db.queries.saved_segments import Cell
from db.session import Database

PAGE = 8  # counted when shown: each may take a while where there are many members
Stored = dict[str, Any] | None


@dataclass(frozen=True)
class Line:
    """A saved segment in the list, counted just now."""

    id: int
    name: str
    members: int


@dataclass(frozen=True)
class Shelf:
    """A page of the saved segments by name, how many pages there are, and how many segments are retired."""

    lines: list[Line]
    page: int
    pages: int
    retired: int


async def shelf(db: Database, actor: Actor, *, at: datetime, page: int = 0, retired: bool = False) -> Shelf:
    """What is kept, with members counted now; of the retired ones instead, if asked. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        zone = (await program.in_force(session, at)).zone
        gone = await queries.every(session, retired=True)
        rows = gone if retired else await queries.every(session)
        pages = max(1, -(-len(rows) // PAGE))
        page = min(max(page, 0), pages - 1)
        shown = rows[page * PAGE : (page + 1) * PAGE]
        lines = [Line(row.id, row.name, await sizes.count(session, row.tree, at, zone)) for row in shown]
        return Shelf(lines, page, pages, len(gone))


async def offered(db: Database, actor: Actor) -> list[tuple[int, str]]:
    """Number and name of those that can be chosen. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return [(row.id, row.name) for row in await queries.every(session)]


async def ready(db: Database, actor: Actor, *, at: datetime) -> dict[str, int]:
    """Members of each segment that comes with the bot, counted now; those of the heat map are counted at night.
    Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        zone = (await program.in_force(session, at)).zone
        trees = {
            key: rules.to_json(segment) for key, segment in ready_segments.READY.items() if not key.startswith("rfm_")
        }
        return {key: await sizes.count(session, tree, at, zone) for key, tree in trees.items()}


@dataclass(frozen=True)
class HeatMap:
    """Recency × frequency as the night counted it; without cells it has not, or there are too few members."""

    cells: list[Cell]
    at: datetime | None
    currency: str


async def heat(db: Database, actor: Actor, *, at: datetime) -> HeatMap:
    """Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        cells, counted = await queries.cells(session)
        return HeatMap(cells, counted, (await program.in_force(session, at)).program.currency)


@dataclass(frozen=True)
class Chosen:
    """A segment somebody points at: a saved one by number, or one that comes with the bot by its key."""

    saved: int = 0
    ready: str = ""


@dataclass(frozen=True)
class Target:
    """What was pointed at. `name`: of a saved one; `tree`: what whoever uses it keeps."""

    name: str
    tree: Stored
    material: Material


async def target(db: Database, actor: Actor, chosen: Chosen, *, at: datetime) -> Target:
    """The segment to be used, and its size. Refuses `access.denied`, `segment.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        name, tree = await pointed_at(session, chosen)
        return Target(name, tree, await segments.measured(session, tree, await program.in_force(session, at), at))


async def pointed_at(session: AsyncSession, chosen: Chosen) -> tuple[str, Stored]:
    """A step: its name ("" of a ready one) and what is kept by whoever uses it. Refuses `segment.unknown`."""
    if chosen.ready in ready_segments.READY:
        return "", rules.to_json(ready_segments.READY[chosen.ready])
    row = await session.get(Segment, chosen.saved)
    if row is None:
        raise Refused("segment.unknown")
    return row.name, rules.to_json(Saved(row.id, row.edition, rules.from_json(row.tree)))
