"""Orders over HTTP, every commit on the disk, by sixteen clients that wait for each answer.

The API runs as the bot's processes run it: one on SQLite, two on PostgreSQL; the clients are one process more.
"""

import asyncio
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update

from db.enums import Scope
from db.ledger import accounts
from db.ledger.verify import verify
from db.migrations.run import migrate
from db.models.clients import ApiKey
from db.models.members import Member, Person
from db.session import Database
from tests.support.api import ServedShop
from tests.support.databases import POSTGRES_BIN, Cluster
from tests.support.guests import NOON
from tests.support.orders import opened

CLIENTS, MEMBERS, WARM, ORDERS, ROUNDS = 16, 200, 200, 1_000, 3
GOALS = {"sqlite": (200, 1), "postgresql": (400, 2)}  # orders a second, processes
SLOWEST_MS = 250


@dataclass
class Round:
    """What one round measured: answers a second, and how long each took (seconds)."""

    rate: float
    took: list[float] = field(default_factory=list)


async def bench() -> list[dict[str, Any]]:
    """Rows of {metric, ours, peer, limit, ratio}: medians of rounds; `limit` is the goal, `ratio` how much of it."""
    with tempfile.TemporaryDirectory() as folder:
        rows = await _measured("sqlite", f"sqlite:///{folder}/bench.db")
    if (POSTGRES_BIN / "initdb").exists():
        cluster = Cluster({"fsync": "on", "full_page_writes": "on", "shared_buffers": "128MB"})
        await asyncio.to_thread(cluster.start)
        try:
            await cluster.sql("CREATE DATABASE bench")
            rows += await _measured("postgresql", cluster.url("bench"))
        finally:
            await asyncio.to_thread(cluster.stop)
    return rows


async def _measured(kind: str, url: str) -> list[dict[str, Any]]:
    await migrate(url)
    db = Database.connect(url)
    key, members = await _town(db)
    goal, processes = GOALS[kind]
    async with _served(url, processes) as ports:
        await _round(ports, key, members, WARM)
        rounds = [await _round(ports, key, members, ORDERS) for _ in range(ROUNDS)]
    async with db.read(long=True) as session:
        assert not (await verify(session)).problems
    await db.close()
    rate = statistics.median(each.rate for each in rounds)
    slow = statistics.median(_percentile(each.took, 99) for each in rounds) * 1000
    name = {"sqlite": "SQLite FULL", "postgresql": "PostgreSQL"}[kind]
    return [
        _row(f"orders/s over HTTP, {name}, {CLIENTS} clients", rate, goal, rate / goal),
        _row(f"… p99 of an answer, ms, {name}", slow, SLOWEST_MS, slow / SLOWEST_MS),
    ]


def _row(metric: str, ours: float, limit: float, ratio: float) -> dict[str, Any]:
    return {"metric": metric, "ours": round(ours), "peer": None, "limit": limit, "ratio": round(ratio, 2)}


async def _town(db: Database) -> tuple[str, list[int]]:
    """A shop, a key without a limit that matters, and its members, known by the phone."""
    await opened(db)
    made = await ServedShop(db).made(Scope.SITE)
    async with db.begin() as session:
        await session.execute(update(ApiKey).values(per_minute=10_000_000))
        members = [
            Member(number=f"b{n}", card_code=f"b{n}", referral_code=f"b{n}", joined_at=NOON) for n in range(MEMBERS)
        ]
        session.add_all(members)
        await session.flush()
        for place, member in enumerate(members):
            chat = 50_000 + place
            session.add(Person(member_id=member.id, chat_id=chat, name="Ann", phone=f"+4860020{place:04d}"))
            await accounts.open_member(session, member.id)
        return made.text, [member.id for member in members]


@contextlib.asynccontextmanager
async def _served(url: str, processes: int) -> AsyncIterator[list[int]]:
    command = [sys.executable, "-m", "tests.bench.serve", url]
    servers = [await asyncio.to_thread(_started, command) for _ in range(processes)]
    try:
        ports = [int(await asyncio.to_thread(server.stdout.readline)) for server in servers if server.stdout]
        yield ports
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def _started(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


async def _round(ports: list[int], key: str, members: list[int], count: int) -> Round:
    began, done = time.perf_counter(), Round(0)
    share = count // CLIENTS
    await asyncio.gather(
        *(_client(ports[n % len(ports)], key, members[n::CLIENTS], share, done) for n in range(CLIENTS))
    )
    done.rate = len(done.took) / (time.perf_counter() - began)
    return done


async def _client(port: int, key: str, members: list[int], count: int, done: Round) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for turn in range(count):
        body = json.dumps({"member_id": members[turn % len(members)], "amount_minor": 124_000, "fee_minor": 15_000})
        head = (
            f"POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
            f"Idempotency-Key: {members[0]}-{time.time_ns()}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        asked = time.perf_counter()
        writer.write((head + body).encode())
        status, answer = await _answer(reader)
        done.took.append(time.perf_counter() - asked)
        assert status == 201, (status, answer)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    return status, await reader.readexactly(length)


def _percentile(values: list[float], share: int) -> float:
    return sorted(values)[max(0, len(values) * share // 100 - 1)]
