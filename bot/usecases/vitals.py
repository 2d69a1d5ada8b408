"""How the moving parts are doing: written by intake and sender, read by /health and /metrics."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from db.queries import inbox, outbox_due
from db.session import Database


@dataclass
class Vitals:
    """A trouble is a sentence for the operator, or None when all is well. Counts are since the start."""

    phase: Literal["starting", "open", "stopping"] = "starting"
    died: str | None = None  # the part that ended by itself: the process ends, and not as if all were well
    polling: str | None = None
    sending: str | None = None
    last_update_at: datetime | None = None
    last_sent_at: datetime | None = None
    undecodable: int = 0  # updates set aside since the start
    turned_away: int = 0  # updates of people who sent far too many
    updates: Counter[tuple[str, str]] = field(default_factory=Counter)  # by kind and what became of them
    messages: Counter[tuple[str, str]] = field(default_factory=Counter)  # by lane and what became of the attempt


@dataclass(frozen=True)
class Ages:
    """Seconds the oldest update waits to be handled, and the oldest due message to leave; None: nothing waits."""

    update: float | None
    message: float | None


async def ages(db: Database, *, at: datetime) -> Ages:
    """How far behind the programme is at *at*; changes nothing."""
    async with db.read() as session:
        update = await inbox.oldest_update(session)
        message = await outbox_due.oldest_due(session, at)
    return Ages(_seconds(update, at), _seconds(message, at))


def _seconds(since: datetime | None, at: datetime) -> float | None:
    return None if since is None else max(0.0, (at - since).total_seconds())
