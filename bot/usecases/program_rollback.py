"""The way back to an earlier version of the programme: what members gain at once, what they lose in a week."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import program_fields as fields
from bot.rules.program import Program
from bot.rules.program_fields import FieldChange
from bot.rules.program_json import from_json
from bot.usecases import audit
from bot.usecases import program_changes as changes
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.models.program import ProgramVersion
from db.models.staff import Staff
from db.session import Database


@dataclass(frozen=True)
class Rollback:
    """What going back to *version* would change: at once, and (what gives members less) from `later_at` on."""

    version: int
    newest: int
    rules: Rules
    now: tuple[FieldChange, ...]
    later: tuple[FieldChange, ...]
    later_at: datetime | None


@dataclass(frozen=True)
class Restored:
    """The earlier numbers are a new version (or two); `told` members will hear of what they lose."""

    version: int
    back_to: int
    later_at: datetime | None
    told: int


async def propose(db: Database, actor: Actor, version: int, *, at: datetime) -> Rollback:
    """What `restore` would do; nothing changes. Refuses what `restore` refuses, but for `program.changed_meanwhile`."""
    async with db.read() as session:
        await allow(session, actor, "program.change")
        return await _planned(session, version, at)


async def restore(db: Database, actor: Actor, version: int, *, newest: int, at: datetime) -> Restored:
    """All numbers are as in *version* again. Versions announced and not yet begun are taken over by it. What members
    have earned keeps its rules.

    Refuses `access.denied`, `setup.needed`, `program.no_such_version`, `program.unchanged` and
    `program.changed_meanwhile` (a version was published since *newest*).
    """
    async with db.begin() as session:
        me = await allow(session, actor, "program.change")
        plan = await _planned(session, version, at)
        if plan.newest != newest:
            raise Refused("program.changed_meanwhile")
        last, told = await _published(session, me, plan, at)
        await audit.write(session, me, "program.restore", f"program:{last}", at=at, back_to=version)
        return Restored(last, version, plan.later_at, told)


async def _planned(session: AsyncSession, version: int, at: datetime) -> Rollback:
    rules = await changes.opened(session, at)
    row = await session.get(ProgramVersion, version)
    if row is None:
        raise Refused("program.no_such_version")
    upcoming = await changes.upcoming(session, rules, at)
    found = fields.differences(rules.program, from_json(row.settings))
    if not found and not upcoming:
        raise Refused("program.unchanged")
    later = tuple(change for change in found if fields.takes(rules.program, change))
    now = tuple(change for change in found if change not in later)
    day = changes.first_day(rules, upcoming, at) if later else None
    return Rollback(version, await changes.newest_version(session), rules, now, later, day)


def _with(program: Program, wanted: tuple[FieldChange, ...]) -> Program:
    return fields.with_values(program, {change.field: change.new for change in wanted})


async def _published(session: AsyncSession, me: Staff, plan: Rollback, at: datetime) -> tuple[int, int]:
    """The number of the last version written, and how many members will be told."""
    number, program = plan.newest + 1, _with(plan.rules.program, plan.now)
    await changes.store(session, me, number, program, at, at=at)
    if plan.later_at is None:
        return number, 0
    number += 1
    await changes.store(session, me, number, _with(program, plan.later), plan.later_at, at=at)
    told = {"changes": [_told(change) for change in plan.later], "effective_at": plan.later_at.isoformat()}
    return number, await changes.announce(session, plan.rules, number, told, plan.later_at, at)


def _told(change: FieldChange) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps({"field": change.field, "old": change.old, "new": change.new}))
    return plain
