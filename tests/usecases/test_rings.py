"""No ring reads a table whole: neither one that finds nothing to do, nor one at which every kind of rule looks."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Connection, event, text, update

from db.enums import AutomationKind
from db.models.automations import Automation
from db.session import Database
from tests.support import standing as support
from tests.support.standing import TODAY, Calendar, many, moscow

GROWING = "members|people|orders|order_items|vouchers|firings|outbox|consents|memorable_dates|chats"
Statement = tuple[str, Any]


@pytest_asyncio.fixture
async def calendar(db: Database) -> AsyncIterator[Calendar]:
    async for each in support.opened(db):
        await many(db, 50, time_zone="Asia/Tokyo")
        await each.had(each.shop.ann, moscow(TODAY))
        async with db.begin() as session:
            theirs = {"moment": {"category": "rolls"}}
            await session.execute(update(Automation).values(enabled=True))
            lapsed = Automation.kind == AutomationKind.CATEGORY_LAPSED
            await session.execute(update(Automation).where(lapsed).values(**theirs))
        yield each


@contextmanager
def heard(db: Database) -> Iterator[list[Statement]]:
    """What the database is asked within the block."""
    said: list[Statement] = []

    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            said.append((statement, parameters))

    engines = {engine.sync_engine for engine in db._engines}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    yield said
    for engine in engines:
        event.remove(engine, "before_cursor_execute", hear)


async def read_whole(db: Database, said: list[Statement]) -> list[str]:
    """Steps of the plans that read one of the growing tables from end to end."""
    sqlite, found = db.dialect == "sqlite", []
    async with db.read() as session:
        connection = await session.connection()
        if not sqlite:
            await session.execute(text("SET enable_seqscan = off"))  # small tables are not worth an index otherwise
        for statement, parameters in said:
            asked = ("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + re.sub(r"FOR UPDATE.*", "", statement)
            steps = await connection.run_sync(_plan, asked, parameters)
            whole = rf"^SCAN ({GROWING})(_\d)?\b" if sqlite else rf"Seq Scan on ({GROWING})\b"
            found += [f"{step}: {statement}" for step in steps if re.search(whole, step)]
    return found


def _plan(connection: Connection, asked: str, parameters: Any) -> list[str]:
    return [str(row[-1]) for row in connection.exec_driver_sql(asked, parameters)]


async def test_a_ring_with_nothing_to_do(calendar: Calendar) -> None:
    at = moscow(TODAY + timedelta(days=1), 23)
    await calendar.rings(at)
    with heard(calendar.db) as said:
        assert await calendar.rings(at + timedelta(minutes=1)) == 0
    assert said
    assert await read_whole(calendar.db, said) == []


async def test_a_ring_at_which_every_rule_looks(calendar: Calendar) -> None:
    await calendar.rings(moscow(TODAY, 23))
    with heard(calendar.db) as said:
        await calendar.rings(moscow(TODAY + timedelta(days=1), 23))
    assert len(said) > 50
    assert await read_whole(calendar.db, said) == []


@pytest.mark.parametrize("kind", [AutomationKind.BIRTHDAY])
async def test_a_scan_would_be_seen(calendar: Calendar, kind: AutomationKind) -> None:
    parameters: Any = ()
    whole = ("SELECT name FROM people WHERE birthday_day = 1", parameters)
    assert len(await read_whole(calendar.db, [whole])) == 1
