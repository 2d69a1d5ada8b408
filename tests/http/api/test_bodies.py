"""What is sent badly is refused before anything is done: too large, twofold, not whole, half a letter."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.http.api import bodies
from bot.http.api.bodies import judge
from bot.usecases.errors import Refused
from db.enums import Scope
from db.session import Database
from tests.support.api import served
from tests.support.orders import opened

TWICE = b'{"points": 5, "reason": "A poll", "points": 500}'
BAD: tuple[tuple[str, bytes], ...] = (
    ("no JSON", b"{points: 5}"),
    ("a field twice", TWICE),
    ("NaN", b'{"points": NaN, "reason": "A poll"}'),
    ("a zero character", b'{"points": 5, "reason": "A\\u0000poll"}'),
    ("half of a surrogate pair", b'{"points": 5, "reason": "A \\ud83d poll"}'),
    ("not UTF-8", '{"points": 5, "reason": "Опрос"}'.encode("cp1251")),
    ("nested without end", b"[" * 100_000),
    ("a number without end", b'{"points": ' + b"9" * 5_000 + b', "reason": "A poll"}'),
    ("nothing", b""),
    ("a text for a sum", b'{"points": "5", "reason": "A poll"}'),
    ("a fraction", b'{"points": 5.5, "reason": "A poll"}'),
    ("a fraction that is whole", b'{"points": 5.0, "reason": "A poll"}'),
    ("yes for one", b'{"points": true, "reason": "A poll"}'),
    ("enormous", b'{"points": 10000000000000000000000, "reason": "A poll"}'),
    ("an unknown field", b'{"points": 5, "reason": "A poll", "point": 6}'),
    ("a control character", b'{"points": 5, "reason": "A \\u001b[31mpoll"}'),
)


async def test_no_bad_body_does_anything(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    async with served(sqlite_db) as api, aiohttp.ClientSession() as http:
        site = await api.caller(Scope.SITE)
        url = f"{api.url}/api/v1/members/{shop.bob}/points"
        said = {"Authorization": f"Bearer {site.key}", "Content-Type": "application/json"}
        for why, body in BAD:
            async with http.post(url, data=body, headers=said | {"Idempotency-Key": "k"}) as answer:
                told: Any = await answer.json(content_type=None)
                assert (answer.status, told["code"]) == (422, "api.invalid"), why
                assert answer.content_type == "application/problem+json"
        async with http.post(url, data=b" " * (bodies.LARGEST + 1), headers=said) as answer:
            assert (answer.status, (await answer.json(content_type=None))["code"]) == (413, "api.too_large")
        async with http.post(url, data=b'{"points": 5, "reason": "A poll"}', headers=said) as answer:
            assert (answer.status, (await answer.json(content_type=None))["code"]) == (400, "api.key_missing")
        assert (await site.get(f"/members/{shop.bob}/balance")).json["available"] == 0


async def test_who_sends_too_slowly_is_not_waited_for(sqlite_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.2)
    async with served(sqlite_db) as api:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(api.url.rpartition(":")[2]))
        writer.write(b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert b"408" in await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await writer.wait_closed()


def test_a_backslash_that_is_meant_is_no_code() -> None:
    for text in (r"\u0000", r"C:\u0000\new", r"a\\ud83d", "\U0001f600"):
        judge(json.dumps({"reason": text}).encode())
    with pytest.raises(Refused):
        judge(json.dumps({"reason": "\\\x00"}).encode())
