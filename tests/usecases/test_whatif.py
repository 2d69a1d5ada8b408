"""The last ninety days with another number: what a straightforward reckoning says, on both databases; nothing moves."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import func, select, update

from bot.rules.dishes import DishLine
from bot.rules.earning_rules import EarningRule, to_json
from bot.usecases import deliveries, orders, whatif
from bot.usecases.errors import Refused
from bot.usecases.whatif import WhatIf
from db.enums import Tier
from db.models import Base
from db.models.members import Member
from db.models.orders import Order
from db.session import Database
from tests.support.orders import CARL, DAN, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI

DRINKS = EarningRule("r1", "Drinks", "points", 20, categories=("drinks",))


@pytest_asyncio.fixture
async def shop(db: Database) -> Shop:
    return await opened(db, replace(SUSHI, earning_rules=(DRINKS,)))


async def tried(shop: Shop, field: str, value: object) -> WhatIf:
    return await whatif.replay(shop.db, await shop.actor(OLGA), field, value, at=NOON)


async def test_a_rule_switched_off_takes_from_those_who_had_it(shop: Shop) -> None:
    await shop.place(items=(DishLine("Cola", 1, 100_00, "drinks"),))
    await shop.place(member_id=shop.ann)
    got = await tried(shop, "earning_rules.r1", {**to_json(DRINKS), "on": False})
    assert (got.points_now, got.points_then) == (144, 124)
    assert (got.outcome.touched, got.outcome.gain, got.outcome.lose) == (1, 0, 1)
    assert [one.points for one in got.outcome.most_lose] == [-20]
    removed = await tried(shop, "earning_rules.r1", None)
    assert removed.outcome == got.outcome


async def test_the_multiplier_of_a_level_touches_its_members_alone(shop: Shop) -> None:
    async with shop.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.ann).values(tier=Tier.GOLD))
    await shop.place()
    await shop.place(member_id=shop.ann)
    got = await tried(shop, "tiers.gold.multiplier", 20_000)
    assert (got.points_now, got.points_then, got.outcome.gain) == (62 + 93, 62 + 124, 1)


async def test_an_excluded_category_takes_what_its_dishes_earned(shop: Shop) -> None:
    await shop.place(items=(DishLine("Cola", 1, 240_00, "drinks"),))
    got = await tried(shop, "excluded_categories.drinks", True)
    assert (got.points_now, got.points_then) == (82, 50)


async def test_a_level_reached_sooner_multiplies_for_those_who_would_have_it(shop: Shop) -> None:
    order_id = (await shop.place()).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.confirm(shop.db, carl, order_id, shop.code, at=NOON)
    got = await tried(shop, "tiers.silver.from", 1_000_00)
    assert (got.points_now, got.points_then) == (62, 74)


async def test_money_is_points_times_their_value_times_what_is_expected_to_be_spent(shop: Shop) -> None:
    await shop.place()
    got = await tried(shop, "earn_rate_bp", 1_000)
    assert (got.cost_now.expected_minor, got.cost_then.expected_minor) == (49_60, 99_20)
    assert (got.owed_now.points, got.owed_then.points) == (0, 62)
    dearer = await tried(shop, "redemption_bp", 10_000)
    assert (dearer.outcome.touched, dearer.cost_then.expected_minor) == (0, 62_00)


async def test_gifts_are_counted_as_often_as_they_were_given(shop: Shop) -> None:
    order_id = (await shop.place()).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.confirm(shop.db, carl, order_id, shop.code, at=NOON)
    async with shop.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.bob).values(first_order_at=NOON))
    got = await tried(shop, "welcome_points", 300)
    assert (got.points_now, got.points_then) == (62 + 100, 62 + 300)


async def test_cancelled_and_old_orders_do_not_count(shop: Shop) -> None:
    gone, old = (await shop.place()).order_id, (await shop.place()).order_id
    await orders.cancel(shop.db, await shop.actor(OLGA), gone, "mistake", at=NOON)
    async with shop.db.begin() as session:
        then = NOON - timedelta(days=91)
        await session.execute(update(Order).where(Order.id == old).values(placed_at=then))
    assert (await tried(shop, "earn_rate_bp", 1_000)).outcome.orders == 0
    assert await whatif.glance(shop.db, await shop.actor(OLGA), "earn_rate_bp", 1_000, at=NOON) is None


async def test_pages_are_joined_without_a_seam(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        await shop.place(member_id=(shop.ann, shop.bob)[number % 2])
    whole = await tried(shop, "earn_rate_bp", 1_000)
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(whatif, "AT_ONCE", size)
        assert await tried(shop, "earn_rate_bp", 1_000) == whole
    assert (whole.outcome.orders, whole.outcome.gain, whole.points_then) == (7, 2, 7 * 124)


async def test_nothing_is_written_and_only_who_sees_the_programme_may_ask(shop: Shop) -> None:
    await shop.place()
    before = await rows(shop.db)
    await tried(shop, "earn_rate_bp", 1_000)
    assert await rows(shop.db) == before
    with pytest.raises(Refused) as refused:
        await whatif.replay(shop.db, await shop.actor(DAN), "earn_rate_bp", 1_000, at=NOON)
    assert refused.value.code == "access.denied"


async def rows(db: Database) -> dict[str, int]:
    async with db.read() as session:
        return {
            name: await session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }
