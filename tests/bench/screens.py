"""CPU per balance screen: our whole bot beside a bare aiogram handler, against the same Bot API server, in one run.

Both are processes of their own that ask the sandbox's server for updates; each counts its own CPU from the first answer
to the last. Rounds alternate, the figure is the median of the rounds' ratios.
"""

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

ROUNDS = 5
PEOPLE = 100
EACH = 8  # balance screens a person asks for in a round
LIMIT = 3.5  # the step of this release; the goal is 1.5


async def bench() -> list[dict[str, Any]]:
    ours, bare = [], []
    async with sandbox() as url, aiohttp.ClientSession() as http:
        people = [await _person(http, url, number) for number in range(PEOPLE)]
        for _ in range(ROUNDS):
            ours.append(await _round(http, url, people, "ours"))
            bare.append(await _round(http, url, people, "bare"))
    ratio = statistics.median(mine["cpu"] / theirs["cpu"] for mine, theirs in zip(ours, bare, strict=True))
    mine, theirs = (statistics.median(each["cpu"] for each in rounds) for rounds in (ours, bare))
    speed = statistics.median(each["rate"] for each in ours)
    beside = statistics.median(each["rate"] for each in bare)
    return [
        _row("balance screen, CPU µs per update (bare aiogram reply)", mine, theirs, LIMIT, ratio),
        _row("balance screens per second (bare aiogram reply)", speed, beside, None, speed / beside),
    ]


def _row(metric: str, ours: float, peer: float, limit: float | None, ratio: float) -> dict[str, Any]:
    return {"metric": metric, "ours": ours, "peer": peer, "limit": limit, "ratio": ratio}


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """A Bot API server in a process of its own; yields its address."""
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        line = (await process.stdout.readline()).decode()
        yield line.split()[-1]
    finally:
        process.terminate()
        await process.wait()


async def _person(http: aiohttp.ClientSession, url: str, number: int) -> int:
    body = {"name": f"Person {number}", "language": "en"}
    async with http.post(f"{url}/sim/users", json=body) as answer:
        found: int = (await answer.json())["id"]
        return found


async def _round(http: aiohttp.ClientSession, url: str, people: list[int], side: str) -> dict[str, float]:
    for person in people * EACH:
        async with http.post(f"{url}/sim/users/{person}/say", json={"text": "/balance"}):
            pass
    command = [sys.executable, "-m", "tests.bench.answering", side, url, str(len(people) * EACH), *map(str, people)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    cpu, rate = map(float, out.split())
    return {"cpu": cpu, "rate": rate}
