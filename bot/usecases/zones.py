"""Where members live: the time zone each of them named, else the programme's; and when a day begins there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases.program import Rules
from db.ledger.endings import Place
from db.models.automations import JobMark
from db.models.members import Person
from db.queries import zones as queries
from db.session import Database, upsert

HOME = "home"  # whoever named no zone


def named(name: str | None, rules: Rules) -> ZoneInfo:
    """The zone of that name; the programme's for None, and for a name this machine has no clock for."""
    try:
        return ZoneInfo(name) if name else rules.zone
    except (ZoneInfoNotFoundError, ValueError):
        return rules.zone


async def of_member(session: AsyncSession, member_id: int, rules: Rules) -> ZoneInfo:
    """Where the member's clocks stand; the programme's zone for who never said, or is no person any more."""
    return named(await session.scalar(select(Person.time_zone).where(Person.member_id == member_id)), rules)


async def by_day(session: AsyncSession, member_id: int, rules: Rules, at: datetime) -> datetime:
    """The first moment since *at* at which a message wakes nobody where the member lives."""
    return timing.next_allowed(at, await of_member(session, member_id, rules), rules.program)


async def of_members(session: AsyncSession, member_ids: Sequence[int], rules: Rules) -> dict[int, ZoneInfo]:
    """The same for many, in one statement; every one of *member_ids* is in the answer."""
    said = select(Person.member_id, Person.time_zone).where(
        Person.member_id.in_(member_ids), Person.time_zone.is_not(None)
    )
    theirs = {row.member_id: row.time_zone for row in await session.execute(said)}
    return {member_id: named(theirs.get(member_id), rules) for member_id in member_ids}


async def by_name(session: AsyncSession, rules: Rules) -> dict[str, ZoneInfo]:
    """Every name members gave the zone they live in, in order, with that zone."""
    return {name: named(name, rules) for name in await queries.names(session)}


async def in_use(session: AsyncSession, rules: Rules) -> list[ZoneInfo]:
    """Every zone somebody lives in, each once, the programme's first."""
    return list(dict.fromkeys([rules.zone, *(await by_name(session, rules)).values()]))


@dataclass(frozen=True)
class NewDay:
    """A local day that has begun, and where; the places whose `marks` a job has not set for it yet."""

    today: date
    place: Place
    marks: tuple[str, ...]


async def new_days(session: AsyncSession, job: str, at: datetime, rules: Rules) -> list[NewDay]:
    """The days that have begun since *job* was done with the last one (`finish`), one for each date clocks show."""
    zones = {HOME: rules.zone} | await by_name(session, rules)
    found = await session.execute(select(JobMark.name, JobMark.done_through).where(JobMark.name.like(f"{job}:%")))
    done = {row.name: row.done_through for row in found}
    begun: defaultdict[date, list[str]] = defaultdict(list)
    for name, zone in zones.items():
        today = timing.local_date(at, zone)
        if done.get(f"{job}:{name}", date.min) < today:
            begun[today].append(name)
    return [_new_day(job, today, names) for today, names in sorted(begun.items())]


def _new_day(job: str, today: date, names: list[str]) -> NewDay:
    place = Place(tuple(name for name in names if name != HOME), at_home=HOME in names)
    return NewDay(today, place, tuple(f"{job}:{name}" for name in names))


async def finish(db: Database, day: NewDay, at: datetime) -> None:
    """The job is done with *day* in its places."""
    async with db.begin() as session:
        for mark in day.marks:
            await upsert(session, JobMark, {"name": mark, "done_through": day.today, "at": at}, index=["name"])
