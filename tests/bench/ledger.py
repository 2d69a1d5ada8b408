"""Ledger units a second, beside the raw driver doing the same statements: `python -m tests.bench.ledger`."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy.dialects import sqlite

from db.enums import AccountKind
from db.ledger import post, read
from db.migrations.run import migrate
from db.session import Database
from tests.bench import plain_orm
from tests.support.databases import POSTGRES_BIN, Cluster
from tests.support.ledger import NEXT_YEAR, NOON, because, earned, joined

ROUNDS, UNITS, TASKS, READS = 7, 400, 20, 2_000
HASH = bytes(32)

LOCK = (
    "SELECT a.id, b.available, b.held, b.head, h.id FROM accounts a JOIN balances b ON b.account_id = a.id "
    "LEFT JOIN accounts h ON h.kind = 'orders' AND h.member_id IS NULL WHERE a.member_id = $1"
)
ENTRY = (
    "INSERT INTO entries (key, kind, at, actor, reason, facts) VALUES ($1, 'earn', $2, 'programme', "
    "'order.delivered', '{\"base\": 124000}') ON CONFLICT (key) DO NOTHING RETURNING id"
)
POSTING = (
    "INSERT INTO postings (entry_id, seq, account_id, amount, balance, prev_hash, hash) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"
)
LOT = "INSERT INTO lots (account_id, entry_id, points, remaining, expires_on) VALUES ($1, $2, 10, 10, $3)"
CHANGE = (
    "UPDATE balances SET available = available + 10, head = $2 WHERE account_id = $1 AND available + 10 >= 0 "
    "RETURNING available, held"
)


@dataclass
class Keys:
    """Fresh keys for the raw side."""

    used: int = 0

    def next(self) -> str:
        self.used += 1
        return f"raw:{self.used}"


async def bench() -> list[dict[str, Any]]:
    """Rows of {metric, ours, peer, limit, ratio}: medians of interleaved rounds; `limit` is the goal's ratio."""
    with tempfile.TemporaryDirectory() as folder:
        rows = await _on_sqlite(f"{folder}/bench.db")
    if (POSTGRES_BIN / "initdb").exists():
        rows += await _on_postgresql()
    return rows


async def _on_sqlite(path: str) -> list[dict[str, Any]]:
    await migrate(f"sqlite:///{path}")
    db = Database.connect(f"sqlite:///{path}")
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-64000"):
        raw.execute(f"PRAGMA {pragma}")
    members = await joined(db, *(f"Ann{n}" for n in range(50)))
    await earned(db, members[0], 1)
    keys = Keys()

    async def peer() -> None:
        for turn in range(UNITS):
            _raw_sqlite_unit(raw, members[turn % 50], keys.next())

    async def raw_reads() -> None:
        statement = _raw_balance()
        for turn in range(READS):
            raw.execute(statement, (members[turn % 50],)).fetchone()

    plain = plain_orm.sqlite_engine(path)

    async def orm() -> None:
        await plain_orm.units(plain, members, keys.next, count=UNITS, tasks=TASKS)

    rows = [
        await _rate("ledger units/s, SQLite FULL", UNITS, lambda: _units(db, members), peer, 0.5),
        await _rate("… beside the plain async ORM", UNITS, lambda: _units(db, members), orm, 10.0),
        await _cpu("CPU of a balance, us, SQLite", READS, lambda: _reads(db, members), raw_reads, 4.0),
    ]
    raw.close()
    await plain.dispose()
    await db.close()
    return rows


async def _on_postgresql() -> list[dict[str, Any]]:
    cluster = Cluster({"fsync": "on", "full_page_writes": "on", "shared_buffers": "128MB"})
    await asyncio.to_thread(cluster.start)
    try:
        await cluster.sql("CREATE DATABASE bench")
        await migrate(cluster.url("bench"))
        db = Database.connect(cluster.url("bench"))
        pool = await asyncpg.create_pool(
            host=str(cluster.folder), user="postgres", database="bench", min_size=TASKS, max_size=TASKS
        )
        members = await joined(db, *(f"Ann{n}" for n in range(50)))
        await earned(db, members[0], 1)
        keys = Keys()

        async def peer() -> None:
            share = [members[n::TASKS] for n in range(TASKS)]
            await asyncio.gather(*(_raw_postgresql_units(pool, mine, keys) for mine in share))

        plain = plain_orm.postgresql_engine(cluster.url("bench"))

        async def orm() -> None:
            await plain_orm.units(plain, members, keys.next, count=UNITS, tasks=TASKS)

        rows = [
            await _rate("ledger units/s, PostgreSQL", UNITS, lambda: _units(db, members), peer, 0.6),
            await _rate("… beside the plain async ORM", UNITS, lambda: _units(db, members), orm, 3.0),
        ]
        await plain.dispose()
        await pool.close()
        await db.close()
        return rows
    finally:
        await asyncio.to_thread(cluster.stop)


async def _units(db: Database, members: list[int]) -> None:
    """UNITS earnings by TASKS tasks, each with members of its own, one commit each."""

    async def task(mine: list[int]) -> None:
        for turn in range(UNITS // TASKS):
            async with db.begin() as session:
                await post.give(
                    session,
                    mine[turn % len(mine)],
                    10,
                    source=AccountKind.ORDERS,
                    because=because(),
                    expires_on=NEXT_YEAR,
                )

    await asyncio.gather(*(task(members[n::TASKS]) for n in range(TASKS)))


async def _reads(db: Database, members: list[int]) -> None:
    async with db.read() as session:
        for turn in range(READS):
            await read.balance(session, members[turn % 50])


def _raw_sqlite_unit(raw: sqlite3.Connection, member: int, key: str) -> None:
    raw.execute("BEGIN IMMEDIATE")
    account, available, _, head, house = raw.execute(_numbered(LOCK), (member,)).fetchone()
    (entry,) = raw.execute(_numbered(ENTRY), (key, NOON.isoformat(" "))).fetchone()
    legs = [(entry, 0, account, 10, available + 10, head, HASH), (entry, 1, house, -10, None, None, None)]
    raw.executemany(_numbered(POSTING), legs)
    raw.execute(_numbered(LOT), (account, entry, NEXT_YEAR.isoformat()))
    raw.execute(_numbered(CHANGE), (account, HASH)).fetchone()
    raw.execute("COMMIT")


async def _raw_postgresql_units(pool: Any, members: list[int], keys: Keys) -> None:
    for turn in range(UNITS // TASKS):
        async with pool.acquire() as raw, raw.transaction():
            locked = await raw.fetchrow(LOCK + " FOR UPDATE OF b", members[turn % len(members)])
            account, available, _, head, house = locked
            entry = await raw.fetchval(ENTRY, keys.next(), NOON)
            legs = [(entry, 0, account, 10, available + 10, head, HASH), (entry, 1, house, -10, None, None, None)]
            await raw.executemany(POSTING, legs)
            await raw.execute(LOT, account, entry, NEXT_YEAR)
            await raw.fetchrow(CHANGE, account, HASH)


def _numbered(statement: str) -> str:
    return statement.replace("$", "?")


def _raw_balance() -> str:
    return str(read._BALANCE.compile(dialect=sqlite.dialect()))


async def _rate(
    metric: str, units: int, ours: Callable[[], Awaitable[None]], peer: Callable[[], Awaitable[None]], limit: float
) -> dict[str, Any]:
    pairs = await _interleaved(ours, peer, time.perf_counter)
    return _row(metric, [(units / mine, units / theirs) for mine, theirs in pairs], limit)


async def _cpu(
    metric: str, units: int, ours: Callable[[], Awaitable[None]], peer: Callable[[], Awaitable[None]], limit: float
) -> dict[str, Any]:
    pairs = await _interleaved(ours, peer, time.process_time)
    return _row(metric, [(mine / units * 1e6, theirs / units * 1e6) for mine, theirs in pairs], limit)


async def _interleaved(
    ours: Callable[[], Awaitable[None]], peer: Callable[[], Awaitable[None]], clock: Callable[[], float]
) -> list[tuple[float, float]]:
    """Both sides in each round, one after the other; the first round only warms up."""
    pairs = []
    for _ in range(ROUNDS + 1):
        times = []
        for side in (ours, peer):
            started = clock()
            await side()
            times.append(clock() - started)
        pairs.append((times[0], times[1]))
    return pairs[1:]


def _row(metric: str, pairs: list[tuple[float, float]], limit: float) -> dict[str, Any]:
    return {
        "metric": metric,
        "ours": round(statistics.median(mine for mine, _ in pairs)),
        "peer": round(statistics.median(theirs for _, theirs in pairs)),
        "limit": limit,
        "ratio": round(statistics.median(mine / theirs for mine, theirs in pairs), 2),
    }


if __name__ == "__main__":
    for row in asyncio.run(bench()):
        print(row)
