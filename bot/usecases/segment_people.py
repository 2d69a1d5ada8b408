"""Who belongs to a segment, by name: a page on the screen, or a file; each look stays in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.people import mask_phone
from bot.usecases import audit, program
from bot.usecases.actor import Actor, allow
from bot.usecases.program import Rules
from bot.usecases.segment_shelf import Chosen, pointed_at
from db.queries import saved_segments as names
from db.queries import segments as sizes
from db.queries.saved_segments import PersonRow as PersonRow
from db.session import Database

PAGE, MOST_SHOWN, MOST_EXPORTED = 20, 200, 20_000


@dataclass(frozen=True)
class People:
    """A page of members, those who spent most first; phones are masked. `members`: how many belong to it in all;
    `pages`: how many can be looked at. `name`: of a saved segment."""

    chosen: Chosen
    name: str
    members: int
    page: int
    pages: int
    people: Sequence[PersonRow]
    rules: Rules


async def page(db: Database, actor: Actor, chosen: Chosen, number: int, *, at: datetime) -> People:
    """The page with that number (from 0), 20 members each, 200 in all at most. Refuses `access.denied`,
    `segment.unknown`."""
    last = MOST_SHOWN // PAGE - 1
    number = min(max(number, 0), last)
    async with db.read() as session:
        await allow(session, actor, "segments.people")
        seen = await _people(session, chosen, at, start=number * PAGE, most=PAGE)
    await _looked_at(db, actor, "segments.people", seen, at)
    return People(
        chosen, seen.name, seen.members, number, min(-(-seen.members // PAGE), last + 1), seen.people, seen.rules
    )


async def export(db: Database, actor: Actor, chosen: Chosen, *, at: datetime) -> People:
    """At most 20,000 of its members for a file. Refuses `access.denied`, `segment.unknown`."""
    async with db.read(long=True) as session:
        await allow(session, actor, "exports.take")
        seen = await _people(session, chosen, at, start=0, most=MOST_EXPORTED)
    await _looked_at(db, actor, "segments.export", seen, at)
    return seen


async def _people(session: AsyncSession, chosen: Chosen, at: datetime, *, start: int, most: int) -> People:
    name, tree = await pointed_at(session, chosen)
    rules = await program.in_force(session, at)
    members = await sizes.count(session, tree, at, rules.zone)
    belongs = sizes.where(tree, at=at, zone=rules.zone)
    rows = await names.people(session, belongs, start=start, most=most)
    return People(chosen, name, members, 0, 1, [row.masked(mask_phone(row.phone)) for row in rows], rules)


async def _looked_at(db: Database, actor: Actor, act: str, seen: People, at: datetime) -> None:
    """The look is in the log before anybody sees a name. A unit of its own: to count may take a while, and nobody else
    could write meanwhile."""
    subject = f"segment:{seen.chosen.saved or seen.chosen.ready}"
    name = seen.name or seen.chosen.ready
    async with db.begin() as session:
        staff = await allow(session, actor, "segments.people")
        await audit.write(session, staff, act, subject, at=at, name=name, members=len(seen.people))
