"""/telegram/webhook behind the real server: who may send, what is taken, and that 200 means stored."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.http import webhook
from bot.http.server import application, serving

SECRET = "right-secret"
MINE = f"X-Telegram-Bot-Api-Secret-Token: {SECRET}"
UPDATE = b'{"update_id": 7, "message": {"text": "hi"}}'


@dataclass
class Door:
    """A bot's intake: keeps what it is given, or does not."""

    url: str = ""
    port: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)
    open: bool = True
    fails: bool = False

    async def take(self, updates: list[dict[str, Any]]) -> int:
        if self.fails:
            raise ConnectionError("the database is away")
        self.kept += updates
        return len(updates)

    async def gets(self, *headers: str, body: bytes = b"", length: int | None = None) -> int:
        """The status of the answer to these very bytes; the connection stays open meanwhile."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = ["POST /telegram/webhook HTTP/1.1", "Host: shop", *headers]
        lines.append(f"Content-Length: {len(body) if length is None else length}")
        try:
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await writer.drain()
            status = (await asyncio.wait_for(reader.readline(), 10)).split()[1]
        finally:
            writer.close()
        return int(status)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made, front = Door(), application()
    front.include_router(webhook.router(SECRET, lambda: made.take if made.open else None))
    async with serving(front, "127.0.0.1", 0) as made.port:
        made.url = f"http://127.0.0.1:{made.port}"
        yield made


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("X-Telegram-Bot-Api-Secret-Token: wrong-secret",),
        ("X-Telegram-Bot-Api-Secret-Token:",),
        ("X-Telegram-Bot-Api-Secret-Token: " + "x" * 10_000,),
        ("X-Telegram-Bot-Api-Secret-Token: rïght-sécret",),
        (MINE, MINE),
        (MINE, "x-telegram-bot-api-secret-token: wrong-secret"),
        ("X-Forwarded-For: 149.154.167.197", "X-Real-IP: 149.154.167.197"),
    ],
)
async def test_who_does_not_know_the_secret_is_sent_away_before_the_body_is_read(
    door: Door, headers: tuple[str, ...]
) -> None:
    assert await door.gets(*headers, length=900_000) == 401
    assert await door.gets(*headers, body=UPDATE) == 401
    assert not door.kept


async def test_what_is_too_large_is_refused_whether_it_says_so_or_not(door: Door) -> None:
    assert await door.gets(MINE, length=100_000_000) == 413
    async with aiohttp.ClientSession() as http:
        assert await posted(http, door, in_pieces(40, b" " * 50_000)) in (413, None)
    assert await door.gets(MINE, body=UPDATE) == 200
    assert len(door.kept) == 1


async def in_pieces(count: int, piece: bytes) -> AsyncIterator[bytes]:
    """A body that does not tell its length beforehand."""
    for _ in range(count):
        yield piece


async def posted(http: aiohttp.ClientSession, door: Door, body: AsyncIterator[bytes]) -> int | None:
    """The status; None when the server has hung up on us while we still wrote."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    try:
        async with http.post(f"{door.url}/telegram/webhook", data=body, headers=headers) as answer:
            return answer.status
    except aiohttp.ClientConnectionError:
        return None


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b"{",
            b"null",
            b"[]",
            b"7",
            b"\xff\xfe",
            b'"update"',
            b"{}",
            b'{"update_id": "7"}',
            b'{"update_id": 1.5}',
        ),
        *(b'{"update_id": true}', b'{"update_id": -1}', b'{"update_id": NaN}', b'{"update_id": 9223372036854775808}'),
        *(b'{"update_id": 7, "message": {"text": "\\ud800"}}', b'{"update_id": ' + b"9" * 5000 + b"}"),
        *(b"[" * 10_000 + b"]" * 10_000, b'{"update_id": 7, "a": ' * 10_000 + b"7" + b"}" * 10_000),
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_what_is_not_an_update_is_refused_and_nothing_is_kept(door: Door, body: bytes) -> None:
    assert await door.gets(MINE, body=body) == 400
    assert not door.kept


async def test_a_compressed_or_slow_body_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.05)
    assert await door.gets(MINE, "Content-Encoding: gzip", body=UPDATE) == 415
    assert await door.gets(MINE, body=UPDATE[:10], length=len(UPDATE)) == 408
    assert not door.kept


async def test_200_means_stored(door: Door) -> None:
    door.fails = True
    assert await door.gets(MINE, body=UPDATE) == 500
    door.fails, door.open = False, False
    assert await door.gets(MINE, body=UPDATE) == 503
    assert not door.kept
    door.open = True
    assert await door.gets(MINE, body=UPDATE) == 200
    assert door.kept == [json.loads(UPDATE)]


async def test_the_documentation_names_every_answer(door: Door) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{door.url}/openapi.json") as answer:
            document = await answer.json()
        async with http.get(f"{door.url}/docs") as answer:
            page = await answer.text()
    told = document["paths"]["/telegram/webhook"]["post"]["responses"]
    assert set(told) == {"200", "400", "401", "408", "413", "415", "503"}
    assert all(sentence["description"] in page for sentence in told.values())
    assert not re.search(r"""(src|href|action)\s*=\s*["']?(https?:)?//|url\(|@import""", page), (
        "it needs something from outside"
    )
