"""Named reads about gifts on their way from one member to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import GiftState
from db.models.members import Member, Person
from db.models.vouchers import Gift

_STILL_OPEN = text("state = 'open'")  # word for word as in the index of deadlines


@dataclass(frozen=True)
class GiverLine:
    """Who gives: orders delivered to them, and points given since a day that did not come back."""

    orders: int
    given: int


async def by_hash(session: AsyncSession, token_hash: str) -> Gift | None:
    """The gift whose link this was."""
    found: Gift | None = await session.scalar(select(Gift).where(Gift.token_hash == token_hash))
    return found


async def open_of(session: AsyncSession, member_id: int) -> Sequence[Gift]:
    """What the member gave and nobody has taken yet, the newest first."""
    theirs = (Gift.giver_id == member_id, Gift.state == GiftState.OPEN)
    return (await session.scalars(select(Gift).where(*theirs).order_by(Gift.id.desc()))).all()


async def giver(session: AsyncSession, member_id: int, since: datetime) -> GiverLine:
    """What the rules of giving ask about the member."""
    mine = (Gift.giver_id == member_id, Gift.at > since, Gift.state != GiftState.RETURNED)
    given = await session.scalar(select(func.coalesce(func.sum(Gift.points), 0)).where(*mine))
    orders = await session.scalar(select(Member.orders_count).where(Member.id == member_id))
    return GiverLine(orders or 0, int(given or 0))


async def name_of(session: AsyncSession, member_id: int) -> str:
    """The member's name; "" once they have erased themselves."""
    return await session.scalar(select(Person.name).where(Person.member_id == member_id)) or ""


async def due(session: AsyncSession, at: datetime, *, limit: int) -> list[int]:
    """Ids of gifts nobody took in time, the longest overdue first."""
    waiting = select(Gift.id).where(_STILL_OPEN, Gift.until <= at)
    return list(await session.scalars(waiting.order_by(Gift.until).limit(limit)))
