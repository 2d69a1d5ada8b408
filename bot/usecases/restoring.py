"""Expired points brought back by support: within some days, with a reason, once for each lot."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.orders import clean_words
from bot.usecases import audit, lots, program, zones
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind
from db.ledger import accounts, endings, read
from db.ledger.endings import GoneLot
from db.ledger.post import Because
from db.models.members import Person
from db.models.staff import Staff
from db.session import Database

LEAST_DAYS = 14
LONGEST_REASON = 300
ACT = "points.restore"


@dataclass(frozen=True)
class Gone:
    """What can be brought back for a member, the newest first; `days`: for so long it can."""

    member_id: int
    name: str
    lots: list[GoneLot]
    days: int


async def gone(db: Database, actor: Actor, member_id: int, *, at: datetime) -> Gone:
    """Changes nothing. Refuses `access.denied`, `member.unknown`, `points.own`."""
    async with db.read() as session:
        staff = await allow(session, actor, ACT)
        name = await _somebody_else(session, member_id, staff)
        rules = await program.in_force(session, at)
        return Gone(member_id, name, await _restorable(session, member_id, at, rules), rules.program.restore_days)


@dataclass(frozen=True)
class Restored:
    """*points* are the member's again, up to and with `until` (`already`: they were before)."""

    member_id: int
    points: int
    until: date
    already: bool


async def restore(db: Database, actor: Actor, member_id: int, lot_id: int, reason: str, *, at: datetime) -> Restored:
    """What expired of the lot is the member's again for as long as a lot can be put off, 14 days at least, once; the
    log keeps the reason, the member is told.

    Refuses `access.denied`, `member.unknown`, `points.own`, and `restore.gone` for a lot that did not expire lately;
    raises BadWords.
    """
    reason = clean_words(reason, LONGEST_REASON)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        await accounts.lock_members(session, [member_id])  # so long nobody erases themselves
        await _somebody_else(session, member_id, staff)
        rules = await program.in_force(session, at)
        lot = await _lately_gone(session, member_id, lot_id, at, rules)
        if before := await read.by_key(session, _key(lot_id)):
            return Restored(member_id, before.points, date.fromisoformat(before.facts["expires_on"]), already=True)
        until = await _until(session, member_id, at, rules)
        await _bring_back(session, lot, until, actor, at, rules)
        facts = {"lot": lot_id, "points": lot.points}
        await audit.write(session, staff, "points.restore", f"member:{member_id}", at=at, reason=reason, **facts)
        notice = Notice("points.restored", {"points": lot.points, "on": until.isoformat()}, key=_key(lot_id))
        await tell_member(session, member_id, notice, at=at)
        return Restored(member_id, lot.points, until, already=False)


def _key(lot_id: int) -> str:
    return f"lot:{lot_id}:restore"


async def _until(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> date:
    zone = await zones.of_member(session, member_id, rules)
    return timing.local_date(at, zone) + timedelta(days=max(LEAST_DAYS, rules.program.extension_days))


async def _bring_back(
    session: AsyncSession, lot: GoneLot, until: date, actor: Actor, at: datetime, rules: Rules
) -> None:
    facts = {"lot": lot.id, "expired_on": lot.expires_on.isoformat()}
    because = Because(_key(lot.id), EntryKind.REVERSE, at, endings.RESTORED, facts, actor.signature)
    await lots.give(session, lot.member_id, lot.points, AccountKind.EXPIRED, because, rules, expires_on=until)


async def _lately_gone(session: AsyncSession, member_id: int, lot_id: int, at: datetime, rules: Rules) -> GoneLot:
    since = at - timedelta(days=rules.program.restore_days)
    for lot in await endings.gone(session, member_id, since=since, lot_id=lot_id):
        return lot
    raise Refused("restore.gone")


async def _restorable(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> list[GoneLot]:
    found = await endings.gone(session, member_id, since=at - timedelta(days=rules.program.restore_days))
    done = await endings.keys_there(session, [_key(lot.id) for lot in found])
    return [lot for lot in found if _key(lot.id) not in done]


async def _somebody_else(session: AsyncSession, member_id: int, staff: Staff) -> str:
    """The member's name."""
    row = (await session.execute(select(Person.chat_id, Person.name).where(Person.member_id == member_id))).first()
    if row is None:
        raise Refused("member.unknown")
    if row.chat_id == staff.chat_id:
        raise Refused("points.own")
    return str(row.name)
