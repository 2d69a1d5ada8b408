"""Dishes: known from the first order that names them, put into categories by the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.dishes import DishLine, clean_category, fold
from bot.rules.earning import Item
from bot.rules.program import Program
from bot.usecases import audit, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from db.models.orders import Dish, Order, OrderItem
from db.queries import dishes as queries
from db.queries.dishes import DishSeen as DishSeen
from db.session import Database, insert_once

PAGE = 8


async def known(session: AsyncSession, lines: Sequence[DishLine], rules: Program) -> tuple[Item, ...]:
    """The lines with their categories: the dish's own, else the one that was typed. Changes nothing."""
    there = await queries.by_folded(session, {fold(line.name) for line in lines})
    spelled = await _spelled(session, rules) if any(line.category for line in lines) else ()
    return tuple(_item(line, there.get(fold(line.name)), spelled) for line in lines)


async def _spelled(session: AsyncSession, rules: Program) -> tuple[str, ...]:
    """Every category that dishes are in or rules speak of: one that is typed takes the spelling there is."""
    spoken = (name for rule in rules.earning_rules for name in rule.categories)
    return (*await queries.categories(session), *rules.excluded_categories, *spoken)


def _item(line: DishLine, dish: DishSeen | None, spelled: Sequence[str]) -> Item:
    typed = clean_category(line.category, spelled) if line.category else None
    category = dish.category if dish and dish.category else typed
    return Item(dish.name if dish else line.name, fold(line.name), category, line.quantity, line.sum_minor)


async def keep(session: AsyncSession, order: Order, items: Sequence[Item], *, at: datetime) -> None:
    """The order has these lines. A name seen for the first time becomes a dish, and a dish without a category takes
    the one that was typed with it."""
    for item in sorted(items, key=lambda item: item.folded):  # in one order, so that two orders never wait crosswise
        values = {"name": item.name, "folded": item.folded, "category": item.category, "created_at": at}
        if not await insert_once(session, Dish, values, index=["folded"]) and item.category:
            await queries.fill_category(session, item.folded, item.category)
    session.add_all(
        OrderItem(
            order_id=order.id,
            member_id=order.member_id,
            name=item.name,
            folded=item.folded,
            category=item.category,
            quantity=item.quantity,
            sum_minor=item.sum_minor,
        )
        for item in items
    )


@dataclass(frozen=True)
class DishesPage:
    """Some of the dishes, by name; the categories there are, with how many dishes each has; `excluded` earn nothing."""

    dishes: tuple[DishSeen, ...]
    loose: bool
    page: int
    more: bool
    categories: dict[str, int]
    excluded: tuple[str, ...]


async def listed(db: Database, actor: Actor, page: int, *, loose: bool = False, at: datetime) -> DishesPage:
    """A page of dishes; *loose*: those without a category. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, "catalogue.change")
        rules = await program.in_force(session, at)
        found = await queries.page(session, loose=loose, offset=page * PAGE, limit=PAGE + 1)
        categories = await queries.categories(session)
    return DishesPage(
        tuple(found[:PAGE]), loose, page, len(found) > PAGE, categories, rules.program.excluded_categories
    )


@dataclass(frozen=True)
class DishCard:
    """One dish, and every category it could be in."""

    dish: DishSeen
    categories: tuple[str, ...]


async def card(db: Database, actor: Actor, dish_id: int) -> DishCard:
    """Refuses `access.denied`, `dish.unknown`."""
    async with db.read() as session:
        await allow(session, actor, "catalogue.change")
        return await _shown(session, dish_id)


async def put(db: Database, actor: Actor, dish_id: int, category: str | None, *, at: datetime) -> DishCard:
    """The dish is in *category* (None: in none) for every order from now on; orders before keep what was. A category
    that differs from a known one by capitals alone is that one.

    Refuses `access.denied`, `dish.unknown`; raises BadDish.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "catalogue.change")
        dish = await session.get(Dish, dish_id, with_for_update=True)
        if dish is None:
            raise Refused("dish.unknown")
        rules = (await program.in_force(session, at)).program
        wanted = clean_category(category, await _spelled(session, rules)) if category else None
        if dish.category != wanted:
            dish.category = wanted
            await audit.write(session, staff, "dishes.put", f"dish:{dish_id}", at=at, name=dish.name, new=wanted or "—")
        await session.flush()
        return await _shown(session, dish_id)


async def every_category(db: Database) -> tuple[str, ...]:
    """The categories there are, by name."""
    async with db.read() as session:
        return tuple(await queries.categories(session))


async def _shown(session: AsyncSession, dish_id: int) -> DishCard:
    found = await queries.one(session, dish_id)
    if found is None:
        raise Refused("dish.unknown")
    return DishCard(found, tuple(await queries.categories(session)))
