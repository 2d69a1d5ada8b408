"""One side of the bench of balance screens: answers so many updates, prints its CPU µs per update and updates/s.

The first answer to each person is not counted on either side: a menu is set then and the day written down, and many of
them are under way before the first one arrives.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import app, logs
from bot.clock import SystemClock
from bot.sender.pace import Pace
from bot.settings import Settings
from tests.support import bench_shop

TOKEN = "1:sandbox"


class Counting(BaseRequestMiddleware):
    """Counts messages that have left; the one after the *warm* first ones starts the clock, the last one stops it."""

    def __init__(self, expected: int, warm: int) -> None:
        self.expected, self.warm, self.sent, self.done = expected, warm, 0, asyncio.Event()
        self.cpu = self.wall = 0.0

    @property
    def counted(self) -> int:
        return self.expected - self.warm

    async def __call__(self, make_request: Any, bot: Bot, method: Any) -> Any:
        answer = await make_request(bot, method)
        if isinstance(method, SendMessage):
            self.sent += 1
            if self.sent == self.warm:
                self.cpu, self.wall = time.process_time(), time.perf_counter()
            if self.sent == self.expected:
                self.cpu, self.wall = time.process_time() - self.cpu, time.perf_counter() - self.wall
                self.done.set()
        return answer


async def bare(url: str, expected: int, people: list[int]) -> Counting:
    """aiogram as its own examples use it: a command handler, a text, two rows of buttons, long polling."""
    stock = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot, counting = Bot(TOKEN, session=stock), Counting(expected, len(people))
    bot.session.middleware(counting)
    dispatcher = Dispatcher()
    rows = [[InlineKeyboardButton(text=name, callback_data=name)] for name in ("History", "Home")]

    async def balance(message: Message) -> None:
        text = "<b>Your points</b>\nAvailable: 250 points"
        await message.answer(text, parse_mode="HTML", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))

    dispatcher.message.register(balance, Command("balance"))
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await counting.done.wait()
    await dispatcher.stop_polling()
    await polling
    return counting


async def ours(url: str, expected: int, people: list[int]) -> Counting:
    """The whole bot, with members, points and orders in its database; only the pace is lifted."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data_dir=Path(folder), owner_ids=frozenset({1}))
        shop = app.build(settings, SystemClock(), app.bot_for(TOKEN, url), pace=Pace(100_000))
        await bench_shop.furnish(settings.database, people, at=shop.clock.now())
        counting = Counting(expected, len(people))
        shop.bot.session.middleware(counting)
        async with app.opened(shop), app.polling(shop):
            await counting.done.wait()
        return counting


async def main() -> None:
    logs.set_up("WARNING")
    side, url, expected, *people = sys.argv[1:]
    run = await (bare if side == "bare" else ours)(url, int(expected), [int(person) for person in people])
    sys.stdout.write(f"{run.cpu / run.counted * 1e6} {run.counted / run.wall}\n")


if __name__ == "__main__":
    asyncio.run(main())
