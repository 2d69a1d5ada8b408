"""aiogram_broadcaster at its fastest (no interval, nothing stored): `python peer.py <server> <chats> <seconds>`, in an
environment of its own that knows nothing of Okaeri."""

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram_broadcaster import Broadcaster  # type: ignore[import-not-found,unused-ignore]
from aiogram_broadcaster.contents import TextContent  # type: ignore[import-not-found,unused-ignore]


async def main(server: str, chats: int, seconds: float) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(server))
    async with Bot("42:sandbox", session=session) as bot:
        mailer = await Broadcaster(bot).create_mailer(
            chats=range(10_000, 10_000 + chats), content=TextContent(text="<b>Two for one</b> until eight.")
        )
        _, pending = await asyncio.wait([mailer.start()], timeout=seconds)
        if pending:
            await mailer.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
