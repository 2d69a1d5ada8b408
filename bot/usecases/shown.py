"""A screen that a later notice turns by itself: the message of a handler becomes the first of a notice's thread."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Lane, MessageState
from db.models.messages import OutgoingMessage
from db.session import insert_once

SCREEN = "screen.shown"


async def remember(session: AsyncSession, chat_id: int, thread: str, message_id: int, *, at: datetime) -> None:
    """A step: the next notice of *thread* edits message *message_id* of the chat, as if a notice had been there before.
    Said twice, it is said once."""
    row = {
        "key": f"shown:{chat_id}:{message_id}:{thread}",
        "chat_id": chat_id,
        "lane": Lane.PERSON,
        "kind": SCREEN,
        "facts": {},
        "thread": thread,
        "state": MessageState.SENT,
        "message_id": message_id,
        "created_at": at,
        "due_at": at,
        "left_at": at,
    }
    await insert_once(session, OutgoingMessage, row, index=["key"])


async def forget(session: AsyncSession, chat_id: int, thread: str) -> None:
    """A step: whoever waited has looked for themselves. What has not left yet of *thread* stays away, and nothing turns
    their screen any more, which may show something else by now."""
    theirs = (OutgoingMessage.chat_id == chat_id, OutgoingMessage.thread == thread)
    late = update(OutgoingMessage).where(*theirs, OutgoingMessage.state == MessageState.PLANNED)
    await session.execute(late.values(state=MessageState.SKIPPED, reason="seen"))
    await session.execute(delete(OutgoingMessage).where(*theirs, OutgoingMessage.kind == SCREEN))
