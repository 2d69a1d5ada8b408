"""A screen that a later notice turns by itself: the message of a handler becomes the first of a notice's thread."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Lane, MessageState
from db.models.messages import OutgoingMessage
from db.session import insert_once


async def remember(session: AsyncSession, chat_id: int, thread: str, message_id: int, *, at: datetime) -> None:
    """A step: the next notice of *thread* edits message *message_id* of the chat, as if a notice had been there before.
    Said twice, it is said once."""
    row = {
        "key": f"shown:{chat_id}:{message_id}:{thread}",
        "chat_id": chat_id,
        "lane": Lane.PERSON,
        "kind": "screen.shown",
        "facts": {},
        "thread": thread,
        "state": MessageState.SENT,
        "message_id": message_id,
        "created_at": at,
        "due_at": at,
        "left_at": at,
    }
    await insert_once(session, OutgoingMessage, row, index=["key"])
