"""The versions of the programme: what each changed, when, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.rules import program_fields as fields
from bot.rules.program_fields import FieldChange
from bot.rules.program_json import from_json
from bot.usecases.actor import Actor, allow
from db.models.program import ProgramVersion
from db.models.staff import Staff
from db.session import Database


@dataclass(frozen=True)
class VersionLine:
    """A version: when it was published and holds from, by whom, and what it changed."""

    version: int
    published_at: datetime
    effective_at: datetime
    by: str | None
    changes: list[FieldChange]
    currency: str


async def versions(db: Database, actor: Actor, *, before: int, limit: int) -> list[VersionLine]:
    """The newest *limit* versions below number *before* (0: all). Refuses `access.denied`."""
    found = (
        select(ProgramVersion, Staff.name)
        .outerjoin(Staff, Staff.id == ProgramVersion.published_by)
        .order_by(ProgramVersion.version.desc())
        .limit(limit + 1)
    )
    if before:
        found = found.where(ProgramVersion.version < before)
    async with db.read() as session:
        await allow(session, actor, "program.see")
        rows = (await session.execute(found)).all()
    programs = [from_json(row.settings) for row, _ in rows]
    return [
        VersionLine(
            row.version,
            row.published_at,
            row.effective_at,
            name,
            fields.differences(programs[place + 1], programs[place]) if place + 1 < len(rows) else [],
            programs[place].currency,
        )
        for place, (row, name) in enumerate(rows[:limit])
    ]
