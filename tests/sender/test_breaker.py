"""A broadcast that Telegram refuses stops by itself and uses nobody up; a paused one leaves no message."""

import asyncio

import pytest

from bot.clock import MovableClock
from bot.usecases import outbox
from db.enums import BroadcastState, MessageState
from db.session import Database
from tests.sender.conftest import Chats, Working, a_broadcast, all_sent, set_state, state_of
from tests.support import shop
from tests.support.telegram import FakeTelegram


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def test_five_equal_refusals_pause_a_broadcast_and_use_nobody_up(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=40)
    fault = {"description": "Bad Request: can't parse entities: Unclosed start tag"}
    await tg.fail("400", method="sendMessage", count=None, **fault)

    async def paused() -> bool:
        return await state_of(db, number) is BroadcastState.PAUSED

    async with working(rate=100):
        await shop.until(paused)
    assert len(await tg.calls("sendMessage")) <= 25
    assert (await outbox.counts(db, number))[MessageState.PLANNED] == 40

    await tg.heals()
    await set_state(db, number, BroadcastState.RUNNING)
    async with working(owner="after the repair"):
        await shop.until(lambda: all_sent(db, number, 40))
    assert set((await chats.arrived()).values()) == {1}


async def test_one_recipient_whom_telegram_refuses_stops_nobody_else(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=12)
    await tg.fail("400", method="sendMessage", count=3, description="Bad Request: an odd one")
    async with working():
        await shop.until(lambda: all_sent(db, number, 9))
    counts = await outbox.counts(db, number)
    assert counts[MessageState.FAILED] == 3
    assert sum(counts.values()) == 12
    assert await state_of(db, number) is BroadcastState.RUNNING


async def test_a_paused_broadcast_waits_and_others_go_on(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=3)
    await set_state(db, number, BroadcastState.PAUSED)
    bob = await chats.person("Bob")
    async with working():
        await chats.plan(bob, "your order")
        await shop.until(lambda: arrived(chats, "your order"))
        await asyncio.sleep(0)
    assert (await outbox.counts(db, number))[MessageState.PLANNED] == 3
    assert not await chats.arrived("Rolls")


async def arrived(chats: Chats, words: str) -> bool:
    return bool(await chats.arrived(words))
