"""How long a person waits for the answer to a press while a broadcast of 100,000 leaves."""

import asyncio
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiogram.methods import EditMessageText, TelegramMethod

from bot import app
from bot.clock import MovableClock
from bot.settings import Settings
from bot.telegram.customer.callbacks import Points
from db.ledger import accounts
from db.migrations.run import migrate
from db.session import Database
from tests.bench import audience
from tests.support import shop
from tests.support.orders import NOON

ROWS, PRESSES, EVERY = 100_000, 120, 0.1


async def bench(server: str, url: str, name: str) -> dict[str, Any]:
    """The time from a press that arrives to the screen it leads to, p95, in seconds."""
    await migrate(url)
    db = Database.connect(url)
    await audience.opened(db, ROWS)
    async with db.begin() as session:
        for member in range(ROWS - PRESSES + 1, ROWS + 1):
            await accounts.open_member(session, member)
    await audience.planned(db, at=NOON)
    await db.close()
    took = await _presses(server, url)
    metric = f"a press during a broadcast of {ROWS:,}, s, p95, {name}"
    return {"metric": metric, "ours": statistics.quantiles(took, n=20)[-1], "peer": None, "limit": 1.0, "ratio": None}


async def _presses(server: str, url: str) -> list[float]:
    loop = asyncio.get_running_loop()
    shown: dict[int, asyncio.Future[float]] = {}

    async def watch(call: Callable[..., Awaitable[Any]], bot: Any, method: TelegramMethod[Any]) -> Any:
        answer = await call(bot, method)
        if isinstance(method, EditMessageText) and (waiting := shown.get(int(method.chat_id or 0))):
            waiting.set_result(loop.time())
        return answer

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, database_url=url, data_dir=Path(folder))
        running = app.build(settings, MovableClock(NOON), app.bot_for(shop.TOKEN, server))
        running.bot.session.middleware(watch)  # type: ignore[arg-type]
        async with app.opened(running):
            await asyncio.sleep(2)
            began: list[float] = []
            for number in range(PRESSES):
                chat = audience.FIRST_CHAT + ROWS - number  # their turn in the broadcast comes last
                shown[chat] = loop.create_future()
                began.append(loop.time())
                await running.intake.take([shop.a_press(chat, Points().pack())])
                await asyncio.sleep(EVERY)
            ended = await asyncio.wait_for(asyncio.gather(*shown.values()), 30)
    return [end - start for start, end in zip(began, ended, strict=True)]
