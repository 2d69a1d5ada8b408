"""The bytes of a picture somebody sent, as a photo or as a file."""

from aiogram import Bot
from aiogram.types import Message


async def sent_picture(bot: Bot, message: Message, most: int, *, none: Exception, large: Exception) -> bytes:
    """As it was sent, not yet known to be a picture. Raises *none* where there is nothing, *large* above *most* bytes
    before anything is fetched."""
    picture = message.photo[-1] if message.photo else message.document
    if picture is None:
        raise none
    if (picture.file_size or 0) > most:
        raise large
    file = await bot.download(picture.file_id)
    return file.read() if file else b""
