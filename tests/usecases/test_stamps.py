"""The stamp card: each delivered order is a stamp, the sixth brings the present, once."""

import asyncio

from sqlalchemy import select

from bot.usecases import catalogue, deliveries, orders, program, stamps
from bot.usecases.catalogue import Edit
from db.enums import VoucherSource
from db.models.orders import Order
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.friends import available
from tests.support.orders import BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.rewards import reward
from tests.support.tiers import member

THIRD = sushi(stamp_every=3, stamp_least_minor=500_00, stamp_points=70, earn_rate_bp=0, welcome_points=0)


async def delivered(shop: Shop, amount_minor: int = 600_00) -> int:
    order_id = (await shop.place(amount_minor=amount_minor)).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.start(shop.db, carl, order_id, at=NOON)
    await deliveries.confirm(shop.db, carl, order_id, shop.code, at=NOON)
    return order_id


async def test_each_delivered_order_of_enough_is_a_stamp_and_the_third_brings_points(db: Database) -> None:
    shop = await opened(db, THIRD)
    seen = []
    for amount in (600_00, 499_99, 500_00, 600_00, 600_00):
        await delivered(shop, amount)
        seen.append(((await member(db, shop.bob)).stamps, await available(db, shop.bob)))
    assert seen == [(1, 0), (1, 0), (2, 0), (0, 70), (1, 70)]
    assert (await shop.told(BOB)).count("stamps.filled") == 1


async def test_a_full_card_may_bring_a_reward(db: Database) -> None:
    shop = await opened(db, sushi(stamp_every=1, stamp_reward_id=1))
    assert await reward(shop, "Miso soup") == 1
    order_id = await delivered(shop)
    async with db.read() as session:
        held = (await session.scalars(select(Voucher))).one()
    assert (held.member_id, held.source, held.names) == (shop.bob, VoucherSource.STAMPS, {"en": "Miso soup"})
    assert held.key == f"stamps:{shop.bob}:{order_id}"


async def test_a_full_card_waits_for_a_present_that_has_run_out(db: Database) -> None:
    shop = await opened(db, sushi(stamp_every=2, stamp_reward_id=1))
    soup = await reward(shop, "Miso soup", stock=0)
    for _ in range(3):
        await delivered(shop)
    assert (await member(db, shop.bob)).stamps == 1
    assert "stamps.filled" not in await shop.told(BOB)
    olga = await shop.actor(OLGA)
    edition = (await catalogue.show(db, olga, soup)).edition
    await catalogue.change(db, olga, Edit(soup, edition, "stock", 1, saw=0), at=NOON)
    await delivered(shop)
    assert (await member(db, shop.bob)).stamps == 0
    assert (await shop.told(BOB)).count("stamps.filled") == 1


async def test_without_a_stamp_card_nothing_is_stamped(db: Database) -> None:
    shop = await opened(db)
    await delivered(shop)
    assert (await member(db, shop.bob)).stamps == 0


async def test_a_cancelled_order_is_no_stamp(db: Database) -> None:
    shop = await opened(db, THIRD)
    order_id = (await shop.place()).order_id
    await orders.cancel(db, await shop.actor(OLGA), order_id, "mistake", at=NOON)
    assert (await member(db, shop.bob)).stamps == 0


async def test_orders_delivered_at_once_are_each_a_stamp(db: Database) -> None:
    shop = await opened(db, sushi(stamp_every=50, stamp_points=70))
    ids = [(await shop.place()).order_id for _ in range(20)]

    async def stamped(order_id: int) -> None:
        async with db.begin() as session:
            order = await session.get_one(Order, order_id, with_for_update=True)
            rules = await program.in_force(session, NOON)
            await stamps.stamp(session, order, at=NOON, rules=rules)

    await asyncio.gather(*(stamped(order_id) for order_id in ids))
    assert (await member(db, shop.bob)).stamps == 20
