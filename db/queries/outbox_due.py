"""What is due to leave: each lane's own messages, and those of each broadcast that runs.

A broadcast has an index of its own: one that is paused, or waits, costs the others nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, Lane
from db.models.broadcasts import Broadcast
from db.models.chats import Chat
from db.models.messages import OutgoingMessage as Message

# Written out: a partial index serves only who names its condition when the statement is planned.
PLANNED = Message.state == literal_column("'planned'")
ALONE = and_(PLANNED, Message.broadcast_id.is_(None))
OF_THIS = and_(PLANNED, Message.broadcast_id == Broadcast.id)

COLUMNS = (
    Message.id,
    Message.attempt,
    Message.owner,
    Message.chat_id,
    Message.member_id,
    Message.broadcast_id,
    Message.variant,
    Message.lane,
    Message.advertising,
    Message.topic,
    Message.worth,
    Message.silent,
    Message.kind,
    Message.facts,
    Message.thread,
    Message.created_at,
    Message.due_at,
    Message.expires_at,
    Chat.reachable,
    func.coalesce(Chat.language, Chat.telegram_language).label("language"),
)


async def due(session: AsyncSession, lane: Lane, at: datetime, *, avoid: Collection[int], most: int) -> Sequence[Any]:
    """Planned messages of a lane that belong to no broadcast, oldest first, none to the chats in *avoid*, locked where
    rows can be locked."""
    return await _found(session, _waiting(at).where(ALONE, Message.lane == lane), avoid, most)


async def due_of(
    session: AsyncSession, broadcast_id: int, at: datetime, *, avoid: Collection[int], most: int
) -> Sequence[Any]:
    """The same for one broadcast. It has hardly two messages for a chat, so that *avoid* is first tried without asking
    the database: that spares it a list that is different each time."""
    waiting = _waiting(at).where(PLANNED, Message.broadcast_id == broadcast_id)
    rows = await _found(session, waiting, (), most)
    free = [row for row in rows if row.chat_id not in avoid]
    return free if free or not rows else await _found(session, waiting, avoid, most)


def _waiting(at: datetime) -> Select[Any]:
    return select(*COLUMNS).outerjoin(Chat, Chat.chat_id == Message.chat_id).where(Message.due_at <= at)


async def _found(session: AsyncSession, waiting: Select[Any], avoid: Collection[int], most: int) -> Sequence[Any]:
    oldest = waiting.order_by(Message.due_at, Message.id).limit(most).with_for_update(of=Message, skip_locked=True)
    rows: Sequence[Any] = (
        await session.execute(oldest.where(Message.chat_id.not_in(avoid)) if avoid else oldest)
    ).all()
    return rows


async def broadcasts_due(session: AsyncSession, at: datetime) -> Sequence[Any]:
    """(id, since, paid, paid_left) of every broadcast that runs, whose message waits longest first; `since` is None
    where none is due. They are few."""
    since = select(func.min(Message.due_at)).where(OF_THIS).scalar_subquery()
    running = (
        select(
            Broadcast.id,
            since.label("since"),
            Broadcast.paid,
            (func.coalesce(Broadcast.paid_most, 0) - Broadcast.paid_calls).label("paid_left"),
        )
        .where(Broadcast.state == BroadcastState.RUNNING)
        .order_by(since)
    )
    return (await session.execute(running)).all()


async def anything_due(session: AsyncSession, at: datetime) -> bool:
    since = await oldest_due(session, at)
    return since is not None


async def oldest_due(session: AsyncSession, at: datetime) -> datetime | None:
    """Since when the message is due that waits longest to leave; of broadcasts, those that run."""
    lanes = [select(func.min(Message.due_at).label("since")).where(ALONE, Message.lane == lane) for lane in Lane]
    first = select(func.min(Message.due_at)).where(OF_THIS).scalar_subquery()
    running = select(func.min(first)).where(Broadcast.state == BroadcastState.RUNNING)
    heads = union_all(*lanes, running).subquery()
    moment: datetime | None = await session.scalar(select(func.min(heads.c.since)))
    return moment if moment is not None and moment <= at else None
