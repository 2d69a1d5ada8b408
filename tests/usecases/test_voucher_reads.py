"""The bell asks every minute whether a voucher or a gift is over: it reads an index, never the table."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import gifts, vouchers
from db.session import Database
from tests.support.orders import NOON, opened

Read = Callable[[AsyncSession], Awaitable[object]]


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (lambda session: vouchers.over(session, NOON, limit=500), "ix_vouchers_ending"),
        (lambda session: gifts.due(session, NOON, limit=500), "ix_gifts_open"),
        (lambda session: vouchers.in_hand(session, 1, NOON), "ix_vouchers_member_id_state"),
        (lambda session: gifts.open_of(session, 1), "ix_gifts_giver_id_at"),
    ],
)
async def test_an_idle_tick_reads_an_index(sqlite_db: Database, read: Read, index: str) -> None:
    await opened(sqlite_db)
    asked: list[tuple[str, Any]] = []
    async with sqlite_db.read() as session:
        connection = (await session.connection()).sync_connection
        assert connection

        def remember(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
            asked.append((statement, parameters))

        event.listen(connection, "before_cursor_execute", remember)
        await read(session)
        event.remove(connection, "before_cursor_execute", remember)
        (statement, parameters), *_ = asked
        plan = await session.run_sync(
            lambda sync: sync.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        )
    assert index in str(plan), plan
