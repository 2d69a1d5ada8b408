"""The audit log: every act of the staff leaves a line, chained to the one before."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.audit import AuditLine
from db.models.staff import Staff

FIRST = "0" * 64


async def write(
    session: AsyncSession,
    staff: Staff | None,
    act: str,
    subject: str,
    *,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Adds a line to the log in this unit. *staff* None is the host's own command; *facts* are plain JSON without personal data."""
    last = await session.scalar(select(AuditLine.hash).order_by(AuditLine.id.desc()).limit(1).with_for_update())
    line = AuditLine(
        at=at,
        staff_id=staff.id if staff else None,
        role=staff.role.value if staff else None,
        act=act,
        subject=subject,
        reason=reason,
        facts=facts,
        prev_hash=last or FIRST,
        hash="",
    )
    line.hash = fingerprint(line)
    session.add(line)
    await session.flush()


def fingerprint(line: AuditLine) -> str:
    """SHA-256 over the line and the hash before it."""
    told = [
        line.prev_hash,
        line.at.isoformat(),
        line.staff_id,
        line.role,
        line.act,
        line.subject,
        line.reason,
        line.facts,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
