"""What a message says: its words or its caption, and its picture by Telegram's name."""

from aiogram.types import Message

from bot.usecases.conversation_steps import Said


def said_in(message: Message) -> Said:
    """Of a picture in several sizes the largest."""
    return Said(message.text or message.caption or "", message.photo[-1].file_id if message.photo else None)
