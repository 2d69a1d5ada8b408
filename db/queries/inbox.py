"""Updates that came in: closing, claiming, counting and forgetting them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Row, Update, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import UpdateState
from db.models.messages import IncomingUpdate

ERROR_LENGTH = 200


async def close_updates(
    session: AsyncSession,
    bot_id: int,
    update_ids: Sequence[int],
    state: UpdateState,
    at: datetime,
    error: str | None = None,
) -> int:
    """Those that are still new get *state*; returns how many were."""
    values: dict[str, Any] = {"state": state, "done_at": at}
    if error is not None:
        values["error"] = error[:ERROR_LENGTH]
    return await _changed(session, _new(bot_id, update_ids).values(values))


async def count_try(session: AsyncSession, bot_id: int, update_id: int, error: str) -> int:
    """One failed try more; returns the number."""
    counted = _new(bot_id, [update_id]).values(tries=IncomingUpdate.tries + 1, error=error[:ERROR_LENGTH])
    return await session.scalar(counted.returning(IncomingUpdate.tries)) or 0


async def claim_updates(
    session: AsyncSession,
    bot_id: int,
    *,
    free_at: datetime | None,
    until: datetime,
    but: Collection[int],
    most: int,
) -> Sequence[Row[int, int, str, str | None]]:
    """New updates whose claim ended before *free_at* (None: all), oldest first, claimed until *until*."""
    columns = (IncomingUpdate.update_id, IncomingUpdate.chat_key, IncomingUpdate.kind, IncomingUpdate.body)
    free = (
        select(*columns)
        .where(IncomingUpdate.bot_id == bot_id, IncomingUpdate.state == UpdateState.NEW)
        .order_by(IncomingUpdate.received_at, IncomingUpdate.update_id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    if free_at is not None:
        free = free.where(IncomingUpdate.due_at <= free_at)
    if but:
        free = free.where(IncomingUpdate.update_id.not_in(but))
    rows = (await session.execute(free)).all()
    if rows:
        await extend_claims(session, bot_id, [row.update_id for row in rows], until)
    return rows


async def extend_claims(session: AsyncSession, bot_id: int, update_ids: Sequence[int], until: datetime) -> None:
    await session.execute(_new(bot_id, update_ids).values(due_at=until))


async def drop_bodies(session: AsyncSession, before: datetime) -> int:
    """Bodies of updates handled before *before* are gone; returns how many."""
    old = (
        update(IncomingUpdate)
        .where(IncomingUpdate.done_at < before, IncomingUpdate.body.is_not(None))
        .values(body=None)
        .execution_options(synchronize_session=False)
    )
    return await _changed(session, old)


async def drop_body(session: AsyncSession, bot_id: int, update_id: int) -> None:
    """What this one said is gone."""
    one = (IncomingUpdate.bot_id == bot_id, IncomingUpdate.update_id == update_id)
    await session.execute(update(IncomingUpdate).where(*one).values(body=None))


async def drop_updates(session: AsyncSession, before: datetime) -> int:
    """Updates handled before *before* are gone; returns how many."""
    done = await session.execute(
        delete(IncomingUpdate).where(IncomingUpdate.done_at < before).execution_options(synchronize_session=False)
    )
    return _rowcount(done)


async def oldest_update(session: AsyncSession) -> datetime | None:
    """When the update came that waits longest to be handled."""
    waiting = select(func.min(IncomingUpdate.received_at)).where(IncomingUpdate.state == UpdateState.NEW)
    return await session.scalar(waiting)


def _new(bot_id: int, update_ids: Sequence[int]) -> Update:
    return (
        update(IncomingUpdate)
        .where(
            IncomingUpdate.bot_id == bot_id,
            IncomingUpdate.update_id.in_(update_ids),
            IncomingUpdate.state == UpdateState.NEW,
        )
        .execution_options(synchronize_session=False)
    )


async def _changed(session: AsyncSession, statement: Update) -> int:
    return _rowcount(await session.execute(statement))


def _rowcount(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
