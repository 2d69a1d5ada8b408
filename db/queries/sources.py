"""Where members came from: by the tag of the link that brought them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.members import Member
from db.queries.referral import BY_A_FRIEND


@dataclass(frozen=True)
class SourceLine:
    """Who came by one tag: how many joined, how many of them have ordered, and for how much. `tag` None: no link."""

    tag: str | None
    joined: int
    ordered: int
    spent_minor: int


async def counted(session: AsyncSession, limit: int) -> list[SourceLine]:
    """Every tag by how many joined; whoever came by a friend's link, of whichever kind, is together under "friend:"."""
    tag = func.substr(Member.source, 1, len(BY_A_FRIEND))
    by = select(Member.source, func.count(), func.count(Member.first_order_at), func.sum(Member.spent_minor))
    friends = await session.execute(
        select(func.count(), func.count(Member.first_order_at), func.coalesce(func.sum(Member.spent_minor), 0)).where(
            tag == BY_A_FRIEND
        )
    )
    others = by.where((tag != BY_A_FRIEND) | Member.source.is_(None)).group_by(Member.source)
    rows = await session.execute(others.order_by(func.count().desc(), Member.source).limit(limit))
    joined, ordered, spent = friends.one()
    brought = [SourceLine(BY_A_FRIEND, joined, ordered, int(spent))] if joined else []
    lines = [SourceLine(row[0], row[1], row[2], int(row[3])) for row in rows]
    return sorted([*brought, *lines], key=lambda line: -line.joined)


async def of_tag(session: AsyncSession, tag: str) -> SourceLine:
    """What one tag has brought."""
    sums = func.count(), func.count(Member.first_order_at), func.coalesce(func.sum(Member.spent_minor), 0)
    joined, ordered, spent = (await session.execute(select(*sums).where(Member.source == tag))).one()
    return SourceLine(tag, joined, ordered, int(spent))
