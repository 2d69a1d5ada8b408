"""Changing a standing rule in chat: one part at a time, by whoever saw its newest edition; each change stays in its
history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automation_fields as fields
from bot.rules import automations as shapes
from bot.rules import segments, timing
from bot.rules.automations import Spec
from bot.rules.program import Program
from bot.usecases import audit, program
from bot.usecases.actor import Actor, allow
from bot.usecases.automations import ACT, Rule, found, rule_of, to_change
from bot.usecases.errors import Refused
from db.enums import AutomationKind
from db.models.automations import Automation, AutomationDay, AutomationEdit
from db.models.staff import Staff
from db.queries import automation_reports as reports
from db.session import Database, insert_once

MOST_OF_A_KIND = 9
SHOWN_EDITS = 10


@dataclass(frozen=True)
class Change:
    """A part of a rule (see rules/automation_fields.py, and "segment") and its new value, as plain JSON."""

    part: str
    value: Any


async def change(db: Database, actor: Actor, automation_id: int, edition: int, wanted: Change, *, at: datetime) -> Rule:
    """The part has its new value from now on; history and log know who did it. The value it had changes nothing.

    Refuses `access.denied`, `automation.unknown`, `automation.promised`, `automation.changed_meanwhile` when somebody
    was faster; raises BadRule or SegmentInvalid for what cannot work.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        row = await to_change(session, automation_id)
        old = _value(row, wanted.part, rules.program)
        if old == wanted.value:
            return rule_of(row, rules.program)  # a double tap
        if row.edition != edition:
            raise Refused("automation.changed_meanwhile")
        _apply(row, wanted, rules.program)
        if _value(row, wanted.part, rules.program) != old:
            await _note(session, row, staff, {wanted.part: [old, wanted.value]}, at)
        return rule_of(row, rules.program)


def _value(row: Automation, part: str, program: Program) -> Any:
    try:
        return row.segment if part == "segment" else fields.value_of(rule_of(row, program).spec, part)
    except (ValueError, AttributeError) as wrong:
        raise shapes.BadRule("automation.not_understood") from wrong


def _apply(row: Automation, wanted: Change, program: Program) -> None:
    """The row keeps only what differs from its kind's beginning, so that the rest follows the programme."""
    if wanted.part == "segment":
        row.segment = segments.to_json(segments.from_json(wanted.value))
        return
    usual, spec = shapes.DEFAULTS(row.kind, program), _changed(rule_of(row, program).spec, wanted)
    row.moment = shapes.moment_json(spec.moment, usual.moment)
    row.offer = shapes.offer_json(spec.offer, usual.offer)
    row.texts = {language: dict(texts) for language, texts in spec.texts.items()}
    row.month_cap, row.holdout_bp = spec.month_cap, spec.holdout_bp


def _changed(spec: Spec, wanted: Change) -> Spec:
    try:
        return fields.changed(spec, wanted.part, wanted.value)
    except shapes.BadRule:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise shapes.BadRule("automation.not_understood") from wrong


async def _note(session: AsyncSession, row: Automation, staff: Staff, changes: Mapping[str, Any], at: datetime) -> None:
    row.edition += 1
    session.add(AutomationEdit(automation_id=row.id, staff_id=staff.id, changes=dict(changes), at=at))
    part = next(iter(changes))
    await audit.write(session, staff, "automation.edited", f"automation:{row.slug}", at=at, part=part)


@dataclass(frozen=True)
class EditLine:
    """One change: when, by whom, and each part as it was and is."""

    at: datetime
    who: str | None
    changes: Mapping[str, Any]


async def history(db: Database, actor: Actor, automation_id: int) -> list[EditLine]:
    """The newest changes, newest first. Refuses `access.denied` and `automation.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        await found(session, automation_id)
        return [EditLine(*row) for row in await reports.edits(session, automation_id, SHOWN_EDITS)]


async def add(db: Database, actor: Actor, kind: AutomationKind, *, at: datetime) -> Rule:
    """One more rule of the kind, switched off until it is made ready.

    Refuses `access.denied`, `automation.only_one` (of a kind there is one of) and `automation.too_many`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "automations.add")
        if kind not in fields.TWICE:
            raise Refused("automation.only_one")
        rules = await program.in_force(session, at)
        row = await _inserted(session, kind, at, timing.local_date(at, rules.zone))
        await audit.write(session, staff, "automation.added", f"automation:{row.slug}", at=at)
        return rule_of(row, rules.program)


async def _inserted(session: AsyncSession, kind: AutomationKind, at: datetime, today: date) -> Automation:
    """Under the first free number; two owners at once take two numbers."""
    values = {"kind": kind, "enabled": False, "enabled_on": today, "enabled_at": at}
    for number in range(2, MOST_OF_A_KIND + 1):
        slug = f"{kind.value}:{number}"
        if await insert_once(session, Automation, {**values, "slug": slug}, index=["slug"]):
            return (await session.scalars(select(Automation).where(Automation.slug == slug))).one()
    raise Refused("automation.too_many", most=MOST_OF_A_KIND)


async def remove(db: Database, actor: Actor, automation_id: int, *, at: datetime) -> None:
    """A rule the shop added is gone, unless it has fired: what it did stays in the books, so it is only switched off.

    Refuses `access.denied`, `automation.unknown`, `automation.built_in` and `automation.has_fired`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "automations.add")
        row = await found(session, automation_id, lock=True)
        if row.slug == row.kind.value:
            raise Refused("automation.built_in")
        if await reports.ever_fired(session, row.id):
            raise Refused("automation.has_fired")
        for table in (AutomationDay, AutomationEdit):
            await session.execute(delete(table).where(table.automation_id == row.id))
        await session.delete(row)
        await audit.write(session, staff, "automation.removed", f"automation:{row.slug}", at=at)
