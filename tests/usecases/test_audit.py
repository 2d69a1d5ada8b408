"""The audit log is one chain from its first line on; a changed, a missing or a planted line is named."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.usecases import audit
from db.session import Database
from tests.support.guests import NOON

LINES = 50


async def written(db: Database, *numbers: int) -> None:
    async def one(number: int) -> None:
        async with db.begin() as session:
            await audit.write(session, None, "test.done", f"order:{number}", at=NOON, reason="Ёж", facts={"n": number})

    await asyncio.gather(*(one(number) for number in numbers))


async def fault(db: Database) -> str | None:
    async with db.read(long=True) as session:
        return await audit.first_fault(session)


async def tampered(db: Database, statement: str) -> None:
    """Past the triggers, as somebody with the whole machine could."""
    off = "ALTER TABLE audit DISABLE TRIGGER USER"
    drops = [f"DROP TRIGGER audit_no_{act}" for act in ("update", "delete")]
    async with db.begin() as session:
        for each in drops if db.dialect == "sqlite" else [off]:
            await session.execute(text(each))
        await session.execute(text(statement))


async def test_fifty_first_lines_at_once_are_one_chain(db: Database) -> None:
    await written(db, *range(LINES))
    async with db.read() as session:
        rows = (await session.execute(text("SELECT prev_hash, hash FROM audit"))).all()
    follows = dict(tuple(row) for row in rows)
    at, length = audit.FIRST, 0
    while at in follows:
        at, length = follows[at], length + 1
    assert (len(rows), length) == (LINES, LINES)
    assert await fault(db) is None


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE audit SET reason = 'harmless' WHERE id = 3", "audit line 3: it is not as it was written"),
        ("UPDATE audit SET staff_id = 1 WHERE id = 1", "audit line 1: it is not as it was written"),
        ("UPDATE audit SET at = '2026-11-21 13:00:00+00:00' WHERE id = 2", "audit line 2: it is not as it was written"),
        ("DELETE FROM audit WHERE id = 2", "audit line 3: it does not follow from the line before it"),
        ("DELETE FROM audit WHERE id = 1", "audit line 2: it does not follow from the line before it"),
    ],
)
async def test_what_was_done_to_a_line_is_named(db: Database, statement: str, named: str) -> None:
    for number in range(4):
        await written(db, number)
    assert await fault(db) is None
    await tampered(db, statement)
    assert await fault(db) == named


async def test_the_database_itself_refuses_a_second_line_after_the_same(db: Database) -> None:
    await written(db, 1)
    copied = "act, subject, facts, prev_hash, hash"
    with pytest.raises(DBAPIError, match=r"(?i)unique"):
        async with db.begin() as session:
            await session.execute(text(f"INSERT INTO audit (at, {copied}) SELECT at, {copied} FROM audit"))
