"""One attempt to send a message, and what can become of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from db.enums import Lane, MessageState
from db.queries.outbox import Change

# How often a message in doubt is sent again by itself, and after how long: a receipt twice does no harm, and a code is
# the same code; advertising that comes twice is worse than advertising that does not come.
REPEATS = {Lane.PERSON: 2, Lane.SERVICE: 1, Lane.BULK: 0}
REPEAT_AFTER = {Lane.PERSON: timedelta(seconds=10), Lane.SERVICE: timedelta(seconds=60), Lane.BULK: timedelta()}
EDIT_REPEATS = 5  # an edit may be repeated freely: it says the same thing in the same place


@dataclass(frozen=True, slots=True)
class Attempt:
    """That somebody is sending a message, and by which rule it is judged."""

    id: int
    attempt: int
    owner: str
    lane: Lane
    advertising: bool
    left_at: datetime


@dataclass(frozen=True, slots=True)
class Outgoing(Attempt):
    """The message itself. `edits`: Telegram's number of the message of its thread that it may replace; `paid`: it may
    leave at the pace Telegram is paid for."""

    chat_id: int
    member_id: int | None
    broadcast_id: int | None
    variant: str | None
    silent: bool
    kind: str
    facts: Mapping[str, Any]
    thread: str | None
    language: str | None
    edits: int | None = None
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt."""

    change: Change
    unreachable: int | None = None  # the chat that Telegram said cannot be written to


def sent(row: Outgoing, message_id: int) -> Outcome:
    change = Change(row.id, row.attempt, row.owner, MessageState.SENT, message_id=message_id, left_at=row.left_at)
    return Outcome(change)


def failed(row: Outgoing, reason: str, *, unreachable: bool = False) -> Outcome:
    """Telegram has refused it for good."""
    change = Change(row.id, row.attempt, row.owner, MessageState.FAILED, reason=reason, left_at=row.left_at)
    return Outcome(change, row.chat_id if unreachable else None)


def postponed(row: Outgoing, due_at: datetime) -> Outcome:
    """It certainly did not arrive, and leaves at *due_at*."""
    return Outcome(Change(row.id, row.attempt, row.owner, MessageState.PLANNED, taken_back=True, due_at=due_at))


def in_doubt(row: Attempt, reason: str, *, at: datetime, edited: bool = False) -> Outcome:
    """It may have arrived. By its lane's rule it is sent once more, or its row says unknown until a person decides."""
    repeats = EDIT_REPEATS if edited else 0 if row.advertising else REPEATS[row.lane]
    again = row.attempt <= repeats
    state = MessageState.PLANNED if again else MessageState.UNKNOWN
    due_at = at + REPEAT_AFTER[row.lane] if again else None
    change = Change(row.id, row.attempt, row.owner, state, reason=reason, due_at=due_at, left_at=row.left_at)
    return Outcome(change)
