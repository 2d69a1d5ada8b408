"""Named reads about dishes and their categories."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.orders import Dish, OrderItem


@dataclass(frozen=True)
class DishSeen:
    """A dish of the shop."""

    id: int
    name: str
    folded: str
    category: str | None


@dataclass(frozen=True)
class ItemLine:
    """One line of what was bought."""

    name: str
    quantity: int
    sum_minor: int


_DISH = select(Dish.id, Dish.name, Dish.folded, Dish.category)


async def by_folded(session: AsyncSession, names: Collection[str]) -> dict[str, DishSeen]:
    """The dishes of these names that are known."""
    rows = await session.execute(_DISH.where(Dish.folded.in_(names)))
    return {row.folded: DishSeen(*row) for row in rows}


async def page(session: AsyncSession, *, loose: bool, offset: int, limit: int) -> list[DishSeen]:
    """Dishes by name; *loose*: only those without a category."""
    found = _DISH.order_by(Dish.folded).offset(offset).limit(limit)
    rows = await session.execute(found.where(Dish.category.is_(None)) if loose else found)
    return [DishSeen(*row) for row in rows]


async def one(session: AsyncSession, dish_id: int) -> DishSeen | None:
    row = (await session.execute(_DISH.where(Dish.id == dish_id))).one_or_none()
    return DishSeen(*row) if row else None


async def of_order(session: AsyncSession, order_id: int) -> tuple[ItemLine, ...]:
    """What was bought with an order, as far as it was told."""
    bought = select(OrderItem.name, OrderItem.quantity, OrderItem.sum_minor).where(OrderItem.order_id == order_id)
    return tuple([ItemLine(*row) for row in await session.execute(bought.order_by(OrderItem.id))])


async def categories(session: AsyncSession) -> dict[str, int]:
    """Each category with the number of its dishes, by name."""
    counted = select(Dish.category, func.count()).where(Dish.category.is_not(None)).group_by(Dish.category)
    rows = await session.execute(counted.order_by(Dish.category))
    return {category: number for category, number in rows if category}


async def fill_category(session: AsyncSession, folded: str, category: str) -> None:
    """A dish that is in no category yet is in this one."""
    loose = update(Dish).where(Dish.folded == folded, Dish.category.is_(None))
    await session.execute(loose.values(category=category))
