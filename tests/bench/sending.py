"""What sending costs, and how much of Telegram's limit it uses: `python -m tests.bench sending`, on both databases.

Ours is the whole path (claimed, allowed, worded, sent, settled); beside it aiogram_broadcaster, which stores nothing.
"""

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.clock import MovableClock
from bot.i18n import Catalogue
from bot.sender import lean, pace
from bot.sender.delivery import Means
from bot.sender.gate import Gate
from bot.sender.pace import Pace
from bot.sender.worker import Sender
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from db.migrations.run import migrate
from db.session import Database
from tests.bench import audience, pressing
from tests.bench.ledger import _interleaved, _row
from tests.support import shop
from tests.support.databases import POSTGRES_BIN, Cluster
from tests.support.orders import NOON

ROOT = Path(__file__).parents[2]
MEMBERS = int(os.environ.get("OKAERI_BENCH_MEMBERS", "1000000"))
CALLS, TOGETHER = 900, 30
TURNS, STALLED = 4, 0.015
WARM = 1.5  # seconds until every statement was compiled and the connections stand
Row = dict[str, Any]
Theirs = dict[str, float | None]
New = Callable[[str], Awaitable[str]]  # the address of a database of that name


@dataclass(frozen=True)
class Course:
    """A limit to run against; `goal`: the least share of it, in percent."""

    name: str
    rate: int
    latency: float
    seconds: float
    goal: float
    paid: bool = False


COURSES = (Course("30/s, 50 ms", 30, 0.05, 12, 97), Course("1,000/s, 20 ms, paid", 1000, 0.02, 6, 95, paid=True))


async def bench() -> list[Row]:
    """Rows of {metric, ours, peer, limit, ratio}."""
    rows: list[Row] = []
    async with limited() as server:
        peer = await asyncio.to_thread(_peers_python)
        theirs = {course.name: await _theirs(server, course, peer) for course in COURSES}
        rows.append(await _cpu_of_a_call(server))
        databases = {"SQLite": _sqlite} | ({"PostgreSQL": _postgresql} if (POSTGRES_BIN / "initdb").exists() else {})
        for name, database in databases.items():
            async with database() as new:
                for number, course in enumerate(COURSES):
                    for turn in range(TURNS):  # what a server counts that was kept from counting says nothing
                        found, stalled = await _use(server, course, await new(f"u{number}{turn}"), theirs, name)
                        if stalled < STALLED:
                            break
                    rows += found
                rows.append(await pressing.bench(server.url, await new("pressing"), name))
                rows += await _million(await new("million"), name)
    return rows


class Server:
    """tests/bench/limited.py in a process of its own."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url, self._http = url, http

    async def begin(self, rate: float, latency: float) -> None:
        await self._http.get(f"{self.url}/begin?rate={rate}&latency={latency}")

    async def end(self) -> dict[str, float]:
        async with self._http.get(f"{self.url}/end") as answer:
            told: dict[str, float] = await answer.json()
            return told


@asynccontextmanager
async def limited() -> AsyncIterator[Server]:
    command = [sys.executable, "-m", "tests.bench.limited"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 - answers at once
    assert process.stdout
    try:
        async with aiohttp.ClientSession() as http:
            yield Server(f"http://127.0.0.1:{int(process.stdout.readline())}", http)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@asynccontextmanager
async def _sqlite() -> AsyncIterator[New]:
    with tempfile.TemporaryDirectory() as folder:

        async def new(name: str) -> str:
            return f"sqlite:///{folder}/{name}.db"

        yield new


@asynccontextmanager
async def _postgresql() -> AsyncIterator[New]:
    cluster = Cluster({"fsync": "on", "full_page_writes": "on", "shared_buffers": "256MB", "max_wal_size": "4GB"})
    await asyncio.to_thread(cluster.start)

    async def new(name: str) -> str:
        await cluster.sql(f"CREATE DATABASE {name}")
        return cluster.url(name)

    try:
        yield new
    finally:
        await asyncio.to_thread(cluster.stop)


async def _use(server: Server, course: Course, url: str, theirs: Theirs, name: str) -> tuple[list[Row], float]:
    db = await opened(url, int(course.rate * course.seconds * 1.5))
    await audience.planned(db, at=NOON, **({"paid": True, "paid_most": 10**9} if course.paid else {}))
    gc.collect()
    gc.freeze()  # as the running shop does
    await server.begin(course.rate, course.latency)
    async with shop.a_bot(server.url) as bot:
        gate = Gate(Pace(25 if course.paid else course.rate), pace.paid(course.rate))
        bot.session.middleware(gate)
        sender = Sender(Means(db, MovableClock(NOON), Presenter(bot), Catalogue.load(), gate), owner="bench")
        running = asyncio.create_task(sender.run())
        await asyncio.sleep(WARM)
        await server.begin(course.rate, course.latency)
        began = time.process_time()
        await asyncio.sleep(course.seconds)
        told, cpu = await server.end(), time.process_time() - began
        await sender.stop(5)
        await running
    await db.close()
    ours = 100 * told["sent"] / told["seconds"] / course.rate
    metric = f"use of {course.name}, %, {name} ({told['refused']:.0f} refused)"
    each = {"metric": f"CPU of a message of it, us, {name}", "ours": cpu / told["sent"] * 1e6}
    beside = _beside(metric, ours, theirs[course.name], 1.5, course.goal)
    return [beside, {**each, "peer": None, "limit": None, "ratio": None}], told["stalled"]


def _beside(metric: str, ours: float, theirs: float | None, limit: float, goal: float) -> Row:
    ratio = round(ours / theirs, 2) if theirs else None
    return {"metric": f"{metric}; at least {goal:g}", "ours": ours, "peer": theirs, "limit": limit, "ratio": ratio}


async def opened(url: str, members: int) -> Database:
    await migrate(url)
    db = Database.connect(url)
    await audience.opened(db, members)
    return db


def _peers_python() -> tuple[tempfile.TemporaryDirectory[str], str] | None:
    """An environment that is thrown away, with aiogram_broadcaster; None without a package index."""
    folder = tempfile.TemporaryDirectory()
    python = f"{folder.name}/bin/python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "aiogram_broadcaster"]
    try:
        subprocess.run([sys.executable, "-m", "venv", folder.name], check=True)
        subprocess.run(install, check=True, capture_output=True, timeout=180)
    except (subprocess.SubprocessError, OSError):
        sys.stderr.write("no package index: aiogram_broadcaster is not measured\n")
        return None
    return folder, python


async def _theirs(server: Server, course: Course, peer: tuple[Any, str] | None) -> float | None:
    if peer is None:
        return None
    await server.begin(course.rate, course.latency)
    given = [server.url, str(int(course.rate * course.seconds * 2)), str(course.seconds)]
    script = str(ROOT / "tests" / "bench" / "peer.py")
    await asyncio.to_thread(subprocess.run, [peer[1], "-I", script, *given], check=True, capture_output=True)
    told = await server.end()
    return 100 * told["sent"] / told["seconds"] / course.rate


async def _cpu_of_a_call(server: Server) -> Row:
    """What a message costs us beside what it costs aiogram, thirty at a time."""
    await server.begin(1e9, 0)
    screen = Screen(audience.TEXT)
    async with shop.a_bot(server.url) as bot:

        async def together(call: Callable[[int], Awaitable[Any]]) -> None:
            async def some(first: int) -> None:
                for number in range(CALLS // TOGETHER):
                    await call(first + number)

            await asyncio.gather(*(some(first * 1000) for first in range(TOGETHER)))

        pairs = await _interleaved(
            lambda: together(lambda chat: lean.send(bot, chat, screen, silent=False)),
            lambda: together(lambda chat: bot.send_message(chat, screen.text, parse_mode="HTML")),
            time.process_time,
        )
    each = [(ours / CALLS * 1e6, theirs / CALLS * 1e6) for ours, theirs in pairs]
    return _row("CPU of a call, us, beside Bot.send_message", each, 0.6)


async def _million(url: str, name: str) -> list[Row]:
    await migrate(url)
    command = [sys.executable, "-m", "tests.bench.million", url, str(MEMBERS)]
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    members = f"{MEMBERS:,} members, {name}"
    return [
        _compared(f"planning, s, {members}", told["planned"], told["raw"], 2.0),
        _compared(f"a thousand claimed and marked, ms: the last of {members}", told["last"], told["first"], 1.3),
        {"metric": f"memory, MB more, {members}", "ours": told["grown"], "peer": None, "limit": 20, "ratio": None},
    ]


def _compared(metric: str, ours: float, peer: float, limit: float) -> Row:
    return {"metric": metric, "ours": ours, "peer": peer, "limit": limit, "ratio": round(ours / peer, 2)}


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        for row in asyncio.run(bench()):
            sys.stdout.write(f"{row}\n")
