"""Updates that came in: kept before they are acknowledged, each with one effect, forgotten in time."""

from collections.abc import Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import notify
from bot.usecases.notify import Notice
from db.enums import Lane, UpdateState
from db.models.messages import IncomingUpdate
from db.queries import inbox as updates
from db.session import Database, once

BODIES_KEPT = timedelta(days=7)
IDS_KEPT = timedelta(days=90)

_secret: ContextVar[bool] = ContextVar("secret", default=False)  # of the update under way in this task


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came: `body` is its JSON; arrivals of one `chat_key` are handled in order."""

    update_id: int
    chat_key: int
    kind: str
    body: str


class AlreadyHandled(Exception):
    """Somebody else has handled this update meanwhile; this unit must not be committed."""


async def store(
    db: Database, bot_id: int, arrivals: Sequence[Arrival], *, at: datetime, until: datetime
) -> frozenset[int]:
    """The arrivals are kept; returns the ids not known before. Until *until* they are the caller's to handle."""
    if not arrivals:
        return frozenset()
    rows = [_row(bot_id, arrival, at, until) for arrival in arrivals]
    statement = once(db.dialect, IncomingUpdate.__table__, ("bot_id", "update_id"))
    async with db.begin() as session:
        stored = await session.execute(statement.returning(IncomingUpdate.update_id), rows)
        return frozenset(stored.scalars())


def _row(bot_id: int, arrival: Arrival, at: datetime, until: datetime) -> dict[str, object]:
    return {
        "bot_id": bot_id,
        "update_id": arrival.update_id,
        "chat_key": arrival.chat_key,
        "kind": arrival.kind,
        "body": arrival.body,
        "state": UpdateState.NEW,
        "tries": 0,
        "received_at": at,
        "due_at": until,
    }


def begin() -> None:
    """Another update is under way in this task."""
    _secret.set(False)


def keep_secret() -> None:
    """What the update under way says is a secret, such as a PIN: its words are gone as soon as it has its effect."""
    _secret.set(True)


async def mark_done(session: AsyncSession, bot_id: int, update_id: int, *, at: datetime) -> None:
    """Rides along with the effect of the update, so that both are true or neither. Raises AlreadyHandled."""
    if not await updates.close_updates(session, bot_id, [update_id], UpdateState.DONE, at):
        raise AlreadyHandled(update_id)
    if _secret.get():
        await updates.drop_body(session, bot_id, update_id)


async def finish(db: Database, bot_id: int, update_ids: Sequence[int], *, at: datetime, why: str | None = None) -> None:
    """These updates, which had no effect, are done (or turned away: *why*)."""
    async with db.begin() as session:
        await updates.close_updates(session, bot_id, update_ids, UpdateState.DONE, at, why)


async def turn_away(db: Database, bot_id: int, update_ids: Sequence[int], *, chat_id: int | None, at: datetime) -> None:
    """These updates of somebody who sent far too many are done without being read; the person is told once an hour."""
    async with db.begin() as session:
        await updates.close_updates(session, bot_id, update_ids, UpdateState.DONE, at, "too many")
        if chat_id is not None:
            key = f"update:too_many:{chat_id}:{at:%Y-%m-%dT%H}"
            await notify.tell(session, chat_id, Notice("update.turned_away", key=key, lane=Lane.PERSON), at=at)


async def stumble(db: Database, bot_id: int, update_id: int, error: str) -> int:
    """A try has failed; returns how many have by now."""
    async with db.begin() as session:
        return await updates.count_try(session, bot_id, update_id, error)


async def set_aside(
    db: Database, bot_id: int, update_id: int, error: str, *, chat_id: int | None, at: datetime
) -> None:
    """The update is quarantined, and the person (if *chat_id* is known) gets an apology: one, however often asked."""
    async with db.begin() as session:
        closed = await updates.close_updates(session, bot_id, [update_id], UpdateState.QUARANTINED, at, error)
        if closed and chat_id is not None:
            notice = Notice("update.set_aside", key=f"update:{bot_id}:{update_id}:sorry", lane=Lane.PERSON)
            await notify.tell(session, chat_id, notice, at=at)


async def take_over(
    db: Database, bot_id: int, *, free_at: datetime | None, until: datetime, but: Collection[int], most: int
) -> list[Arrival]:
    """Unhandled updates nobody has a claim on at *free_at* (None: whoever claimed them is gone), oldest first; until
    *until* they are the caller's. Those in *but* are left alone."""
    async with db.begin() as session:
        rows = await updates.claim_updates(session, bot_id, free_at=free_at, until=until, but=but, most=most)
    return [Arrival(row.update_id, row.chat_key, row.kind, row.body or "{}") for row in rows]


async def keep(db: Database, bot_id: int, update_ids: Sequence[int], *, until: datetime) -> None:
    """The caller's claim on these updates holds until *until* (a moment past gives them free)."""
    if update_ids:
        async with db.begin() as session:
            await updates.extend_claims(session, bot_id, update_ids, until)


async def forget(db: Database, *, at: datetime) -> tuple[int, int]:
    """What people wrote is gone 7 days after it was handled, its id after 90 (until then a repetition is known as one).
    Returns how many bodies and how many ids went."""
    async with db.begin() as session:
        bodies = await updates.drop_bodies(session, at - BODIES_KEPT)
        ids = await updates.drop_updates(session, at - IDS_KEPT)
    return bodies, ids
