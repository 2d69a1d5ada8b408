"""What was typed and must not stay to be read over somebody's shoulder."""

from contextlib import suppress

from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

from bot.usecases import inbox


async def wipe(message: Message) -> None:
    """The person's message is gone from the chat, if Telegram lets it go (for two days it does), and its words from
    what we keep of it."""
    inbox.keep_secret()
    with suppress(TelegramAPIError):
        await message.delete()
