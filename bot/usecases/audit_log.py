"""The audit log as the owner and managers read it; how it is written: audit.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.actor import Actor, allow
from db.models.audit import AuditLine
from db.models.broadcasts import Broadcast
from db.models.members import Member
from db.models.staff import Staff
from db.session import Database


@dataclass(frozen=True)
class Act:
    """A line of the log. `who` None: the host's own command, or somebody who is not of the staff (yet)."""

    id: int
    at: datetime
    who: str | None
    act: str
    subject: str
    reason: str | None
    facts: dict[str, Any]
    subject_name: str | None  # of a person of the staff or a broadcast; a member's number


@dataclass(frozen=True)
class ActsSeen:
    """A page, newest first; `older`: where the next begins, None on the last one. `by`: whose acts only."""

    acts: list[Act]
    older: int | None
    by: str | None


async def page(
    db: Database, actor: Actor, *, before: int = 0, staff_id: int = 0, noun: str = "", limit: int = 10
) -> ActsSeen:
    """Acts older than line *before*, of one person, about one noun ("orders"), as asked. Refuses `access.denied`."""
    found = (
        select(AuditLine, Staff.name)
        .outerjoin(Staff, Staff.id == AuditLine.staff_id)
        .order_by(AuditLine.id.desc())
        .limit(limit + 1)
    )
    if before:
        found = found.where(AuditLine.id < before)
    if staff_id:
        found = found.where(AuditLine.staff_id == staff_id)
    if noun:
        found = found.where(AuditLine.act.startswith(f"{noun}.", autoescape=True))
    async with db.read() as session:
        await allow(session, actor, "audit.see")
        rows = (await session.execute(found)).all()
        names = await _names(session, {line.subject for line, _ in rows} | {f"staff:{staff_id}"})
    acts = [_act(line, name, names) for line, name in rows[:limit]]
    return ActsSeen(acts, acts[-1].id if len(rows) > limit else None, names.get(f"staff:{staff_id}"))


async def _names(session: AsyncSession, subjects: set[str]) -> dict[str, str]:
    """People of the staff and messages by name, members by number (the log outlives their names)."""
    named: dict[str, str] = {}
    for kind, row, name in (
        ("staff", Staff.id, Staff.name),
        ("member", Member.id, Member.number),
        ("broadcast", Broadcast.id, Broadcast.name),
    ):
        numbers = [int(subject.partition(":")[2]) for subject in subjects if subject.startswith(f"{kind}:")]
        found = await session.execute(select(row, name).where(row.in_(numbers))) if numbers else ()
        named |= {f"{kind}:{number}": shown for number, shown in found}
    return named


def _act(line: AuditLine, who: str | None, names: dict[str, str]) -> Act:
    return Act(line.id, line.at, who, line.act, line.subject, line.reason, line.facts, names.get(line.subject))


@dataclass(frozen=True)
class Filters:
    """By whom and about what the log can be narrowed: only what is in it."""

    people: list[tuple[int, str]]
    nouns: list[str]


async def filters(db: Database, actor: Actor) -> Filters:
    """Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, "audit.see")
        theirs = select(AuditLine.staff_id).where(AuditLine.staff_id.is_not(None)).distinct()
        people = await session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(theirs)).order_by(Staff.name))
        acts = await session.scalars(select(AuditLine.act).distinct())
        return Filters([(number, name) for number, name in people], sorted({act.partition(".")[0] for act in acts}))
