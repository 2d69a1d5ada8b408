"""What is written in the QR codes of a photo somebody sent or forwarded."""

import asyncio

from aiogram import Bot
from aiogram.types import Message

from bot.pictures.read_qr import read_qr
from bot.telegram.shared.sent_picture import sent_picture
from bot.usecases.errors import Refused

MOST_BYTES = 10_000_000


async def texts_in(bot: Bot, message: Message) -> list[str]:
    """The texts, at least one. Refuses `photo.no_qr`, `picture.too_large`; raises BadPicture."""
    none, large = Refused("photo.no_qr"), Refused("picture.too_large")
    found = await asyncio.to_thread(read_qr, await sent_picture(bot, message, MOST_BYTES, none=none, large=large))
    if not found:
        raise Refused("photo.no_qr")
    return found
