"""What is odd about a standing rule: on and silent for long, followed by people saying stop, or doubled by another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automation_fields as fields
from bot.rules import automations as shapes
from bot.rules.automations import Spec
from bot.rules.program import Program
from bot.usecases.triggers import TRIGGERS
from db.models.automations import Automation
from db.queries import automation_reports as reports

SILENT = timedelta(days=60)
MONTH = timedelta(days=30)
SOON_AFTER = timedelta(days=1)  # a stop so soon after a message is an answer to it
MANY_STOPS, MANY_STOPS_BP = 3, 200  # both: three people, and 2 % of the messages


@dataclass(frozen=True)
class Remark:
    """`what`: "silent" (it never fired in 60 days), "stops" (`number` people said stop within a day of it, in 30 days),
    or "overlap" (with the rule `number`)."""

    what: str
    number: int = 0


async def of(
    session: AsyncSession, rows: Sequence[Automation], program: Program, at: datetime
) -> dict[int, tuple[Remark, ...]]:
    """The remarks about each rule that is on; nothing about the rest."""
    on = [row for row in rows if row.enabled]
    alive = await reports.firing_since(session, at - SILENT)
    stops, sent = await stopped(session, at - MONTH), await reports.sent(session, at - MONTH)
    said: dict[int, tuple[Remark, ...]] = {}
    for row in on:
        waited = row.kind in TRIGGERS and (row.enabled_at or at) <= at - SILENT
        silent = waited and row.id not in alive
        many = stops.get(row.id, 0)
        too_many = many >= MANY_STOPS and many * 10_000 >= MANY_STOPS_BP * sent.get(row.id, 0)
        remarks = [Remark("silent")] * silent + [Remark("stops", many)] * too_many
        said[row.id] = (*remarks, *_overlaps(row, on, program))
    return said


async def stopped(session: AsyncSession, since: datetime) -> dict[int, int]:
    """Of every rule: how many people withdrew their consent within a day of its message."""
    counted: dict[int, int] = {}
    for rule, left, withdrawn in await reports.stops(session, since):
        if withdrawn - left <= SOON_AFTER:
            counted[rule] = counted.get(rule, 0) + 1
    return counted


def _overlaps(row: Automation, on: Sequence[Automation], program: Program) -> list[Remark]:
    """With rules for the same people: one of the two is for everybody, or both for the same segment."""
    alike = [other for other in on if other.id != row.id and _same_people(row, other)]
    return [
        Remark("overlap", other.id) for other in alike if fields.overlap(_spec(row, program), _spec(other, program))
    ]


def _same_people(row: Automation, other: Automation) -> bool:
    return row.segment is None or other.segment is None or row.segment == other.segment


def _spec(row: Automation, program: Program) -> Spec:
    return replace(shapes.spec(row.kind, row.moment, row.offer, program), texts=row.texts)
