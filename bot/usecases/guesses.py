"""Codes and card numbers that don't exist: whoever types many of them has to pause."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import promocodes as rule
from db.models.chats import Chat

PAUSE = timedelta(hours=rule.GUESS_HOURS)


async def pause_left(session: AsyncSession, chat_id: int, at: datetime) -> timedelta | None:
    """How long somebody who typed too many wrong ones has to wait, in whole minutes; None: not at all."""
    chat = await session.get(Chat, chat_id, with_for_update=True, populate_existing=True)
    if chat is None or chat.wrong_since is None or chat.wrong_codes < rule.GUESSES:
        return None
    seconds = (chat.wrong_since + PAUSE - at).total_seconds()
    return timedelta(minutes=-(-seconds // 60)) if seconds > 0 else None


async def count_wrong(session: AsyncSession, chat_id: int, at: datetime) -> None:
    """One more wrong one of this chat within the hour that began with the first."""
    chat = await session.get(Chat, chat_id, with_for_update=True)
    if chat is None:
        return
    if chat.wrong_since is None or chat.wrong_since + PAUSE <= at:
        chat.wrong_codes, chat.wrong_since = 0, at
    chat.wrong_codes += 1
