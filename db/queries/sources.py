"""Where members and orders come from: by the tag of the link, by the campaign the site names."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import OrderState
from db.models.chats import Registration
from db.models.members import Member
from db.models.orders import Order
from db.queries.referral import BY_A_FRIEND


@dataclass(frozen=True)
class SourceLine:
    """Who came by one tag: how many opened the link and have not joined, how many joined, how many of those have
    ordered, and for how much. `tag` None: no link; "friend:": a friend's, of whichever kind."""

    tag: str | None
    joined: int = 0
    ordered: int = 0
    spent_minor: int = 0
    waiting: int = 0


def _tag(source: Any) -> Any:
    """A source without what tells apart the ways of a friend's link."""
    friend = func.substr(source, 1, len(BY_A_FRIEND)) == BY_A_FRIEND
    return case((friend, BY_A_FRIEND), else_=source).label("tag")


def _joined() -> Select[Any]:
    came = select(_tag(Member.source), Member.first_order_at, Member.spent_minor).subquery()
    sums = func.count(), func.count(came.c.first_order_at), func.coalesce(func.sum(came.c.spent_minor), 0)
    return select(came.c.tag, *sums).group_by(came.c.tag)


def _waiting() -> Select[Any]:
    opened = select(_tag(Registration.source)).where(Registration.member_id.is_(None)).subquery()
    return select(opened.c.tag, func.count()).group_by(opened.c.tag)


async def counted(session: AsyncSession, limit: int) -> list[SourceLine]:
    """The tags by which most have joined."""
    waiting = {row[0]: row[1] for row in await session.execute(_waiting())}
    rows = {row[0]: row for row in await session.execute(_joined())}
    lines = [_line(tag, rows.get(tag, (tag, 0, 0, 0)), waiting.get(tag, 0)) for tag in {*rows, *waiting}]
    return sorted(lines, key=lambda line: (-line.joined, -line.waiting, line.tag or ""))[:limit]


def _line(tag: str | None, row: Any, waiting: int) -> SourceLine:
    return SourceLine(tag, row[1], row[2], int(row[3]), waiting)


async def of_tag(session: AsyncSession, tag: str) -> SourceLine:
    """What one tag has brought."""
    sums = func.count(), func.count(Member.first_order_at), func.coalesce(func.sum(Member.spent_minor), 0)
    joined, ordered, spent = (await session.execute(select(*sums).where(Member.source == tag))).one()
    waiting = select(func.count()).where(Registration.source == tag, Registration.member_id.is_(None))
    return SourceLine(tag, joined, ordered, int(spent), await session.scalar(waiting) or 0)


@dataclass(frozen=True)
class CampaignLine:
    """What sites and tills say an advertisement has brought: delivered orders, and for how much in minor units."""

    campaign: str
    orders: int
    spent_minor: int


async def campaigns(session: AsyncSession, limit: int) -> list[CampaignLine]:
    """Those that brought most orders."""
    count, spent = func.count(), func.coalesce(func.sum(Order.kept_base_minor), 0)
    brought = select(Order.campaign, count, spent).where(
        Order.campaign.is_not(None), Order.state == OrderState.DELIVERED
    )
    most = brought.group_by(Order.campaign).order_by(count.desc(), Order.campaign).limit(limit)
    return [CampaignLine(str(name), orders, int(minor)) for name, orders, minor in await session.execute(most)]
