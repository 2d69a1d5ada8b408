"""The audit log: every act of the staff leaves a line, chained to the one before, and the chain can be checked."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.audit import AuditLine
from db.models.clients import ApiKey
from db.models.staff import Staff
from db.session import insert_once

FIRST = "0" * 64


async def write(
    session: AsyncSession,
    hand: Staff | ApiKey | None,
    act: str,
    subject: str,
    *,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Adds a line to the log in this unit. *hand* None is the host's own command; *facts* are plain JSON without
    personal data."""
    line = {
        "at": at,
        "staff_id": hand.id if isinstance(hand, Staff) else None,
        "role": f"key:{hand.id}" if isinstance(hand, ApiKey) else hand.role.value if hand else None,
        "act": act,
        "subject": subject,
        "reason": reason,
        "facts": facts,
    }
    written = False
    while not written:  # only the very first line has no other to lock: who loses that race comes second
        line["prev_hash"] = await _end_of_chain(session) or FIRST
        line["hash"] = fingerprint(AuditLine(**line))
        written = await insert_once(session, AuditLine, line, index=["prev_hash"])


async def _end_of_chain(session: AsyncSession) -> str | None:
    """The newest line's hash, locked. Whoever waited for the lock of a line may find that a newer one has been written
    meanwhile: then that one is waited for."""
    newest = select(AuditLine.id, AuditLine.hash).order_by(AuditLine.id.desc()).limit(1)
    while True:
        held = (await session.execute(newest.with_for_update())).first()
        if held == (await session.execute(newest)).first():
            return held.hash if held else None


async def first_fault(session: AsyncSession) -> str | None:
    """The first line that was changed, or before which one is missing, in words for the operator; None when every line
    follows from the one before."""
    before = FIRST
    lines = await session.stream_scalars(select(AuditLine).order_by(AuditLine.id).execution_options(yield_per=500))
    async for line in lines:
        if line.prev_hash != before:
            return f"audit line {line.id}: it does not follow from the line before it"
        if line.hash != fingerprint(line):
            return f"audit line {line.id}: it is not as it was written"
        before = line.hash
    return None


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
