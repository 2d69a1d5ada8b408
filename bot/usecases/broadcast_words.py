"""The words of a broadcast for each of its members, put in when their message leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.program import Rules
from db.models.broadcasts import Broadcast


async def worded(session: AsyncSession, rows: Sequence[Any], rules: Rules) -> dict[int, Mapping[str, Any]]:
    """The facts of these rows of the outbox, by their id; asked once for all that leave together."""
    wanted = select(Broadcast.id, Broadcast.content).where(Broadcast.id.in_({row.broadcast_id for row in rows}))
    content = {row.id: row.content for row in (await session.execute(wanted)).all()} if rows else {}
    return {row.id: {**row.facts, "text": content[row.broadcast_id]["A"]["*"]["text"]} for row in rows}
