"""kill -9 on a bad day, while a broadcast leaves: nobody gets it twice, nobody is lost, and every doubt has a row."""

import os
import random
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.clock import SystemClock
from bot.sandbox.faults import Fault, Kind
from bot.sandbox.records import Person
from bot.usecases import outbox
from db.enums import BroadcastState, Lane, MessageState, Role, StaffState
from db.models.broadcasts import Broadcast
from db.models.messages import OutgoingMessage
from db.models.staff import Staff
from db.session import Database
from tests.faults.conftest import Runs
from tests.support import shop
from tests.support.telegram import FakeTelegram

SOAK = bool(os.environ.get("OKAERI_SOAK"))
MESSAGES, KILLS, IN_FLIGHT = (10_000, 5, 20) if SOAK else (2_000, 3, 20)
DOUBTFUL: tuple[Kind, ...] = ("500", "500_after", "drop_before", "drop_after", "broken_json")


async def broadcast(db: Database, tg: FakeTelegram) -> int:
    """To everybody there is; consent is another test's subject."""
    world, at = tg.app.state.world, SystemClock().now()
    for n in range(MESSAGES):
        world.add(Person(10_000 + n, f"Ann {n}", "en", "customer")).started = True
    async with db.begin() as session:
        olga = Staff(chat_id=1, name="Olga", role=Role.OWNER, state=StaffState.ACTIVE, created_at=at)
        session.add(olga)
        await session.flush()
        state = {"state": BroadcastState.RUNNING, "created_at": at, "audience": MESSAGES}
        running = Broadcast(staff_id=olga.id, content={"A": {"*": {"text": "offer"}}}, **state)
        session.add(running)
        await session.flush()
        row = {"lane": Lane.BULK, "kind": "test.said", "facts": {"said": "offer"}, "state": MessageState.PLANNED}
        row |= {"broadcast_id": running.id, "variant": "A", "created_at": at, "due_at": at}
        await session.execute(insert(OutgoingMessage), [{**row, "chat_id": 10_000 + n} for n in range(MESSAGES)])
        return running.id


def bad_day(tg: FakeTelegram, chance: random.Random) -> list[Fault]:
    """Every kind of trouble, some of it whenever it likes."""
    often: dict[Kind, int] = {"429": 4, "403": 20} | dict.fromkeys(DOUBTFUL, 2)
    faults = [
        Fault(kind, count=most, probability=0.02, seed=chance.randrange(10**6), method="sendMessage")
        for kind, most in often.items()
    ]
    return [tg.app.state.world.faults.add(fault) for fault in faults]


@pytest.mark.timeout(600 if SOAK else 120)
async def test_thousands_of_messages_and_kills_on_a_bad_day(
    db: Database, database_url: str, runs: Runs, chance: random.Random
) -> None:
    processes = 1 if db.dialect == "sqlite" else 3
    async with FakeTelegram(strict=False) as tg:
        number = await broadcast(db, tg)
        faults, arrived = bad_day(tg, chance), tg.app.state.world.deliveries

        async def so_many(count: int) -> bool:
            return arrived.total() >= count

        async def all_is_known() -> bool:
            return await _left(db, runs.names) == 0

        for _ in range(processes):
            runs.begin("send", database_url, tg.url)
        for moment in sorted(chance.sample(range(100, MESSAGES - 300), KILLS)):
            await shop.until(lambda moment=moment: so_many(moment), seconds=300)  # type: ignore[misc]
            runs.kill(chance.randrange(processes))
            runs.begin("send", database_url, tg.url)
        await shop.until(all_is_known, seconds=300)
        runs.end()
        # On PostgreSQL what the dead were sending is in doubt only when their claim has run out.
        await outbox.recover(db, "the inquiry", at=SystemClock().now() + timedelta(seconds=61))
        states = await outbox.counts(db, number)
        doubts = {doubt.chat_id for doubt in await outbox.unknown_list(db)}
        delivered = {chat for chat, _ in arrived}

    print({state.value: count for state, count in states.items()}, {fault.kind: fault.hits for fault in faults})
    doubtful = sum(fault.hits for fault in faults if fault.kind in DOUBTFUL)
    assert max(arrived.values()) == 1, "nobody gets it twice"
    assert states[MessageState.PLANNED] == states[MessageState.SENDING] == 0
    refused = sum(fault.hits for fault in faults if fault.kind == "403")
    arrived_or_listed = states[MessageState.SENT] + states[MessageState.UNKNOWN]
    assert states[MessageState.FAILED] <= refused, "only who blocked the bot is left out"
    assert arrived_or_listed + states[MessageState.FAILED] == MESSAGES, "nobody is lost"
    assert len(doubts) == states[MessageState.UNKNOWN] <= IN_FLIGHT * KILLS + doubtful
    sent = {row.chat_id for row in await shop.messages(db) if row.state is MessageState.SENT}
    assert sent <= delivered
    assert delivered - sent <= doubts, "whoever got it without our knowing is listed"


async def _left(db: Database, alive: list[str]) -> int:
    """How many are still to leave, or on their way from a run that lives."""
    row = OutgoingMessage
    theirs = (row.state == MessageState.SENDING) & row.owner.in_(alive)
    async with db.read() as session:
        left = select(func.count()).where((row.state == MessageState.PLANNED) | theirs)
        return await session.scalar(left) or 0
