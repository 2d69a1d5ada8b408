"""Requests by key: what changes something is done once under its key, and answered the same for ever after."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.actor import Client
from bot.usecases.errors import Refused
from db.models.clients import Command
from db.quick import quickly
from db.session import Database, NotAlone, insert_once

_ANSWERED = (
    update(Command)
    .where(Command.key_id == bindparam("client"), Command.key == bindparam("request"))
    .values(status=bindparam("said"), reply=bindparam("words"), member_id=bindparam("whom"))
)
KEPT = timedelta(days=30)  # the words of an answer; the key itself is kept for good
UNDER_WAY = 0


@dataclass(frozen=True)
class Request:
    """The key its sender gave it, and a hash of what was asked: method, path and body."""

    key: str
    fingerprint: str


@dataclass(frozen=True)
class Answer:
    """What is sent back. `member_id`: whom it speaks of, so that erasing them reaches it."""

    status: int
    body: bytes
    member_id: int | None = None
    replayed: bool = False


Work = Callable[[], Awaitable[Answer]]


async def once(db: Database, client: Client, request: Request, work: Work, *, at: datetime) -> Answer:
    """*work* is done and its answer kept, in one transaction; under the same key again nothing is done and the same
    bytes come back (`replayed`). What *work* raises undoes everything, the key as well; a refusal it answers with is
    kept, so that a retry cannot succeed behind the back of whoever was refused.

    Refuses `command.key_reused` (the key stands for another request) and `command.forgotten` (done more than 30 days
    ago: what was answered is not known any more). Raises TryAgain while the same key is under way elsewhere.
    """
    try:
        return await _once(db, client, request, work, at, careful=False)
    except NotAlone:  # it was refused: rarely, and then what it wrote is undone apart from its key
        return await _once(db, client, request, work, at, careful=True)


async def _once(db: Database, client: Client, request: Request, work: Work, at: datetime, *, careful: bool) -> Answer:
    async with db.whole(careful=careful) as session:
        first = {"key_id": client.key_id, "key": request.key, "fingerprint": request.fingerprint}
        if not await insert_once(session, Command, first | {"status": UNDER_WAY, "at": at}, index=["key_id", "key"]):
            return await _again(session, client, request)
        answer = await work()
        told = {"said": answer.status, "words": answer.body, "whom": answer.member_id}
        await quickly(session, _ANSWERED, {"client": client.key_id, "request": request.key, **told})
        return answer


async def _again(session: AsyncSession, client: Client, request: Request) -> Answer:
    found = select(Command.fingerprint, Command.status, Command.reply, Command.member_id)
    row = (await session.execute(found.filter_by(key_id=client.key_id, key=request.key))).one()
    if row.fingerprint != request.fingerprint:
        raise Refused("command.key_reused")
    if row.reply is None:
        raise Refused("command.forgotten")
    return Answer(row.status, row.reply, row.member_id, replayed=True)


async def forget(db: Database, at: datetime) -> int:
    """The words of answers older than 30 days are gone; what they answered stays done. Returns how many."""
    old = (Command.reply.is_not(None), Command.at < at - KEPT)
    async with db.begin() as session:
        gone = await session.execute(update(Command).where(*old).values(reply=None))
        return int(gone.rowcount)  # type: ignore[attr-defined]
