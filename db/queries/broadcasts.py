"""Broadcasts in lists, and how far the messages of one have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, MessageState
from db.models.broadcasts import Broadcast
from db.models.members import Person
from db.models.messages import OutgoingMessage
from db.queries.outbox_due import PLANNED


@dataclass(frozen=True)
class Progress:
    """The six states of a broadcast's messages; they always add up to the audience."""

    planned: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0

    @property
    def audience(self) -> int:
        return self.planned + self.sending + self.sent + self.failed + self.unknown + self.skipped

    @property
    def settled(self) -> int:
        return self.audience - self.planned - self.sending


async def drafts(session: AsyncSession, *, templates: bool, limit: int) -> Sequence[Broadcast]:
    """The newest drafts, or the templates among all."""
    wanted = Broadcast.template if templates else (Broadcast.state == BroadcastState.DRAFT) & ~Broadcast.template
    return (await session.scalars(select(Broadcast).where(wanted).order_by(Broadcast.id.desc()).limit(limit))).all()


async def around(
    session: AsyncSession, since: datetime, until: datetime, *, but: int, limit: int = 10
) -> Sequence[Any]:
    """Broadcasts that run, or will within that time; the soonest first."""
    waits = (BroadcastState.CONFIRMING, BroadcastState.SCHEDULED, BroadcastState.RUNNING, BroadcastState.PAUSED)
    starts = func.coalesce(Broadcast.starts_at, Broadcast.started_at, Broadcast.confirmed_at)
    found = select(Broadcast.id, Broadcast.name, Broadcast.state, Broadcast.segment, starts.label("starts_at"))
    found = found.where(Broadcast.state.in_(waits), Broadcast.id != but, starts.between(since, until))
    return (await session.execute(found.order_by(starts, Broadcast.id).limit(limit))).all()


async def progress(session: AsyncSession, broadcast_id: int) -> Progress:
    counted = (
        select(OutgoingMessage.state, func.count())
        .where(OutgoingMessage.broadcast_id == broadcast_id)
        .group_by(OutgoingMessage.state)
    )
    return Progress(**{state.value: number for state, number in (await session.execute(counted)).all()})


async def skip_reasons(session: AsyncSession, broadcast_id: int) -> dict[str, int]:
    """Why messages were skipped, and how many for each reason."""
    counted = (
        select(OutgoingMessage.reason, func.count())
        .where(OutgoingMessage.broadcast_id == broadcast_id)
        .where(OutgoingMessage.state == MessageState.SKIPPED)
        .group_by(OutgoingMessage.reason)
    )
    return {reason or "": number for reason, number in (await session.execute(counted)).all()}


async def newest(session: AsyncSession, *, limit: int) -> Sequence[Broadcast]:
    """Those that are no drafts, the newest first."""
    sent = select(Broadcast).where(Broadcast.state != BroadcastState.DRAFT).order_by(Broadcast.id.desc())
    return (await session.scalars(sent.limit(limit))).all()


async def shown(session: AsyncSession, since: datetime) -> Sequence[Broadcast]:
    """Those that run or are paused, and those over since then."""
    runs = Broadcast.state.in_((BroadcastState.RUNNING, BroadcastState.PAUSED))
    over = Broadcast.state.in_((BroadcastState.STOPPED, BroadcastState.DONE)) & (Broadcast.finished_at >= since)
    return (await session.scalars(select(Broadcast).where(runs | over).order_by(Broadcast.id))).all()


async def take_back(session: AsyncSession, broadcast_id: int, reason: str, at: datetime, *, most: int) -> int:
    """At most so many of its planned messages are skipped for *reason*; returns how many. Those being claimed just now
    are left: nobody waits for a sender, who may wait for this very broadcast."""
    row = OutgoingMessage
    waiting = select(row.id).where(row.broadcast_id == broadcast_id, PLANNED).limit(most)
    waiting = waiting.with_for_update(skip_locked=True)
    skipped = {"state": MessageState.SKIPPED, "reason": reason, "left_at": at}
    result: Any = await session.execute(update(row).where(row.id.in_(waiting)).values(**skipped))
    return int(result.rowcount)


async def doubtful(session: AsyncSession, broadcast_id: int, *, limit: int) -> Sequence[Any]:
    """(id, name, left_at, reason) of its messages in doubt, the oldest first."""
    row = OutgoingMessage
    found = select(row.id, Person.name, row.left_at, row.reason).outerjoin(Person, Person.member_id == row.member_id)
    found = found.where(row.broadcast_id == broadcast_id, row.state == MessageState.UNKNOWN)
    return (await session.execute(found.order_by(row.id).limit(limit))).all()


async def unknown_ids(session: AsyncSession, broadcast_id: int) -> Sequence[int]:
    """Its messages in doubt."""
    row = OutgoingMessage
    found = select(row.id).where(row.broadcast_id == broadcast_id, row.state == MessageState.UNKNOWN)
    return (await session.scalars(found)).all()


async def leaves_at(session: AsyncSession, broadcast_id: int) -> datetime | None:
    """When the first message that waits may leave; None when nothing waits."""
    waiting = select(func.min(OutgoingMessage.due_at)).where(OutgoingMessage.broadcast_id == broadcast_id, PLANNED)
    moment: datetime | None = await session.scalar(waiting)
    return moment
