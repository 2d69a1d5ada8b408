"""Messages that are to leave: what is due, what became of it, what is in doubt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, Lane, MessageState
from db.models.broadcasts import Broadcast
from db.models.chats import Chat
from db.models.messages import OutgoingMessage as Message

OUTBOX: Table = Message.__table__  # type: ignore[assignment]
_COLUMNS = (
    Message.id,
    Message.attempt,
    Message.owner,
    Message.chat_id,
    Message.member_id,
    Message.broadcast_id,
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
    Broadcast.content,
    Chat.reachable,
    func.coalesce(Chat.language, Chat.telegram_language).label("language"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one attempt; nothing happens unless the row still is in that attempt of that owner."""

    id: int
    attempt: int
    owner: str
    state: MessageState
    taken_back: bool = False  # certainly not delivered: the attempt does not count
    message_id: int | None = None
    reason: str | None = None
    due_at: datetime | None = None
    left_at: datetime | None = None


async def due(
    session: AsyncSession, lane: Lane, at: datetime, *, avoid: Collection[int], most: int
) -> Sequence[Row[Any]]:
    """Planned messages of a lane, oldest first, none to the chats in *avoid*, locked where rows can be locked."""
    found = (
        select(*_COLUMNS)
        .outerjoin(Chat, Chat.chat_id == Message.chat_id)
        .outerjoin(Broadcast, Broadcast.id == Message.broadcast_id)
        .where(Message.state == MessageState.PLANNED, Message.lane == lane, Message.due_at <= at)
        .where(or_(Message.broadcast_id.is_(None), Broadcast.state == BroadcastState.RUNNING))
        .order_by(Message.due_at, Message.id)
        .limit(most)
        .with_for_update(of=Message, skip_locked=True)
    )
    if avoid:
        found = found.where(Message.chat_id.not_in(avoid))
    return (await session.execute(found)).all()


async def anything_due(session: AsyncSession, at: datetime) -> bool:
    waiting = exists().where(Message.state == MessageState.PLANNED, Message.due_at <= at)
    return bool(await session.scalar(select(waiting)))


async def oldest_due(session: AsyncSession, at: datetime) -> datetime | None:
    """Since when the message is due that waits longest to leave."""
    waiting = select(func.min(Message.due_at)).where(Message.state == MessageState.PLANNED, Message.due_at <= at)
    return await session.scalar(waiting)


async def begin_attempt(
    session: AsyncSession, ids: Sequence[int], *, owner: str, at: datetime, until: datetime
) -> None:
    """These planned rows are being sent by *owner* until *until*."""
    values = {"state": MessageState.SENDING, "owner": owner, "lease_until": until, "left_at": at}
    begun = update(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == MessageState.PLANNED)
    await session.execute(begun.values(attempt=OUTBOX.c.attempt + 1, **values))


async def put_aside(session: AsyncSession, ids: Sequence[int], values: Mapping[str, Any]) -> None:
    """These planned rows get *values* without having been sent."""
    planned = update(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == MessageState.PLANNED)
    await session.execute(planned.values(**values))


def _settling(*states: MessageState) -> Any:
    return (
        update(OUTBOX)
        .where(OUTBOX.c.id == bindparam("the_id"), OUTBOX.c.attempt == bindparam("the_attempt"))
        .where(OUTBOX.c.owner == bindparam("the_owner"), or_(*(OUTBOX.c.state == state for state in states)))
        .values(
            state=bindparam("new_state"),
            attempt=OUTBOX.c.attempt - bindparam("taken_back"),
            message_id=bindparam("new_message_id"),
            reason=bindparam("new_reason"),
            due_at=func.coalesce(bindparam("new_due_at", type_=OUTBOX.c.due_at.type), OUTBOX.c.due_at),
            left_at=bindparam("new_left_at"),
            lease_until=None,
        )
    )


_ENDING = _settling(MessageState.SENDING)
_ARRIVING = _settling(MessageState.SENDING, MessageState.UNKNOWN)  # a late word of the same attempt settles the doubt


async def settle(session: AsyncSession, changes: Iterable[Change]) -> None:
    """Each change happens if its row still is in that attempt of that owner."""
    arrived: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    for change in changes:
        (arrived if change.state is MessageState.SENT else ended).append(_bound(change))
    if arrived:
        await session.execute(_ARRIVING, arrived)
    if ended:
        await session.execute(_ENDING, ended)


def _bound(change: Change) -> dict[str, Any]:
    return {
        "the_id": change.id,
        "the_attempt": change.attempt,
        "the_owner": change.owner,
        "taken_back": int(change.taken_back),
        "new_state": change.state,
        "new_message_id": change.message_id,
        "new_reason": change.reason[:120] if change.reason else None,
        "new_due_at": change.due_at,
        "new_left_at": change.left_at,
    }


async def left_in_doubt(session: AsyncSession, owner: str, *, lease_before: datetime | None) -> Sequence[Row[Any]]:
    """Rows others than *owner* began to send, and whose lease ended before *lease_before* (None: whenever it ends)."""
    found = (
        select(*_COLUMNS, Message.left_at)
        .outerjoin(Chat, Chat.chat_id == Message.chat_id)
        .outerjoin(Broadcast, Broadcast.id == Message.broadcast_id)
        .where(Message.state == MessageState.SENDING, Message.owner != owner)
        .with_for_update(of=Message, skip_locked=True)
    )
    if lease_before is not None:
        found = found.where(Message.lease_until < lease_before)
    return (await session.execute(found)).all()


async def newest_of_thread(session: AsyncSession, chat_id: int, thread: str) -> int | None:
    """Telegram's number of the newest message of the thread that stands in the chat."""
    newest = (
        select(Message.message_id)
        .where(Message.thread == thread, Message.chat_id == chat_id)
        .where(Message.state == MessageState.SENT, Message.message_id.is_not(None))
        .order_by(Message.id.desc())
        .limit(1)
    )
    return await session.scalar(newest)


async def unknown(session: AsyncSession) -> Sequence[Any]:
    """Rows that may or may not have arrived, oldest first."""
    columns = (Message.id, Message.chat_id, Message.member_id, Message.broadcast_id, Message.kind, Message.left_at)
    found = select(*columns, Message.reason).where(Message.state == MessageState.UNKNOWN).order_by(Message.id)
    return (await session.execute(found)).all()


async def plan_again(session: AsyncSession, ids: Collection[int], *, at: datetime) -> list[int]:
    """Rows in doubt are planned once more; returns those that were in doubt."""
    again = update(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == MessageState.UNKNOWN)
    values = {"state": MessageState.PLANNED, "due_at": at, "reason": "sent again by hand"}
    return list(await session.scalars(again.values(**values).returning(OUTBOX.c.id)))


async def plan_failed_again(session: AsyncSession, broadcast_id: int, reason: str, *, at: datetime) -> int:
    """A broadcast's messages that failed for *reason* are planned once more; returns how many."""
    failed = update(OUTBOX).where(OUTBOX.c.broadcast_id == broadcast_id, OUTBOX.c.state == MessageState.FAILED)
    values = {"state": MessageState.PLANNED, "attempt": OUTBOX.c.attempt - 1, "due_at": at, "left_at": None}
    again = failed.where(OUTBOX.c.reason == reason).values(**values).returning(OUTBOX.c.id)
    return len((await session.scalars(again)).all())


async def counted(session: AsyncSession, broadcast_id: int) -> dict[MessageState, int]:
    """How many messages of a broadcast are in each state."""
    rows = await session.execute(
        select(Message.state, func.count().label("number"))
        .where(Message.broadcast_id == broadcast_id)
        .group_by(Message.state)
    )
    return dict.fromkeys(MessageState, 0) | {row.state: row.number for row in rows}
