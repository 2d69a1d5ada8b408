"""Counting the ready-made segments among a million members with ten million postings, and the night's recount.

The postings are there as they would be in a shop of that size: no segment reads them, each must stay within a second.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.rules.program_json import to_json
from bot.rules.ready_segments import READY
from bot.rules.segments import All, Condition, Not, Segment
from bot.rules.segments import to_json as stored
from bot.usecases import rfm
from db.enums import Role, StaffState
from db.migrations.run import migrate
from db.models.program import ProgramVersion
from db.models.staff import Staff
from db.queries import segments
from db.session import Database
from tests.support.databases import POSTGRES_BIN, Cluster
from tests.support.programs import SUSHI

MEMBERS, ENTRIES, ORDERS, ROUNDS = 1_000_000, 5_000_000, 1_000_000, 3
LIMIT = 1.0  # seconds
AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")
OTHERS: dict[str, Segment] = {
    "can be written to, gold": All((Condition("consent", "is", True), Condition("tier", "in", ("gold",)))),
    "at least 500 points": Condition("points", "least", 500),
    "not bought rolls": Not(Condition("category", "bought", "rolls")),
}
_NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count) ",
    "postgresql": "WITH numbers(n) AS (SELECT generate_series(1, CAST(:count AS bigint))) ",
}
_AGO = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', 1795262400 - ({days}) * 86400 - n % 80000, 'unixepoch')",
    "postgresql": "to_timestamp(1795262400 - ({days}) * 86400 - n % 80000)",
}
_TEXT = {"sqlite": "printf('%013d', n)", "postgresql": "lpad(n::text, 13, '0')"}
_EMPTY = {"sqlite": "zeroblob(32)", "postgresql": "decode(repeat('00', 32), 'hex')"}
# A number that looks like chance, the same on both: many small ones, few large ones.
_ORDERS = "n * 7919 % 97 % (1 + n % 29)"
Rows = tuple[str, int, dict[str, str]]  # table, how many, column → what it is of the n-th


def _people(kind: str) -> list[Rows]:
    name, spent = _TEXT[kind], f"{_ORDERS} * (50000 + n * 31 % 100000)"
    ordered = f"CASE WHEN {_ORDERS} > 0 THEN {_AGO[kind].format(days='n * 104729 % 811')} END"
    members = {
        "id": "n",
        "number": name,
        "card_code": name,
        "referral_code": name,
        "state": "'active'",
        "holdout": "false",
        "tier": "CASE n % 9 WHEN 0 THEN 'gold' ELSE 'bronze' END",
        "joined_at": _AGO[kind].format(days="n % 1000"),
        "orders_count": _ORDERS,
        "spent_minor": spent,
        "first_order_at": ordered,
        "last_order_at": ordered,
        "rhythm_days": f"CASE WHEN {_ORDERS} > 4 THEN 5 + n % 40 END",
        "usual_hour": "n % 24",
        "favourite": "'rolls'",
    }
    people = {
        "member_id": "n",
        "chat_id": "n",
        "name": "'Ann'",
        "phone": name,
        "advertising": "n % 5 > 0",
        "birthday_day": "1 + n % 28",
        "birthday_month": "1 + n % 12",
        "birthday_md": "(1 + n % 12) * 100 + 1 + n % 28",
    }
    return [("members", MEMBERS, members), ("people", MEMBERS, people)]


def _ledger(kind: str) -> list[Rows]:
    empty, at = _EMPTY[kind], _AGO[kind].format(days="n % 900")
    entries = {
        "id": "n",
        "key": "'order_' || n",
        "kind": "'earn'",
        "at": at,
        "actor": "'programme'",
        "reason": "'order.delivered'",
        "facts": "'{}'",
    }
    theirs = {
        "entry_id": "n",
        "seq": "0",
        "account_id": f"1 + (n - 1) / {ENTRIES // MEMBERS}",
        "amount": "62",
        "balance": "62",
    }
    ours = {"entry_id": "n", "seq": "1", "account_id": str(MEMBERS + 1), "amount": "-62"}
    return [
        ("accounts", MEMBERS, {"id": "n", "kind": "'member'", "member_id": "n"}),
        ("accounts", 1, {"id": str(MEMBERS + 1), "kind": "'orders'"}),
        ("balances", MEMBERS, {"account_id": "n", "available": "n % 1000", "held": "0", "head": empty}),
        ("entries", ENTRIES, entries),
        ("postings", ENTRIES, theirs | {"prev_hash": empty, "hash": empty}),
        ("postings", ENTRIES, ours),
    ]


def _orders(kind: str) -> list[Rows]:
    at, whose = _AGO[kind].format(days="n % 900"), f"1 + n * 7919 % {MEMBERS}"
    orders = {
        "id": "n",
        "key": "'order' || n",
        "member_id": whose,
        "state": "'delivered'",
        "placed_by": "1",
        "currency": "'RUB'",
        "amount_minor": "100000",
        "fee_minor": "0",
        "base_minor": "100000",
        "points": "50",
        "program_version": "1",
        "earning": "'{}'",
        "address": "''",
        "handover_code": "'1'",
        "wrong_codes": "0",
        "placed_at": at,
        "delivered_at": at,
    }
    items = {
        "id": "n",
        "order_id": "n",
        "member_id": whose,
        "name": "'Roll'",
        "folded": "'roll'",
        "quantity": "1",
        "category": "CASE n % 3 WHEN 0 THEN 'soup' ELSE 'rolls' END",
        "sum_minor": "100000",
    }
    return [("orders", ORDERS, orders), ("order_items", ORDERS, items)]


async def bench() -> list[dict[str, Any]]:
    """Rows of {metric, ours, peer, limit, ratio}; the limit is a second."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/segments.db"
        await migrate(url)
        rows = await _on(Database.connect(url), "SQLite")
    if (POSTGRES_BIN / "initdb").exists():
        cluster = Cluster({"shared_buffers": "512MB", "max_wal_size": "8GB"})
        await asyncio.to_thread(cluster.start)
        try:
            await cluster.sql("CREATE DATABASE segments")
            await migrate(cluster.url("segments"))
            rows += await _on(Database.connect(cluster.url("segments")), "PostgreSQL")
        finally:
            await asyncio.to_thread(cluster.stop)
    return rows


async def _on(db: Database, name: str) -> list[dict[str, Any]]:
    try:
        built = await _took(lambda: _build(db))
        rows = [_row(f"s to build members and postings, {name}", built, None)]
        rows.append(_row(f"s the night's recount of fifths, {name}", await _took(lambda: rfm.recount(db, AT)), None))
        for key, segment in {**READY, **OTHERS}.items():
            rows.append(await _counted(db, name, key, segment))
        return rows
    finally:
        await db.close()


async def _counted(db: Database, name: str, key: str, segment: Segment) -> dict[str, Any]:
    found: list[int] = []

    async def count() -> None:
        async with db.read(long=True) as session:
            found.append(await segments.count(session, stored(segment), AT, ZONE))

    taken = statistics.median([await _took(count) for _ in range(ROUNDS)])
    assert 0 < found[0] < MEMBERS, f"{key} tells nobody apart"
    return _row(f"s to count {key} ({found[0]:,}), {name}", taken, LIMIT if key in READY else None)


async def _took(work: Callable[[], Awaitable[Any]]) -> float:
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


def _row(metric: str, ours: float, limit: float | None) -> dict[str, Any]:
    return {"metric": metric, "ours": ours, "peer": None, "limit": limit, "ratio": ours / limit if limit else None}


async def _build(db: Database) -> None:
    effective = AT - timedelta(days=900)
    settings = {"settings": to_json(SUSHI), "effective_at": effective, "published_at": effective}
    async with db.begin() as session:
        session.add(ProgramVersion(version=1, **settings))
        session.add(Staff(id=1, chat_id=1, name="Olga", role=Role.OWNER, state=StaffState.ACTIVE, created_at=AT))
    for table, count, columns in (*_people(db.dialect), *_ledger(db.dialect), *_orders(db.dialect)):
        values = f"{_NUMBERS[db.dialect]} SELECT {', '.join(columns.values())} FROM numbers"
        async with db.begin() as session:
            if db.dialect == "postgresql":
                await session.execute(text("SET LOCAL statement_timeout = 0"))
                await session.execute(
                    text("SET LOCAL session_replication_role = replica")
                )  # no foreign keys: they hold
            await session.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) {values}"), {"count": count})
        await db.scrub()
    async with db.begin() as session:
        await session.execute(text("ANALYZE"))
