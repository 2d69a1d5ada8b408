"""Standing rules as the staff keep them: the list, one rule's card, on and off; changing one is automation_edits.py."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automations as shapes
from bot.rules import timing
from bot.rules.automations import Spec
from bot.rules.program import Program
from bot.usecases import audit, automation_remarks, program
from bot.usecases.actor import Actor, allow
from bot.usecases.automation_remarks import Remark
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import AutomationKind, FiringState
from db.models.automations import Automation, AutomationDay, AutomationEdit
from db.queries import automation_reports as reports
from db.session import Database, insert_once

ACT = "automations.change"
MONTH = timedelta(days=30)


async def ensure(session: AsyncSession, at: datetime, rules: Rules) -> None:
    """The built-in rules exist, one of each kind, on or off as their kind begins; nothing due before today is ever
    caught up."""
    today = timing.local_date(at, rules.zone)
    for kind in AutomationKind:
        on = shapes.DEFAULTS(kind, rules.program).enabled
        values = {"slug": kind.value, "kind": kind, "enabled": on, "enabled_on": today, "enabled_at": at}
        await insert_once(session, Automation, values, index=["slug"])


@dataclass(frozen=True)
class Rule:
    """A standing rule as it works now. `own`: added by the shop; `segment` as it is stored; `edition` goes up with each
    change, so that two people do not overwrite each other."""

    id: int
    kind: AutomationKind
    own: bool
    enabled: bool
    spec: Spec
    segment: dict[str, Any] | None
    edition: int
    currency: str


@dataclass(frozen=True)
class AutomationLine:
    """A rule in the list, with what it did in the last 30 days; `remarks`: what is odd about it, see
    automation_remarks.py."""

    rule: Rule
    fired: int
    skipped: int
    held_out: int
    missed: int
    remarks: tuple[Remark, ...] = ()


async def listed(db: Database, actor: Actor, *, at: datetime) -> list[AutomationLine]:
    """Every rule with what it did in the last 30 days, and what is odd. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        rows = (await session.scalars(select(Automation).order_by(Automation.id))).all()
        counts = await reports.outcomes(session, at - MONTH)
        odd = await automation_remarks.of(session, rows, rules.program, at)
        return [_line(rule_of(row, rules.program), counts.get(row.id, {}), odd.get(row.id, ())) for row in rows]


def _line(rule: Rule, counts: Mapping[tuple[FiringState, str | None], int], odd: tuple[Remark, ...]) -> AutomationLine:
    by = {state: sum(n for (each, _), n in counts.items() if each is state) for state in FiringState}
    fired, skipped = by[FiringState.FIRED], by[FiringState.SKIPPED]
    return AutomationLine(rule, fired, skipped, by[FiringState.HELD_OUT], by[FiringState.MISSED], odd)


async def show(db: Database, actor: Actor, automation_id: int, *, at: datetime) -> Rule:
    """One rule. Refuses `access.denied` and `automation.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        return rule_of(await found(session, automation_id), rules.program)


async def found(session: AsyncSession, automation_id: int, *, lock: bool = False) -> Automation:
    """The rule's row. Refuses `automation.unknown`."""
    row = await session.get(Automation, automation_id, with_for_update=True if lock else None)
    if row is None:
        raise Refused("automation.unknown")
    return row


async def to_change(session: AsyncSession, automation_id: int) -> Automation:
    """The rule's row, locked. Refuses `automation.unknown`, and `automation.promised` of the warnings before points
    end: every member has them, by the programme's own numbers."""
    row = await found(session, automation_id, lock=True)
    if row.kind is AutomationKind.POINTS_ENDING:
        raise Refused("automation.promised")
    return row


def rule_of(row: Automation, program: Program) -> Rule:
    """The row with its kind's defaults under what was changed."""
    spec = replace(
        shapes.spec(row.kind, row.moment, row.offer, program),
        texts=row.texts,
        month_cap=row.month_cap,
        holdout_bp=row.holdout_bp,
        enabled=row.enabled,
    )
    own = row.slug != row.kind.value
    return Rule(row.id, row.kind, own, row.enabled, spec, row.segment, row.edition, program.currency)


async def switch(db: Database, actor: Actor, automation_id: int, on: bool, *, at: datetime) -> bool:
    """The rule is on or off; switched on, it begins with today, without an avalanche of what was due before.

    Refuses `access.denied`, `automation.unknown`, `automation.promised`, and `automation.no_category` of a rule that
    would wait in vain.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await to_change(session, automation_id)
        if row.enabled != on:
            if on and row.kind is AutomationKind.CATEGORY_LAPSED and not row.moment.get("category"):
                raise Refused("automation.no_category")
            rules = await program.in_force(session, at)
            row.enabled = on
            row.edition += 1
            if on:
                row.enabled_on, row.enabled_at = timing.local_date(at, rules.zone), at
                await session.execute(delete(AutomationDay).where(AutomationDay.automation_id == row.id))
            changes = {"enabled": [not on, on]}
            session.add(AutomationEdit(automation_id=row.id, staff_id=staff.id, changes=changes, at=at))
            act = "automation.switched_on" if on else "automation.switched_off"
            await audit.write(session, staff, act, f"automation:{row.slug}", at=at)
        return on
