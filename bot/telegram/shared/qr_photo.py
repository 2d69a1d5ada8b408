"""What is written in the QR codes of a photo somebody sent or forwarded."""

import asyncio

from aiogram import Bot
from aiogram.types import Message

from bot.pictures.read_qr import read_qr
from bot.usecases.errors import Refused

MOST_BYTES = 10_000_000


async def texts_in(bot: Bot, message: Message) -> list[str]:
    """The texts, at least one. Refuses `photo.no_qr`, `picture.too_large`; raises BadPicture."""
    picture = message.photo[-1] if message.photo else message.document
    if picture is None:
        raise Refused("photo.no_qr")
    if (picture.file_size or 0) > MOST_BYTES:
        raise Refused("picture.too_large")
    file = await bot.download(picture.file_id)
    found = await asyncio.to_thread(read_qr, file.read() if file else b"")
    if not found:
        raise Refused("photo.no_qr")
    return found
