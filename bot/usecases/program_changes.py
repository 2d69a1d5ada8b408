"""Changing the programme: better rules hold at once, stricter ones from an announced day; each change is a version."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, ColumnElement, String, case, cast, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access, timing
from bot.rules import program_fields as fields
from bot.rules.program import Program
from bot.rules.program_fields import FieldChange
from bot.rules.program_json import from_json, to_json
from bot.usecases import audit, zones
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules, in_force
from db.enums import Lane, MemberState, MessageState
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.models.program import ProgramVersion
from db.models.staff import Staff
from db.session import Database, insert_once

NOTICE_DAYS = 7  # between a stricter rule's announcement and its first day


@dataclass(frozen=True)
class Upcoming:
    """A version that is published and whose day has not come."""

    version: int
    effective_at: datetime
    program: Program


@dataclass(frozen=True)
class Proposal:
    """What a change would do, for the owner to see before saying yes. `newest` is the version it was thought upon."""

    rules: Rules
    change: FieldChange
    stricter: bool
    effective_at: datetime
    members: int
    newest: int


async def upcoming(session: AsyncSession, rules: Rules, at: datetime) -> list[Upcoming]:
    """The versions that will replace *rules*, in the order of their days."""
    found = (
        select(ProgramVersion.version, ProgramVersion.effective_at, ProgramVersion.settings)
        .where(ProgramVersion.version > rules.version, ProgramVersion.effective_at > at)
        .order_by(ProgramVersion.version)
    )
    return [Upcoming(row.version, row.effective_at, from_json(row.settings)) for row in await session.execute(found)]


@dataclass(frozen=True)
class ProgramSeen:
    """The rules in force, and what is announced."""

    rules: Rules
    upcoming: list[Upcoming]
    may_change: bool
    newest: int


async def show(db: Database, actor: Actor, *, at: datetime) -> ProgramSeen:
    """Refuses `access.denied`, `setup.needed`."""
    async with db.read() as session:
        me = await allow(session, actor, "program.see")
        rules = await opened(session, at)
        may = access.may(me.role, "program.change")
        return ProgramSeen(rules, await upcoming(session, rules, at), may, await newest_version(session))


async def propose(db: Database, actor: Actor, field: str, value: Any, *, at: datetime) -> Proposal:
    """What would change if *field* became *value*; nothing is changed.

    Refuses `access.denied`, `setup.needed`, `program.unchanged`; raises ProgramInvalid.
    """
    async with db.read() as session:
        await allow(session, actor, "program.change")
        rules = await opened(session, at)
        plan = _planned(rules, await upcoming(session, rules, at), field, value, at)
        members = await session.scalar(select(func.count()).where(Member.state == MemberState.ACTIVE))
        newest = await newest_version(session)
        return Proposal(rules, plan.change, plan.stricter, plan.effective_at, members or 0, newest)


@dataclass(frozen=True)
class _Plan:
    """The versions a change becomes, each with its first moment; the first of them is the change itself."""

    change: FieldChange
    stricter: bool
    chain: list[tuple[datetime, Program]]

    @property
    def effective_at(self) -> datetime:
        return self.chain[0][0]


def _planned(rules: Rules, later: list[Upcoming], field: str, value: Any, at: datetime) -> _Plan:
    """The same value as now is a change only where another one is announced: it takes that back."""
    old, new = rules.program, fields.with_value(rules.program, field, value)
    if all(fields.value_of(program, field) == value for program in [old, *(one.program for one in later)]):
        raise Refused("program.unchanged")
    change = FieldChange(field, fields.value_of(old, field), value)
    if fields.stricter(old, new):
        last = later[-1].program if later else old
        return _Plan(change, True, [(first_day(rules, later, at), fields.with_value(last, field, value))])
    changed = [(one.effective_at, fields.with_value(one.program, field, value)) for one in later]
    return _Plan(change, False, [(at, new), *changed])


def first_day(rules: Rules, later: list[Upcoming], at: datetime) -> datetime:
    """The start of the local day in a week; not before what was announced already, upon which it builds."""
    day = timing.local_date(at, rules.zone) + timedelta(days=NOTICE_DAYS)
    return max([timing.at_local(day, 0, rules.zone), *(one.effective_at for one in later)])


@dataclass(frozen=True)
class Published:
    """The change is a version now; `told` members will hear of it."""

    version: int
    change: FieldChange
    stricter: bool
    effective_at: datetime
    told: int


async def publish(db: Database, actor: Actor, field: str, value: Any, *, newest: int, at: datetime) -> Published:
    """*field* is *value* in a new version. What gives members no less holds at once (and in every announced version);
    what is stricter holds from the start of the local day in a week, upon all that was announced before, and every
    reachable member is told. Points earned until then keep their rules.

    Refuses `access.denied`, `setup.needed`, `program.unchanged`, `program.changed_meanwhile` (a version was published
    since *newest*); raises ProgramInvalid.
    """
    async with db.begin() as session:
        me = await allow(session, actor, "program.change")
        rules = await opened(session, at)
        plan = _planned(rules, await upcoming(session, rules, at), field, value, at)
        if await newest_version(session) != newest:
            raise Refused("program.changed_meanwhile")
        version = newest + 1
        for number, (effective_at, program) in enumerate(plan.chain, start=version):
            await store(session, me, number, program, effective_at, at=at)
        facts = _facts(plan)
        told = await announce(session, rules, version, facts, plan.effective_at, at) if plan.stricter else 0
        await audit.write(session, me, "program.publish", f"program:{version}", at=at, **facts)
        return Published(version, plan.change, plan.stricter, plan.effective_at, told)


async def store(
    session: AsyncSession, me: Staff, version: int, program: Program, effective_at: datetime, *, at: datetime
) -> None:
    """The version is there. Refuses `program.changed_meanwhile` when its number is taken."""
    row = {
        "version": version,
        "settings": to_json(program),
        "effective_at": effective_at,
        "published_at": at,
        "published_by": me.id,
    }
    if not await insert_once(session, ProgramVersion, row, index=["version"]):
        raise Refused("program.changed_meanwhile")


async def opened(session: AsyncSession, at: datetime) -> Rules:
    rules = await in_force(session, at)
    if rules.version == 0:
        raise Refused("setup.needed")
    return rules


async def newest_version(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(ProgramVersion.version))) or 0


def _facts(plan: _Plan) -> dict[str, Any]:
    change = plan.change
    told = {"field": change.field, "old": change.old, "new": change.new, "effective_at": plan.effective_at.isoformat()}
    plain: dict[str, Any] = json.loads(json.dumps(told))  # tuples become lists
    return plain


async def announce(
    session: AsyncSession, rules: Rules, version: int, told: dict[str, Any], effective: datetime, at: datetime
) -> int:
    """One row for every reachable member, in one statement; it leaves outside the quiet hours where each lives. *told*
    is one change (field, old, new), or several under "changes"."""
    day = timing.local_date(effective, rules.zone)
    facts = {**told, "currency": rules.program.currency, "day": day.isoformat()}
    row = {
        "key": literal(f"program:{version}:") + cast(Person.member_id, String),
        "chat_id": Person.chat_id,
        "member_id": Person.member_id,
        "lane": literal(Lane.BULK, OutgoingMessage.lane.type),
        "advertising": literal(False),
        "worth": literal(0),
        "silent": literal(False),
        "kind": literal("program.changed"),
        "facts": literal(facts, JSON),
        "state": literal(MessageState.PLANNED, OutgoingMessage.state.type),
        "attempt": literal(0),
        "created_at": literal(at, OutgoingMessage.created_at.type),
        "due_at": await _due(session, rules, at),
        "expires_at": literal(effective, OutgoingMessage.expires_at.type),
    }
    members = select(*row.values()).join(Chat, Chat.chat_id == Person.chat_id).where(Chat.reachable)
    done = await session.execute(insert(OutgoingMessage).from_select(list(row), members))
    session.info["outbox"] = True
    planned: int = done.rowcount  # type: ignore[attr-defined]
    return planned


async def _due(session: AsyncSession, rules: Rules, at: datetime) -> ColumnElement[datetime]:
    """Nobody is woken: the next moment outside the quiet hours of each Person's zone."""

    def moment(zone: ZoneInfo) -> ColumnElement[datetime]:
        return literal(timing.next_allowed(at, zone, rules.program), OutgoingMessage.due_at.type)

    theirs = {name: moment(zone) for name, zone in (await zones.by_name(session, rules)).items()}
    return case(theirs, value=Person.time_zone, else_=moment(rules.zone)) if theirs else moment(rules.zone)
