"""kill -9 while updates are handled: each has its effect, exactly once."""

import asyncio
import random
import socket
from collections.abc import Callable

import aiohttp
import pytest

from db.session import Database
from tests.faults.conftest import Runs
from tests.support import shop
from tests.support.shop import Json, a_message, a_press
from tests.support.telegram import FakeTelegram

UPDATES, CHATS, KILLS = 1000, 60, 3


def a_thousand_updates() -> list[Json]:
    kinds: tuple[Callable[..., Json], ...] = (a_message, a_press)
    return [kinds[n % 2](1000 + n % CHATS, f"order {n}", update_id=n + 1) for n in range(UPDATES)]


async def killed_on_the_way(db: Database, runs: Runs, begin: Callable[[], None], chance: random.Random) -> None:
    """Kills the run at some moments of its work, and waits until the last one has done it all."""
    begin()
    moments = sorted(chance.sample(range(UPDATES // 20, UPDATES * 9 // 10), KILLS))
    for moment in moments:
        await shop.until(lambda moment=moment: done(db, moment))  # type: ignore[misc]
        runs.kill()
        await asyncio.sleep(0)
        begin()
    await shop.until(lambda: done(db, UPDATES), seconds=60)


async def done(db: Database, count: int) -> bool:
    return await shop.how_many(db) >= count


@pytest.mark.timeout(120)
async def test_a_thousand_updates_pushed_one_to_three_times_in_any_order_have_a_thousand_effects(
    db: Database, database_url: str, runs: Runs, chance: random.Random
) -> None:
    deliveries = [update for update in a_thousand_updates() for _ in range(chance.randint(1, 3))]
    chance.shuffle(deliveries)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])

    async def push(http: aiohttp.ClientSession) -> None:
        while deliveries:
            update = deliveries.pop()
            while not await _accepted(http, port, update):  # noqa: ASYNC110 - Telegram, too, tries until it hears 200
                await asyncio.sleep(0.02)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as http:
        pushing = [asyncio.create_task(push(http)) for _ in range(20)]
        await killed_on_the_way(db, runs, lambda: runs.begin("listen", database_url, port), chance)
        await asyncio.gather(*pushing)
    await _exactly_once(db)


async def _accepted(http: aiohttp.ClientSession, port: str, update: Json) -> bool:
    try:
        async with http.post(f"http://127.0.0.1:{port}/", json=update) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, ConnectionError):
        return False


@pytest.mark.timeout(120)
async def test_a_thousand_updates_asked_for_and_redelivered_have_a_thousand_effects(
    db: Database, database_url: str, runs: Runs, chance: random.Random
) -> None:
    async with FakeTelegram(strict=False) as tg:
        for update in a_thousand_updates():
            tg.app.state.world.mailbox.post_raw(update)

        def begin() -> None:
            tg.app.state.world.mailbox.redeliver(chance.randint(1, 300))
            runs.begin("poll", database_url, tg.url)

        await killed_on_the_way(db, runs, begin, chance)
        runs.kill()
    await _exactly_once(db)


async def _exactly_once(db: Database) -> None:
    effects = await shop.effects(db)
    assert len(effects) == UPDATES
    assert set(effects.values()) == {1}
