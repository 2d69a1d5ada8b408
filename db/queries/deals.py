"""Named reads about deals, and about what a member likes."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.deals import Deal
from db.models.orders import Dish, OrderItem

MOST = 100


async def running(session: AsyncSession) -> list[Deal]:
    """Every deal that is neither paused nor removed, the newest first."""
    found = select(Deal).where(Deal.paused.is_(False), Deal.removed.is_(False)).order_by(Deal.id.desc()).limit(MOST)
    return list(await session.scalars(found))


async def kept(session: AsyncSession) -> list[Deal]:
    """Every deal that was not removed, running ones first."""
    found = select(Deal).where(Deal.removed.is_(False)).order_by(Deal.paused, Deal.id.desc()).limit(MOST)
    return list(await session.scalars(found))


async def tastes(session: AsyncSession, member_id: int) -> Mapping[str, int]:
    """How many dishes of each category the member has ordered."""
    counted = (
        select(OrderItem.category, func.sum(OrderItem.quantity))
        .where(OrderItem.member_id == member_id, OrderItem.category.is_not(None))
        .group_by(OrderItem.category)
    )
    return {str(category): int(many) for category, many in await session.execute(counted)}


async def categories(session: AsyncSession) -> list[str]:
    """What the shop's dishes are sorted by."""
    found = select(Dish.category).where(Dish.category.is_not(None)).distinct().order_by(Dish.category)
    return [category for category in await session.scalars(found) if category]
