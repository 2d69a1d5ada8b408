"""Who may lose a tier, where one member stands, and what became of their tier before."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState, OrderState, Tier
from db.models.members import Member, TierChange
from db.models.orders import Order
from db.models.staff import Staff


@dataclass(frozen=True)
class TierLine:
    """A member's tier as it is kept. `by`, `reason` and `until` are of one set by hand."""

    tier: Tier
    drops_on: date | None
    until: date | None
    by: str | None
    reason: str | None


@dataclass(frozen=True)
class ChangeLine:
    old: Tier
    new: Tier
    why: str
    at: datetime


async def before_rising(session: AsyncSession, member_id: int, since: datetime) -> Tier | None:
    """The tier before the steps up by spending that the member made without a break from *since* on; None when the last
    change was another one, or none."""
    found = (
        select(TierChange.old, TierChange.new, TierChange.why)
        .where(TierChange.member_id == member_id, TierChange.at >= since)
        .order_by(TierChange.id.desc())
    )
    ranks, before = list(Tier), None
    for old, new, why in await session.execute(found):
        if why != "spend" or ranks.index(new) < ranks.index(old):
            break
        before = old
    return before


@dataclass(frozen=True)
class AboveLine:
    """A member above the lowest tier."""

    id: int
    tier: Tier
    tier_drops_on: date | None
    tier_until: date | None
    spent_minor: int  # in the window


async def above(session: AsyncSession, since: datetime, *, after: int, limit: int) -> list[AboveLine]:
    """Living members above the lowest tier, by number, with what they spent since; through ix_members_above."""
    in_window = (
        select(func.coalesce(func.sum(Order.kept_base_minor), 0))
        .where(
            Order.member_id == Member.id,
            Order.state == OrderState.DELIVERED,
            Order.delivered_at >= since,
        )
        .correlate(Member)
        .scalar_subquery()
    )
    found = (
        select(Member.id, Member.tier, Member.tier_drops_on, Member.tier_until, in_window)
        .where(and_(Member.tier != literal_column("'bronze'"), Member.id > after, Member.state == MemberState.ACTIVE))
        .order_by(Member.id)
        .limit(limit)
    )
    rows = await session.execute(found)
    return [AboveLine(number, tier, drops_on, until, int(spent)) for number, tier, drops_on, until, spent in rows]


async def line(session: AsyncSession, member_id: int) -> TierLine | None:
    """None when nobody has that number or they have erased themselves."""
    found = (
        select(
            Member.tier,
            Member.tier_drops_on,
            Member.tier_until,
            Staff.name,
            Member.tier_reason,
        )
        .outerjoin(Staff, Staff.id == Member.tier_by)
        .where(Member.id == member_id, Member.state == MemberState.ACTIVE)
    )
    row = (await session.execute(found)).one_or_none()
    return TierLine(*row) if row else None


async def changes(session: AsyncSession, member_id: int, *, limit: int) -> list[ChangeLine]:
    """The newest first."""
    found = (
        select(TierChange.old, TierChange.new, TierChange.why, TierChange.at)
        .where(TierChange.member_id == member_id)
        .order_by(TierChange.id.desc())
        .limit(limit)
    )
    return [ChangeLine(*row) for row in await session.execute(found)]


async def tier_of(session: AsyncSession, member_id: int) -> Tier:
    """The tier a member has now."""
    return (await session.execute(select(Member.tier).where(Member.id == member_id))).scalar_one()
