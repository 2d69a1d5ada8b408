"""What is written in the QR codes of a photo somebody sent or forwarded."""

import asyncio

from aiogram import Bot
from aiogram.types import Message

from bot.pictures.read_qr import BadPicture, read_qr
from bot.usecases.errors import Refused

MOST_BYTES = 10_000_000


async def texts_in(bot: Bot, message: Message) -> list[str]:
    """The texts, at least one. Refuses `photo.no_qr` and `photo.too_big`."""
    picture = message.photo[-1] if message.photo else message.document
    if picture is None:
        raise Refused("photo.no_qr")
    if (picture.file_size or 0) > MOST_BYTES:
        raise Refused("photo.too_big")
    file = await bot.download(picture.file_id)
    try:
        found = await asyncio.to_thread(read_qr, file.read() if file else b"")
    except BadPicture as unreadable:
        raise Refused("photo.no_qr") from unreadable
    if not found:
        raise Refused("photo.no_qr")
    return found
