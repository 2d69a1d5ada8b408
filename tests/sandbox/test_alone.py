"""``python -m bot.sandbox`` in a process of its own."""

import asyncio
import sys
from signal import SIGTERM

from tests.sandbox.conftest import done
from tests.support.telegram import FakeTelegram


async def test_it_says_its_address_answers_and_stops_when_told() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox", "--port", "0", "--token", "7:x"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    said = (await process.stdout.readline()).decode()
    async with FakeTelegram.at(said.removeprefix("sandbox: ").strip(), token="7:x") as tg:
        assert (await done(tg, "getMe"))["id"] == 7
        ann = await tg.somebody("Ann")
        waiting = asyncio.create_task(tg.call("getUpdates", timeout=30))
        await ann.says("hello")
        assert (await waiting)[0] == 200
        process.send_signal(SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) in (0, -SIGTERM)
