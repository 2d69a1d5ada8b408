"""Asking for updates: kept first, acknowledged after; trouble is waited out, said, and never hammered at."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.intake.poller import Manners, Poller
from bot.usecases.vitals import Vitals
from tests.support import shop
from tests.support.shop import a_message
from tests.support.telegram import FakeTelegram

QUICK = Manners(hold=1, aside=0.3, first=0.01, longest=0.05)
Take = Callable[[list[Any]], Awaitable[object]]


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(strict=False) as telegram:
        yield telegram


@asynccontextmanager
async def polling(tg: FakeTelegram, take: Take, manners: Manners = QUICK) -> AsyncIterator[Poller]:
    async with shop.a_bot(tg.url) as bot:
        poller = Poller(bot, take, vitals=Vitals(), manners=manners)
        running = asyncio.create_task(poller.run())
        try:
            yield poller
        finally:
            poller.stop()
            await asyncio.wait_for(running, 5)


async def is_true(what: Callable[[], object]) -> None:
    async def holds() -> bool:
        return bool(what())

    await shop.until(holds, seconds=10)


def waiting(tg: FakeTelegram) -> int:
    """How many updates Telegram still keeps for us."""
    return len(tg.app.state.world.mailbox.waiting)


async def test_a_batch_that_cannot_be_kept_is_not_acknowledged_and_comes_again(tg: FakeTelegram) -> None:
    tries: list[list[int]] = []

    async def take(batch: list[Any]) -> None:
        tries.append([update["update_id"] for update in batch])
        if len(tries) < 3:
            raise OSError("the disk is full")

    for update_id in (1, 2):
        tg.app.state.world.mailbox.post_raw(a_message(1, "hello", update_id=update_id))
    async with polling(tg, take) as poller:
        await is_true(lambda: len(tries) == 2)
        assert waiting(tg) == 2
        await is_true(lambda: waiting(tg) == 0)
        await is_true(lambda: poller.vitals.polling is None)
    assert tries[:3] == [[1, 2]] * 3


async def test_a_lower_number_after_a_quiet_time_is_not_skipped(tg: FakeTelegram) -> None:
    came: list[int] = []

    async def take(batch: list[Any]) -> None:
        came.extend(update["update_id"] for update in batch)

    post = tg.app.state.world.mailbox.post_raw
    async with polling(tg, take) as poller:
        post(a_message(1, "before", update_id=10**9))
        await is_true(lambda: poller._offset == 10**9 + 1)
        await is_true(lambda: poller._offset is None)  # an empty answer came
        post(a_message(1, "after", update_id=5))
        await is_true(lambda: 5 in came)
    assert came == [10**9, 5]


async def test_beside_another_poller_we_wait_and_say_so(tg: FakeTelegram) -> None:
    polls = 0

    async def take(batch: list[Any]) -> None:
        nonlocal polls
        polls += 1

    await tg.call("setWebhook", url="http://127.0.0.1:9/")
    async with polling(tg, take) as poller:
        await is_true(lambda: poller.vitals.polling)
        assert "webhook" in (poller.vitals.polling or "")
        await tg.call("deleteWebhook")
        await is_true(lambda: poller.vitals.polling is None)
    refused = [call for call in await tg.calls("getUpdates") if not call["ok"]]
    assert len(refused) <= 3
    assert polls


async def test_a_refused_token_ends_the_asking(tg: FakeTelegram) -> None:
    async def take(batch: list[Any]) -> None:
        raise AssertionError("nothing can come")

    await tg.fail("401", method="getUpdates", count=None)
    async with polling(tg, take) as poller:
        await is_true(lambda: poller.vitals.polling == "Telegram refuses the token.")
        calls = len(await tg.calls("getUpdates"))
    assert len(await tg.calls("getUpdates")) == calls == 1


@pytest.mark.parametrize("fault", ["500", "drop_before", "broken_json", "429"])
async def test_trouble_is_waited_out(tg: FakeTelegram, fault: str) -> None:
    came: list[int] = []

    async def take(batch: list[Any]) -> None:
        came.extend(update["update_id"] for update in batch)

    await tg.fail(fault, method="getUpdates", count=1)
    tg.app.state.world.mailbox.post_raw(a_message(1, "hello", update_id=7))
    async with polling(tg, take) as poller:
        await is_true(lambda: came == [7])
        await is_true(lambda: poller.vitals.polling is None)


async def test_stopping_gives_up_an_empty_poll_at_once(tg: FakeTelegram) -> None:
    async def take(batch: list[Any]) -> None:
        """Nothing comes."""

    async with asyncio.timeout(10):
        async with polling(tg, take, Manners(hold=50)):
            await is_true(lambda: tg.app.state.world.mailbox._poller)
