"""How a member wants to be written to: their own budget, topics, hours and pauses. Service messages know none of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import contact, local_time
from bot.rules import program_limits as limits
from bot.rules.contact import Wishes
from bot.rules.program import Program
from bot.usecases import program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.contact import wishes_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import Topic
from db.models.members import ContactWish, Member, Person
from db.queries import contact as queries
from db.session import Database, upsert


@dataclass(frozen=True)
class MyMessages:
    """What holds for a member now. `on`: they agreed to offers; `most` of them come in 30 days; `paused_until` is None
    when no pause is on; `zone` is where they live, `own_zone` whether they said so."""

    on: bool
    most: int
    wishes: Wishes
    paused_until: datetime | None
    zone: ZoneInfo
    own_zone: bool
    program: Program


async def look(db: Database, actor: Actor, *, at: datetime) -> MyMessages:
    """Changes nothing. Refuses `member.needed`."""
    async with db.read() as session:
        return await now(session, member_of(actor), await program.in_force(session, at), at)


async def at_most(db: Database, actor: Actor, most: int | None, *, at: datetime) -> MyMessages:
    """At most so many offers come in 30 days, or as many as the shop sends (None), but never more than that. Refuses
    `member.needed`, and `contact.most` for what is no number from 1 to 100."""
    if most is not None and not 1 <= most <= contact.MOST_A_MONTH:
        raise Refused("contact.most")
    return await _keep(db, actor, at, month_cap=most)


@dataclass(frozen=True)
class Fewer:
    """`most` a month from now on, `before` until now; the same when there is nothing left to halve. `own_before` is
    the member's own number until now (None: the shop's). `off`: they get none at all."""

    most: int
    before: int
    own_before: int | None
    off: bool = False


async def fewer(db: Database, actor: Actor, *, at: datetime) -> Fewer:
    """Half as many offers come in 30 days from now on, one at least. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        await _lock(session, member_id)
        mine = await now(session, member_id, await program.in_force(session, at), at)
        own, most = mine.wishes.month_cap, contact.fewer(mine.most)
        if not mine.on:
            return Fewer(mine.most, mine.most, own, off=True)
        if most < mine.most:
            await _write(session, member_id, at, month_cap=most)
        return Fewer(min(most, mine.most), mine.most, own)


async def switch(db: Database, actor: Actor, topic: Topic, on: bool, *, at: datetime) -> MyMessages:
    """Offers about *topic* come, or stay away. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        await _lock(session, member_id)
        rules = await program.in_force(session, at)
        without = (await now(session, member_id, rules, at)).wishes.without
        kept = without - {topic} if on else without | {topic}
        await _write(session, member_id, at, without=sorted(each.value for each in kept))
        return await now(session, member_id, rules, at)


async def between(db: Database, actor: Actor, hours: tuple[int, int] | None, *, at: datetime) -> MyMessages:
    """Offers come only from the first of the *hours* up to the second, on clocks where the member lives; None: whenever
    the shop writes. Refuses `member.needed`; raises BadHours when the shop never writes then."""
    if hours is None:
        return await _keep(db, actor, at, hour_from=None, hour_until=None)
    rules = await program.current(db, at)
    local_time.check_hours(*hours, at, rules.zone, rules.program)
    return await _keep(db, actor, at, hour_from=hours[0], hour_until=hours[1])


async def pause(db: Database, actor: Actor, on: bool, *, at: datetime) -> MyMessages:
    """No offers for 30 days from now, or the pause is over. Refuses `member.needed`."""
    return await _keep(db, actor, at, paused_until=at + contact.PAUSE if on else None)


async def live_in(db: Database, actor: Actor, zone: str | None, *, at: datetime) -> MyMessages:
    """The member's days and hours are those of *zone* (None: the shop's) from now on. Refuses `member.needed`, and
    `zone.unknown`."""
    member_id = member_of(actor)
    if zone is not None and zone not in limits.zones():
        raise Refused("zone.unknown")
    async with db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == member_id).values(time_zone=zone))
        return await now(session, member_id, await program.in_force(session, at), at)


async def _keep(db: Database, actor: Actor, at: datetime, **wishes: int | datetime | None) -> MyMessages:
    member_id = member_of(actor)
    async with db.begin() as session:
        await _lock(session, member_id)
        await _write(session, member_id, at, **wishes)
        return await now(session, member_id, await program.in_force(session, at), at)


async def _lock(session: AsyncSession, member_id: int) -> None:
    """One wish after the other, and none while an offer is being weighed against them."""
    await session.execute(select(Member.id).where(Member.id == member_id).with_for_update(key_share=True))


async def _write(session: AsyncSession, member_id: int, at: datetime, **wishes: object) -> None:
    await upsert(session, ContactWish, {"member_id": member_id, "changed_at": at, **wishes}, index=["member_id"])


async def now(session: AsyncSession, member_id: int, rules: Rules, at: datetime) -> MyMessages:
    """A step: what holds for the member. Refuses `member.needed`."""
    found = await queries.standings(session, [member_id])
    if not found:
        raise Refused("member.needed")
    row, wishes = found[0], wishes_of(found[0])
    return MyMessages(
        on=bool(row.consent),
        most=contact.most_a_month(wishes, rules.program),
        wishes=wishes,
        paused_until=wishes.paused_until if wishes.paused_until and wishes.paused_until > at else None,
        zone=zones.named(row.time_zone, rules),
        own_zone=row.time_zone is not None,
        program=rules.program,
    )
