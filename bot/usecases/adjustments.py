"""Points given or taken by hand: within a cap, with a reason, told to the member, and undone within two minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import audit, lots, program, zones
from bot.usecases.actor import Actor, By, Hand, allow, signature
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, Role
from db.ledger import accounts, post, read
from db.ledger.post import Because, Posted
from db.ledger.read import Line
from db.ledger.refusals import InsufficientPoints, ReversalTooLarge
from db.models.members import Person
from db.models.staff import Staff
from db.session import Database

REASON_LENGTH = 300


@dataclass(frozen=True)
class Adjusted:
    """*points* with their sign; `already`: this key was done before, and nothing changed now."""

    member_id: int
    points: int
    available: int
    key: str
    undo_until: datetime
    already: bool


@dataclass(frozen=True)
class Undone:
    """The adjustment counts as never made; *points* is what it had been, with its sign."""

    member_id: int
    points: int
    available: int
    already: bool


async def adjust(db: Database, by: By, member_id: int, points: int, reason: str, key: str, *, at: datetime) -> Adjusted:
    """The member has *points* more (fewer, below zero), once for each *key*; the audit log has the reason, the member a
    message. Refuses access.denied, points.zero, points.over_cap, points.reason_missing, points.own, member.unknown,
    points.not_enough."""
    async with db.begin() as session:
        hand = await allow(session, by, "points.adjust", at=at)
        rules = await program.in_force(session, at)
        told = _reasonable(points, reason, rules.program.adjust_cap_by_role.get(_role(hand), 0))
        await accounts.lock_members(session, [member_id])  # so long nobody erases themselves
        await _not_oneself(session, member_id, hand)
        posted = await _move(session, member_id, points, key, signature(hand), at, rules)
        until = at + timedelta(seconds=rules.program.undo_seconds)
        if not posted.already:
            subject = f"member:{member_id}"
            await audit.write(
                session, hand, "points.adjust", subject, at=at, reason=told, points=points, entry=posted.entry_id
            )
            facts = {"points": points, "reason": told, "available": posted.available}
            notice = Notice("points.adjusted", facts, key=f"adjust:{key}", thread=f"adjust:{key}")
            await tell_member(session, member_id, notice, at=at)
        return Adjusted(member_id, points, posted.available, key, until, posted.already)


async def undo_adjust(db: Database, actor: Actor, key: str, *, at: datetime) -> Undone:
    """A second entry takes the adjustment *key* back, once; the member's message says so. Refuses access.denied,
    points.own, points.undo_unknown, and points.undo_too_late (with the time there was, `within`)."""
    async with db.begin() as session:
        staff = await allow(session, actor, "points.adjust")
        rules = await program.in_force(session, at)
        line = await read.by_key(session, f"adjust:{key}")
        if line is None:
            raise Refused("points.undo_unknown")
        member_id = int(line.facts["member"])
        await accounts.lock_members(session, [member_id])  # so long nobody erases themselves
        await _not_oneself(session, member_id, staff)
        posted = await _move_back(session, key, line, actor, at, rules)
        if not posted.already:
            subject = f"member:{member_id}"
            await audit.write(session, staff, "points.undo", subject, at=at, points=line.points, entry=line.entry_id)
            facts = {"points": line.points, "available": posted.available}
            notice = Notice("points.unadjusted", facts, key=f"adjust:{key}:undo", thread=f"adjust:{key}")
            await tell_member(session, member_id, notice, at=at)
        return Undone(member_id, line.points, posted.available, posted.already)


def _reasonable(points: int, reason: str, cap: int) -> str:
    if not points:
        raise Refused("points.zero")
    if abs(points) > cap:
        raise Refused("points.over_cap", points=cap)
    told = " ".join(reason.split())[:REASON_LENGTH]
    if not told:
        raise Refused("points.reason_missing")
    return told


def _role(hand: Hand) -> Role:
    """A key gives and takes as a manager may."""
    return hand.role if isinstance(hand, Staff) else Role.MANAGER


async def _not_oneself(session: AsyncSession, member_id: int, hand: Hand) -> None:
    person = (await session.execute(select(Person.chat_id).where(Person.member_id == member_id))).first()
    if person is None:
        raise Refused("member.unknown")
    if isinstance(hand, Staff) and person.chat_id == hand.chat_id:
        raise Refused("points.own")


async def _move(
    session: AsyncSession, member_id: int, points: int, key: str, by: str, at: datetime, rules: Rules
) -> Posted:
    facts = {"member": member_id, "rules": rules.version}
    reason = "adjust.up" if points > 0 else "adjust.down"
    because = Because(f"adjust:{key}", EntryKind.ADJUST, at, reason, facts, by)
    if points > 0:
        return await lots.give(session, member_id, points, AccountKind.ADJUSTMENT, because, rules)
    try:
        return await post.take(session, member_id, -points, into=AccountKind.ADJUSTMENT, because=because)
    except InsufficientPoints as few:
        raise Refused("points.not_enough", available=max(0, few.available)) from few


async def _move_back(session: AsyncSession, key: str, line: Line, actor: Actor, at: datetime, rules: Rules) -> Posted:
    undo, within = f"adjust:{key}:undo", timedelta(seconds=rules.program.undo_seconds)
    if at > line.at + within and not await read.by_key(session, undo):
        raise Refused("points.undo_too_late", within=within)
    facts = {"member": line.facts["member"], "entry": line.entry_id}
    because = Because(undo, EntryKind.REVERSE, at, "adjust.undone", facts, actor.signature)
    try:
        if line.points > 0:
            return await post.take_back(session, f"adjust:{key}", line.points, because=because)
        until = timing.local_date(at, await zones.of_member(session, line.facts["member"], rules))
        return await post.give_back(session, f"adjust:{key}", -line.points, because=because, at_least_until=until)
    except ReversalTooLarge as done:  # reversed in another way meanwhile
        raise Refused("points.undo_unknown") from done
