"""Callers that hang up, guess keys, or come with one of somebody else: what is done is done once, and nobody learns
anything."""

import asyncio
import json

from sqlalchemy import func, select

from bot.http.api.door import WRONG_A_MINUTE
from db.enums import Scope
from db.models.orders import Order
from db.session import Database
from tests.support.api import Caller, served
from tests.support.orders import opened


async def hangs_up(till: Caller, path: str, body: object, key: str, *, sent: float = 1.0) -> None:
    """The request leaves (or a part of it), and nobody waits for the answer."""
    said = json.dumps(body).encode()
    _, writer = await asyncio.open_connection("127.0.0.1", int(till.url.rpartition(":")[2]))
    head = f"POST /api/v1{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {till.key}\r\nIdempotency-Key: {key}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
    writer.write(head.encode() + said[: int(len(said) * sent)])
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def test_a_till_that_hangs_up_before_the_answer_asks_again_and_has_one_sale(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    async with served(sqlite_db) as api:
        till = await api.caller(Scope.TILL)
        bill = {"member_id": shop.ann, "amount_minor": 100_000}
        await hangs_up(till, "/sales", bill, "half", sent=0.5)
        await hangs_up(till, "/sales", bill, "whole")
        told = await till.post("/sales", bill, idempotency_key="whole")
        while told.status == 503:  # the first is still under way
            told = await till.post("/sales", bill, idempotency_key="whole")
        assert told.status == 201
        again = await till.post("/sales", bill, idempotency_key="whole")
        assert (again.body, again.headers["Idempotent-Replayed"]) == (told.body, "true")
        async with sqlite_db.read() as session:
            assert await session.scalar(select(func.count()).select_from(Order)) == 1


async def test_whoever_tries_keys_has_to_wait_and_a_good_key_from_the_same_place_does_not(sqlite_db: Database) -> None:
    await opened(sqlite_db)
    async with served(sqlite_db) as api:
        good = await api.caller(Scope.READ)
        guessed = api.with_key(good.key[:-4] + "0000")
        for _ in range(WRONG_A_MINUTE):
            refused = await guessed.get("/outlets")
            assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
            assert good.key not in refused.body.decode()
        assert (await guessed.get("/outlets")).code == "api.too_many"
        assert (await good.get("/outlets")).status == 200
