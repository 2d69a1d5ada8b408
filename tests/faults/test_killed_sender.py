"""kill -9 while a broadcast leaves: nobody gets it twice, nobody is lost, and every doubt has a row."""

import asyncio
import random
from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.clock import SystemClock
from bot.sandbox.records import Person
from bot.usecases import outbox
from db.enums import Lane, MessageState
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.faults.conftest import Runs
from tests.support import shop
from tests.support.telegram import FakeTelegram

MESSAGES, KILLS, IN_FLIGHT = 2000, 3, 20


async def plan_for_everybody(db: Database, tg: FakeTelegram) -> None:
    world, at = tg.app.state.world, SystemClock().now()
    for n in range(MESSAGES):
        world.add(Person(10_000 + n, f"Ann {n}", "en", "customer")).started = True
    row = {"lane": Lane.BULK, "kind": "test.said", "facts": {"said": "offer"}, "state": MessageState.PLANNED}
    async with db.begin() as session:
        rows = [{**row, "chat_id": 10_000 + n, "created_at": at, "due_at": at} for n in range(MESSAGES)]
        await session.execute(insert(OutgoingMessage), rows)


@pytest.mark.timeout(120)
async def test_two_thousand_messages_and_three_kills(
    db: Database, database_url: str, runs: Runs, chance: random.Random
) -> None:
    async with FakeTelegram(strict=False) as tg:
        await plan_for_everybody(db, tg)
        arrived = tg.app.state.world.deliveries

        async def so_many(count: int) -> bool:
            return arrived.total() >= count

        async def nothing_left() -> bool:
            return not await shop.how_many(db, MessageState.PLANNED)

        runs.begin("send", database_url, tg.url)
        for moment in sorted(chance.sample(range(100, MESSAGES - 300), KILLS)):
            await shop.until(lambda moment=moment: so_many(moment), seconds=60)  # type: ignore[misc]
            runs.kill()
            await asyncio.sleep(0)
            runs.begin("send", database_url, tg.url)
        await shop.until(nothing_left, seconds=60)
        await shop.until(lambda: _settled(db, f"run {KILLS + 1}"), seconds=60)
        runs.kill()
        # On PostgreSQL what the dead were sending is in doubt only when their claim has run out.
        await outbox.recover(db, "the inquiry", at=SystemClock().now() + timedelta(seconds=61))
        states = await shop.states(db)
        doubts = {doubt.chat_id for doubt in await outbox.unknown_list(db)}
        delivered = {chat for chat, _ in arrived}

    print(dict(states))
    assert max(arrived.values()) == 1, "nobody gets it twice"
    assert states["sent"] + states["unknown"] == MESSAGES, "nobody is lost"
    assert len(doubts) == states["unknown"] <= IN_FLIGHT * KILLS
    sent = {row.chat_id for row in await shop.messages(db) if row.state is MessageState.SENT}
    assert sent <= delivered
    assert delivered - sent <= doubts, "whoever got it without our knowing is listed"


async def _settled(db: Database, run: str) -> bool:
    """Whether the living run is sending nothing any more."""
    return not [row for row in await shop.messages(db) if row.state is MessageState.SENDING and row.owner == run]
