"""Where members live: the time zone each of them named, else the programme's."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.program import Rules
from db.models.members import Person


def named(name: str | None, rules: Rules) -> ZoneInfo:
    """The zone of that name; the programme's for None, and for a name this machine has no clock for."""
    try:
        return ZoneInfo(name) if name else rules.zone
    except (ZoneInfoNotFoundError, ValueError):
        return rules.zone


async def of_member(session: AsyncSession, member_id: int, rules: Rules) -> ZoneInfo:
    """Where the member's clocks stand; the programme's zone for who never said, or is no person any more."""
    return named(await session.scalar(select(Person.time_zone).where(Person.member_id == member_id)), rules)


async def of_members(session: AsyncSession, member_ids: Sequence[int], rules: Rules) -> dict[int, ZoneInfo]:
    """The same for many, in one statement; every one of *member_ids* is in the answer."""
    said = select(Person.member_id, Person.time_zone).where(
        Person.member_id.in_(member_ids), Person.time_zone.is_not(None)
    )
    theirs = {row.member_id: row.time_zone for row in await session.execute(said)}
    return {member_id: named(theirs.get(member_id), rules) for member_id in member_ids}


async def in_use(session: AsyncSession, rules: Rules) -> list[ZoneInfo]:
    """Every zone somebody lives in, each once, the programme's first. One look into an index."""
    said = select(Person.time_zone).where(Person.time_zone.is_not(None)).distinct().order_by(Person.time_zone)
    return list(dict.fromkeys([rules.zone, *(named(name, rules) for name in await session.scalars(said))]))
