"""Pictures people have sent before, shown again by Telegram's own names of them."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.i18n import Texts
from bot.telegram.screen import Screen, toast


async def show_again(bot: Bot, chat_id: int, photos: Sequence[str], t: Texts) -> Screen:
    """Each picture as a message of its own; a word above the screen when there is none, or Telegram has forgotten one
    (its names are good for one bot only)."""
    try:
        for photo in photos:
            await bot.send_photo(chat_id, photo)
    except TelegramBadRequest:
        return toast(t.plain("Telegram does not show that photo any more."))
    return Screen() if photos else toast(t.plain("There is no photo here any more."))
