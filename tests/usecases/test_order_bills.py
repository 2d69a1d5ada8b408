"""What comes off an order and what it earns, on both databases: vouchers, levels, rules, dishes."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
import pytest_asyncio
from sqlalchemy import func, select, update

from bot.rules.benefits import Benefit
from bot.rules.dishes import DishLine
from bot.rules.earning_rules import EarningRule
from bot.rules.program import DiscountStep, Program, TierRule
from bot.usecases import deliveries, dishes, orders, program, vouchers
from bot.usecases.errors import Refused
from bot.usecases.orders import OrderPlaced
from bot.usecases.vouchers import Issue
from db.enums import BenefitKind, Channel, MemberState, Tier, VoucherSource, VoucherState
from db.ledger import read
from db.models.members import Member
from db.models.orders import Dish, Order, OrderItem
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.orders import CARL, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI

RUSH = 50
TENTH = Benefit(BenefitKind.PERCENT, 1_000)
PERKS = TierRule(Tier.BRONZE, 0, 10_000, free_delivery=True, priority=True)
WELCOMED = EarningRule("r1", "First", "points", 100, first_order=True)
WEEKEND = EarningRule("r2", "Weekend", "factor", 20_000, weekdays=(5,), channels=(Channel.DESK,))
PROGRAM = replace(SUSHI, excluded_categories=("wine",), earning_rules=(WELCOMED, WEEKEND))


@pytest_asyncio.fixture
async def shop(db: Database) -> Shop:
    return await opened(db, PROGRAM)


async def holds(shop: Shop, benefit: Benefit, member_id: int, key: str = "gift") -> int:
    issue = Issue(key, member_id, benefit, VoucherSource.STAFF, date(2026, 12, 21))
    async with shop.db.begin() as session:
        rules = await program.in_force(session, NOON)
        return (await vouchers.issue(session, issue, at=NOON, rules=rules)).voucher_id


async def test_rules_hold_at_the_moment_of_the_order_and_the_entry_tells_them(shop: Shop) -> None:
    lines = (DishLine("Rolls", 2, 1_000_00), DishLine("Soave", 1, 240_00, "wine"))
    order_id = (await shop.place(items=lines)).order_id
    order = await shop.order(order_id)
    assert (order.base_minor, order.points) == (1_000_00, 300)  # (50 + 100) × 2
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.confirm(shop.db, carl, order_id, shop.code, at=NOON)
    async with shop.db.read() as session:
        line = await read.by_key(session, f"order:{order_id}:earn")
    assert line is not None
    assert [rule["name"] for rule in line.facts["applied"]] == ["First", "Weekend"]
    assert (line.facts["excluded_minor"], line.points) == (240_00, 300)
    second = await shop.order((await shop.place()).order_id)
    assert second.points == 124  # no longer the first


async def test_a_level_brings_free_delivery_and_is_served_first_and_spending_a_discount(db: Database) -> None:
    steps = (DiscountStep(0, 500),)
    kinder: Program = replace(SUSHI, tiers=(PERKS, *SUSHI.tiers[1:]), discount_steps=steps)
    shop = await opened(db, kinder)
    voucher = await holds(shop, TENTH, shop.bob)
    order = await shop.order((await shop.place(voucher_id=voucher)).order_id)
    assert (order.discount_minor, order.fee_off_minor) == (124_00 + 55_80, 150_00)
    assert (order.to_pay_minor, order.priority, order.points) == (1_060_20, True, 53)


async def test_a_voucher_goes_with_its_order(shop: Shop) -> None:
    voucher = await holds(shop, TENTH, shop.bob)
    placed = await shop.place(voucher_id=voucher, key="once")
    again = await shop.place(voucher_id=voucher, key="once")
    assert (again.order_id, again.points, again.already) == (placed.order_id, placed.points, True)
    assert await state(shop, voucher) == (VoucherState.RESERVED, placed.order_id)
    await orders.cancel(shop.db, await shop.actor(OLGA), placed.order_id, "mistake", at=NOON)
    assert await state(shop, voucher) == (VoucherState.HELD, None)


async def state(shop: Shop, voucher: int) -> tuple[VoucherState, int | None]:
    async with shop.db.read() as session:
        found = await session.get_one(Voucher, voucher)
        return found.state, found.order_id


@pytest.mark.parametrize(
    ("benefit", "given", "code"),
    [
        (replace(TENTH, least_minor=2_000_00), {}, "order.voucher_needs_more"),
        (Benefit(BenefitKind.DELIVERY), {"fee_minor": 0}, "order.voucher_needs_delivery"),
        (TENTH, {"items": (DishLine("Rolls", 1, 1_240_01),)}, "order.items_exceed"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_is_set_aside(
    shop: Shop, benefit: Benefit, given: dict[str, object], code: str
) -> None:
    voucher = await holds(shop, benefit, shop.bob)
    with pytest.raises(Refused) as refused:
        await shop.place(voucher_id=voucher, **given)
    assert refused.value.code == code
    assert await state(shop, voucher) == (VoucherState.HELD, None)
    async with shop.db.read() as session:
        assert not await session.scalar(select(func.count()).select_from(Order))


async def test_a_voucher_of_somebody_else_is_refused(shop: Shop) -> None:
    voucher = await holds(shop, TENTH, shop.ann)
    with pytest.raises(Refused) as refused:
        await shop.place(voucher_id=voucher)
    assert refused.value.code == "voucher.not_theirs"


async def test_fifty_orders_with_one_voucher_are_one_order(shop: Shop) -> None:
    for round_ in range(4):
        voucher = await holds(shop, TENTH, shop.bob, key=f"gift{round_}")
        doing = [shop.place(voucher_id=voucher) for _ in range(RUSH)]
        done = await asyncio.gather(*doing, return_exceptions=True)
        assert sum(isinstance(one, OrderPlaced) for one in done) == 1
        assert {one.code for one in done if isinstance(one, Refused)} == {"voucher.reserved"}


async def test_twenty_first_orders_at_once_are_one_first_order(shop: Shop) -> None:
    placed = await asyncio.gather(*(shop.place(amount_minor=1_00, fee_minor=0) for _ in range(20)))
    assert sorted(one.points for one in placed)[-2:] == [0, 200]


async def test_the_same_dish_in_many_orders_at_once_is_one_dish(shop: Shop) -> None:
    lines = (DishLine("Cola", 1, 100_00, "drinks"), DishLine("  RÖLLS ", 1, 100_00), DishLine("rölls", 1, 1_00))
    await asyncio.gather(*(shop.place(items=lines if n % 2 else lines[::-1]) for n in range(10)))
    async with shop.db.read() as session:
        kept = {dish.folded: dish.category for dish in await session.scalars(select(Dish))}
        assert await session.scalar(select(func.count()).select_from(OrderItem)) == 30
    assert kept == {"cola": "drinks", "rölls": None}


async def test_a_dish_moved_later_leaves_orders_as_they_were(shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    first = await shop.order((await shop.place(items=(DishLine("Soave", 1, 240_00),))).order_id)
    await dishes.put(shop.db, olga, 1, "WINE", at=NOON)
    second = await shop.order((await shop.place(items=(DishLine("soave", 1, 240_00),))).order_id)
    assert (await dishes.listed(shop.db, olga, 0, at=NOON)).categories == {"wine": 1}, "as the rules spell it"
    assert (first.base_minor, second.base_minor) == (1_240_00, 1_000_00)


async def test_somebody_who_erased_themselves_gets_no_order(shop: Shop) -> None:
    async with shop.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.bob).values(state=MemberState.ERASED))
    with pytest.raises(Refused) as refused:
        await shop.place(items=(DishLine("Cola", 1, 1_00),))
    assert refused.value.code == "order.member_unknown"
