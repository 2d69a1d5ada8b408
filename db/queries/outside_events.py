"""Events for the outside: who listens, the next number of a member, writing one with its ways to each address."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, exists, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.enums import DeliveryState, HookState
from db.models.hooks import HookDelivery, OutsideEvent, Webhook
from db.session import once

EVENTS = cast(Table, OutsideEvent.__table__)
LOCK = 1 << 52  # beside a member's number: which of the advisory locks of PostgreSQL this is


@dataclass(frozen=True)
class Listener:
    """An address, and the families it asked for (none: all)."""

    id: int
    families: Sequence[str]


async def listeners(session: AsyncSession) -> list[Listener]:
    """Every address that was not removed; what happens while one rests is kept for it."""
    found = await session.execute(select(Webhook.id, Webhook.kinds).where(Webhook.state != HookState.REMOVED))
    return [Listener(*row) for row in found]


async def next_seqs(session: AsyncSession, member_ids: Collection[int]) -> dict[int, int]:
    """The number of each member's next event. Until this unit ends nobody else is given one: it comes last in it."""
    if session.get_bind().dialect.name == "postgresql":
        for member_id in sorted(member_ids):
            await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK + member_id})
    last = select(OutsideEvent.member_id, func.max(OutsideEvent.seq)).where(OutsideEvent.member_id.in_(member_ids))
    found = {row[0]: row[1] for row in await session.execute(last.group_by(OutsideEvent.member_id))}
    return {member_id: found.get(member_id, 0) + 1 for member_id in member_ids}


async def write(session: AsyncSession, values: dict[str, Any]) -> int | None:
    """The event's number; None when its key was told before."""
    statement = once(session.get_bind().dialect.name, EVENTS, ("key",))
    found: int | None = await session.scalar(statement.returning(OutsideEvent.id), values)
    return found


async def send_to(session: AsyncSession, event_id: int, webhook_ids: Collection[int], *, at: datetime) -> None:
    """The event is on its way to these addresses."""
    first = {"event_id": event_id, "state": DeliveryState.DUE, "attempt": 0, "due_at": at}
    if webhook_ids:
        await session.execute(insert(HookDelivery), [first | {"webhook_id": each} for each in webhook_ids])


async def forget(session: AsyncSession, before: datetime, *, most: int) -> int:
    """Events older than that are gone with what became of them, but for each member's last, which keeps the count. One
    that tells of an older moment than it was written at is as old as those around it."""
    recent = select(OutsideEvent.id).where(OutsideEvent.at >= before).order_by(OutsideEvent.at, OutsideEvent.id)
    first = await session.scalar(recent.limit(1))
    newer = aliased(OutsideEvent)
    counts = exists().where(newer.member_id == OutsideEvent.member_id, newer.seq > OutsideEvent.seq)
    old = select(OutsideEvent.id).where(OutsideEvent.at < before, OutsideEvent.member_id.is_(None) | counts)
    if first is not None:
        old = old.where(OutsideEvent.id < first)
    ids = list(await session.scalars(old.order_by(OutsideEvent.id).limit(most)))
    if ids:
        await session.execute(delete(HookDelivery).where(HookDelivery.event_id.in_(ids)))
        await session.execute(delete(OutsideEvent).where(OutsideEvent.id.in_(ids)))
    return len(ids)
