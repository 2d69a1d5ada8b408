"""Days of the year that matter to a member, by their own word."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.people import clean_name
from bot.rules.timing import Birthday, first_gift, local_date
from bot.usecases import program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from db.models.members import Member, MemorableDate
from db.session import Database

MOST = 3


@dataclass(frozen=True)
class DateLine:
    """A day and what the member calls it."""

    id: int
    day: int
    month: int
    name: str


@dataclass(frozen=True)
class DateKept:
    """The day is kept; the first greeting comes on `first`."""

    line: DateLine
    first: date


async def listed(db: Database, actor: Actor) -> tuple[DateLine, ...]:
    """The member's days, by the calendar. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.read() as session:
        found = select(MemorableDate).where(MemorableDate.member_id == member_id).order_by(MemorableDate.md)
        return tuple(_line(row) for row in await session.scalars(found))


async def keep(db: Database, actor: Actor, day: Birthday, name: str, *, at: datetime) -> DateKept:
    """The day is kept by that name, once a year; a day kept before has the new name. Named shortly before it comes, it
    counts from next year, as birthdays do.

    Refuses `member.needed` and `dates.enough` (with `most`); raises BadName.
    """
    member_id, called = member_of(actor), clean_name(name)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        today = local_date(at, await zones.of_member(session, member_id, rules))
        row = await _kept_before(session, member_id, day.month * 100 + day.day)
        if row is None:
            row = await _new(session, member_id, day, today)
        row.name = called
        await session.flush()
        return DateKept(_line(row), first_gift(Birthday(row.day, row.month), row.set_on, rules.program))


async def forget(db: Database, actor: Actor, date_id: int) -> None:
    """The day is gone; one that was gone before stays so. Refuses `member.needed`."""
    theirs = (MemorableDate.id == date_id, MemorableDate.member_id == member_of(actor))
    async with db.begin() as session:
        await session.execute(delete(MemorableDate).where(*theirs))


async def _kept_before(session: AsyncSession, member_id: int, md: int) -> MemorableDate | None:
    await session.execute(select(Member.id).where(Member.id == member_id).with_for_update())  # one answer at a time
    return await session.scalar(
        select(MemorableDate).where(MemorableDate.member_id == member_id, MemorableDate.md == md)
    )


async def _new(session: AsyncSession, member_id: int, day: Birthday, today: date) -> MemorableDate:
    counted = select(func.count()).select_from(MemorableDate).where(MemorableDate.member_id == member_id)
    if (await session.scalar(counted) or 0) >= MOST:
        raise Refused("dates.enough", most=MOST)
    row = MemorableDate(member_id=member_id, day=day.day, month=day.month, md=day.month * 100 + day.day, set_on=today)
    session.add(row)
    return row


def _line(row: MemorableDate) -> DateLine:
    return DateLine(row.id, row.day, row.month, row.name)
