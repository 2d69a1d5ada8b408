"""Where a dialogue stands, kept in the database so that a restart in the middle of it continues."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.chats import ChatState
from db.session import upsert


async def keep(session: AsyncSession, chat_id: int, step: str | None, data: dict[str, Any], *, at: datetime) -> None:
    """Afterwards the chat stands at *step* with *data* (plain JSON), or nowhere when step is None."""
    if step is None:
        await session.execute(delete(ChatState).where(ChatState.chat_id == chat_id))
        return
    await upsert(
        session, ChatState, {"chat_id": chat_id, "step": step, "data": data, "updated_at": at}, index=["chat_id"]
    )
