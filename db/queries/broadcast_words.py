"""What the gaps of a broadcast's words are filled with."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.broadcasts import Broadcast
from db.models.members import Member, Person


async def composed(session: AsyncSession, broadcast_ids: Collection[int]) -> dict[int, Any]:
    """(id, content, buttons, deadline) of these broadcasts."""
    found = select(Broadcast.id, Broadcast.content, Broadcast.buttons, Broadcast.deadline)
    return {row.id: row for row in (await session.execute(found.where(Broadcast.id.in_(broadcast_ids)))).all()}


async def readers(session: AsyncSession, member_ids: Sequence[int]) -> dict[int, Any]:
    """(id, name, tier, favourite, allergens) of those who still are persons."""
    found = (
        select(Member.id, Person.name, Member.tier, Member.favourite, Person.allergens)
        .join(Person, Person.member_id == Member.id)
        .where(Member.id.in_(member_ids))
    )
    return {row.id: row for row in (await session.execute(found)).all()}
