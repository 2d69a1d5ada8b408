"""Messages that are to leave: what becomes of them, and what is in doubt. What is due: outbox_due.py."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, MessageState
from db.models.broadcasts import Broadcast
from db.models.messages import OutgoingMessage as Message

OUTBOX: Table = Message.__table__  # type: ignore[assignment]
# Of a broadcast's messages that wait for something other than time: their wave, or which variant wins.
PARKED = datetime(9999, 1, 1, tzinfo=UTC)


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


async def begin_attempt(
    session: AsyncSession, ids: Sequence[int], *, owner: str, at: datetime, until: datetime
) -> None:
    """These planned rows are being sent by *owner* until *until*."""
    values = {"state": MessageState.SENDING, "owner": owner, "lease_until": until, "left_at": at}
    begun = update(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == MessageState.PLANNED)
    await session.execute(begun.values(attempt=OUTBOX.c.attempt + 1, **values))


async def count_paid(session: AsyncSession, broadcast_id: int, calls: int) -> bool:
    """So many more of its calls are paid for, if its budget holds them."""
    after = Broadcast.paid_calls + calls
    paid = update(Broadcast).where(Broadcast.id == broadcast_id, Broadcast.paid_most >= after)
    result = await session.execute(paid.values(paid_calls=after))
    return bool(result.rowcount)  # type: ignore[attr-defined]


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


# Of a row of the outbox: its broadcast was stopped.
_STOPPED = exists().where(Broadcast.id == OUTBOX.c.broadcast_id, Broadcast.state == BroadcastState.STOPPED)
_OVER = exists().where(
    Broadcast.id == OUTBOX.c.broadcast_id, Broadcast.state.in_((BroadcastState.STOPPED, BroadcastState.DONE))
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


async def left_in_doubt(session: AsyncSession, owner: str, *, lease_before: datetime | None) -> Sequence[Any]:
    """Rows others than *owner* began to send, and whose lease ended before *lease_before* (None: whenever it ends)."""
    columns = (Message.id, Message.attempt, Message.owner, Message.lane, Message.advertising, Message.left_at)
    found = (
        select(*columns)
        .where(Message.state == MessageState.SENDING, Message.owner != owner)
        .with_for_update(skip_locked=True)
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
    """Rows in doubt are planned once more, but for those of a broadcast that was stopped; a broadcast that was done
    runs again for them. Returns which."""
    again = update(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == MessageState.UNKNOWN, ~_STOPPED)
    values = {"state": MessageState.PLANNED, "due_at": at, "reason": "sent again by hand"}
    planned = list(await session.scalars(again.values(**values).returning(OUTBOX.c.id)))
    theirs = select(OUTBOX.c.broadcast_id).where(OUTBOX.c.id.in_(planned))
    done = update(Broadcast).where(Broadcast.id.in_(theirs), Broadcast.state == BroadcastState.DONE)
    await session.execute(done.values(state=BroadcastState.RUNNING, finished_at=None))
    return planned


async def skip_stopped(session: AsyncSession, ids: Collection[int]) -> None:
    """Those of these planned rows whose broadcast was stopped while they were on their way do not leave any more."""
    stopped = update(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.state == MessageState.PLANNED, _STOPPED)
    await session.execute(stopped.values(state=MessageState.SKIPPED, reason="stopped"))


async def plan_failed_again(session: AsyncSession, broadcast_id: int, reason: str, *, at: datetime) -> int:
    """A broadcast's messages that failed for *reason* are planned once more, unless it is over; returns how many."""
    failed = update(OUTBOX).where(OUTBOX.c.broadcast_id == broadcast_id, OUTBOX.c.state == MessageState.FAILED, ~_OVER)
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
