"""The HTTP API by itself, as a bot's process serves it: `python -m tests.bench.serve URL` says its port."""

import asyncio
import sys

from bot.clock import SystemClock
from bot.http import api
from bot.http.server import application, serving
from db.session import Database
from tests.support.api import ServedShop


async def serve(url: str) -> None:
    shop = ServedShop(Database.connect(url), clock=SystemClock())  # type: ignore[arg-type]
    front = application(shop.catalogue)
    front.include_router(api.router(lambda: shop))
    async with serving(front, "127.0.0.1", 0) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
