"""Bob brings goods back: by rule 8, whole or in part, once; and everything that hung on the order follows."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.rules.dishes import DishLine
from bot.rules.errors import RuleBroken
from bot.usecases import points, returns
from bot.usecases.returns import ReturnItem, SlipNo
from db.enums import OrderState, ReferralState, Scope, Tier
from db.ledger import read
from db.models.audit import AuditLine
from db.models.messages import OutgoingMessage
from db.models.orders import OrderReturn
from db.models.referrals import Referral
from db.session import Database
from tests.support.friends import available, joins
from tests.support.orders import BOB, NOON, OLGA, opened
from tests.support.programs import sushi
from tests.support.returning import comes_back, handed_over, member, wanted
from tests.support.spending import has, held, key, outlet, points_of, tom
from tests.support.tiers import day
from tests.usecases.test_orders import refused

DISHES = (DishLine("Philadelphia", 3, 700_00), DishLine("Miso", 1, 300_00))


async def told(db: Database, kind: str) -> list[dict[str, Any]]:
    found = select(OutgoingMessage.facts).where(OutgoingMessage.kind == kind).order_by(OutgoingMessage.id)
    async with db.read() as session:
        return list(await session.scalars(found))


async def broken(work: object) -> str:
    with pytest.raises(RuleBroken) as refusal:
        await work  # type: ignore[misc]
    return refusal.value.code


async def test_a_half_takes_a_half_and_the_rest_the_rest(db: Database) -> None:
    shop = await opened(db)
    order_id = await handed_over(shop, shop.bob)
    assert await available(db, shop.bob) == 62 + 100, "and the welcome"
    first = await comes_back(shop, order_id, 620_00, key="slip 7")
    assert (first.points_taken, first.money_minor, first.whole, first.available) == (31, 620_00, False, 131)
    again = await comes_back(shop, order_id, 620_00, key="slip 7")
    assert (again.return_id, again.already, await available(db, shop.bob)) == (first.return_id, True, 131)
    bob = await member(db, shop.bob)
    assert (bob.orders_count, bob.spent_minor) == (1, 620_00)

    second = await comes_back(shop, order_id)
    assert (second.points_taken, second.amount_minor, second.whole) == (31, 620_00, True)
    bob, order = await member(db, shop.bob), await shop.order(order_id)
    assert (bob.orders_count, bob.spent_minor, bob.first_order_at, bob.last_order_at) == (0, 0, None, None)
    assert (order.state, order.returned_minor, order.points_taken_back) == (OrderState.RETURNED, 1_240_00, 62)
    assert await available(db, shop.bob) == 0, "the welcome waits for the next order"
    assert await broken(comes_back(shop, order_id)) == "return.nothing_left"
    heard = await told(db, "return.taken")
    assert [(each["taken"], each["welcome"], each["whole"]) for each in heard] == [(31, 0, False), (31, 100, True)]

    await handed_over(shop, shop.bob, 1_000_00)
    assert await available(db, shop.bob) == 50 + 100
    async with db.read() as session:
        acts = (await session.scalars(select(AuditLine.act).where(AuditLine.act == "sales.return"))).all()
    assert len(acts) == 2


async def test_points_that_paid_come_back_pro_rata_and_last_a_while(db: Database) -> None:
    shop = await opened(db)
    await has(shop, shop.ann, 300)
    olga = await shop.actor(OLGA)
    spending = await held(shop, olga, shop.ann, 300, eligible_minor=1_240_00)
    order_id = await handed_over(shop, shop.ann, spending_id=spending.id)
    order = await shop.order(order_id)
    assert (order.points_paid, order.base_minor, order.points) == (300, 940_00, 47)
    half = await comes_back(shop, order_id, 620_00)
    assert (half.points_given, half.points_taken, half.money_minor) == (150, 23, 470_00)
    rest = await comes_back(shop, order_id, at=day(1))
    assert (rest.points_given, rest.points_taken, rest.money_minor) == (150, 24, 470_00)
    assert await points_of(shop, shop.ann) == (300, 0)


async def test_points_on_their_way_just_never_come(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(hold_hours=24, welcome_points=0))
    partly, wholly = await handed_over(shop, shop.bob), await handed_over(shop, shop.bob)
    assert (await comes_back(shop, partly, 620_00)).points_taken == 31
    await comes_back(shop, wholly)
    async with sqlite_db.read() as session:
        assert (await points.pending(session, shop.bob, at=NOON)).orders == 31
    assert await points.release_due(sqlite_db, day(1)) == 1
    assert await available(sqlite_db, shop.bob) == 31
    assert (await comes_back(shop, partly, at=day(1))).points_taken == 31
    assert await available(sqlite_db, shop.bob) == 0


async def test_dishes_come_back_at_what_was_paid_for_them(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(excluded_categories=("beer",), welcome_points=0))
    beer = DishLine("Asahi", 2, 240_00, "beer")
    order_id = await handed_over(shop, shop.bob, items=(*DISHES, beer))
    assert (await shop.order(order_id)).points == 50
    drunk = await comes_back(shop, order_id, items=(ReturnItem("asahi", 1),))
    assert (drunk.amount_minor, drunk.points_taken) == (120_00, 0)
    roll = await comes_back(shop, order_id, items=(ReturnItem("Philadelphia", 1), ReturnItem("Miso", 1)))
    assert (roll.amount_minor, roll.points_taken) == (533_33, 26)
    seen = await returns.preview(sqlite_db, await shop.actor(OLGA), wanted(order_id), at=NOON)
    assert [(line.name, line.left) for line in seen.lines] == [("Asahi", 1), ("Philadelphia", 2), ("Miso", 0)]
    assert (seen.left_minor, seen.points_taken, seen.whole) == (586_67, 24, True)
    again = comes_back(shop, order_id, items=(ReturnItem("Miso", 1),))
    assert await broken(again) == "return.no_such_item"


async def test_a_step_up_the_order_was_needed_for_is_taken_back_with_its_gift(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(welcome_points=0))
    large = await handed_over(shop, shop.bob, 14_000_00)
    await handed_over(shop, shop.bob, 2_000_00, at=day(1))
    assert (await member(sqlite_db, shop.bob)).tier is Tier.SILVER
    later = await handed_over(shop, shop.bob, 1_000_00, at=day(2))
    assert (await shop.order(later)).points == 60, "at Silver's rate"
    before = await available(sqlite_db, shop.bob)
    await comes_back(shop, large, 7_000_00, at=day(3))
    assert (await member(sqlite_db, shop.bob)).tier is Tier.BRONZE
    assert before - await available(sqlite_db, shop.bob) == 350 + 100, (
        "half of the order's points and the gift; nothing else"
    )
    assert (await told(sqlite_db, "tier.left"))[-1]["why"] == "return"
    await handed_over(shop, shop.bob, 6_000_00, at=day(4))
    assert (await member(sqlite_db, shop.bob)).tier is Tier.SILVER
    async with sqlite_db.read() as session:
        assert (await read.by_key(session, f"tier:{shop.bob}:silver:2")) is not None, "the gift came again"


async def test_a_tier_reached_before_goes_with_warning_only(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(welcome_points=0))
    await handed_over(shop, shop.bob, 15_000_00)
    await handed_over(shop, shop.bob, 1_000_00, at=day(1))
    first = await handed_over(shop, shop.bob, 1_000_00, at=day(2))
    await comes_back(shop, first, at=day(3))
    bob = await member(sqlite_db, shop.bob)
    assert (bob.tier, bob.tier_drops_on) == (Tier.SILVER, None)


async def test_both_give_back_what_the_invitation_brought_and_another_order_brings_it_again(
    sqlite_db: Database,
) -> None:
    shop = await opened(sqlite_db, sushi(welcome_points=0))
    friend = await joins(sqlite_db, 1, shop.ann)
    order_id = await handed_over(shop, friend, 1_100_00)
    assert (await available(sqlite_db, shop.ann), await available(sqlite_db, friend)) == (200, 100 + 55)
    await comes_back(shop, order_id, 100_00)
    assert await available(sqlite_db, shop.ann) == 200, "1 000 roubles are enough"
    await comes_back(shop, order_id, 1_00)
    assert (await available(sqlite_db, shop.ann), await available(sqlite_db, friend)) == (0, 55 - 6 + 1)
    assert [each["points"] for each in await told(sqlite_db, "referral.undone")] == [200]
    async with sqlite_db.read() as session:
        referral = (await session.scalars(select(Referral))).one()
    assert (referral.state, referral.points_inviter) == (ReferralState.PENDING, 0)
    await handed_over(shop, friend, 1_000_00, at=day(1))
    assert await available(sqlite_db, shop.ann) == 200


async def test_a_stamp_comes_off_and_a_card_it_filled_with_its_present(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(welcome_points=0, stamp_every=2, stamp_points=70, stamp_least_minor=500_00))
    one, two = await handed_over(shop, shop.bob, 600_00), await handed_over(shop, shop.bob, 600_00)
    assert ((await member(sqlite_db, shop.bob)).stamps, await available(sqlite_db, shop.bob)) == (0, 60 + 70)
    await comes_back(shop, two, 50_00)
    assert (await member(sqlite_db, shop.bob)).stamps == 0, "550 roubles deserve one still"
    await comes_back(shop, two, 100_00)
    assert ((await member(sqlite_db, shop.bob)).stamps, await available(sqlite_db, shop.bob)) == (1, 30 + 23)
    await comes_back(shop, two)
    assert (await member(sqlite_db, shop.bob)).stamps == 1, "it had been taken off"
    await comes_back(shop, one)
    assert ((await member(sqlite_db, shop.bob)).stamps, await available(sqlite_db, shop.bob)) == (0, 0)


async def test_what_was_spent_meanwhile_is_a_debt(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(welcome_points=0))
    order_id = await handed_over(shop, shop.bob, 4_000_00)
    spending = await held(shop, await shop.actor(OLGA), shop.bob, 200, eligible_minor=1_000_00)
    await handed_over(shop, shop.bob, 1_000_00, spending_id=spending.id)
    await comes_back(shop, order_id)
    async with sqlite_db.read() as session:
        assert (await read.balance(session, shop.bob)).debt == 160
    assert (await told(sqlite_db, "return.taken"))[-1]["debt"] == 160


async def test_who_may_not_take_what_back(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    here, there = await outlet(shop, "Central"), await outlet(shop, "North")
    till, stranger = await tom(shop, here), await key(shop, Scope.TILL, (there,))
    order_id = await handed_over(shop, shop.bob, outlet_id=here)
    assert await refused(comes_back(shop, order_id, by=till)) == "return.not_theirs", "not sold at a till"
    assert await refused(comes_back(shop, order_id, by=stranger)) == "order.unknown"
    assert await refused(comes_back(shop, order_id, by=await shop.actor(BOB))) == "access.denied"
    assert await refused(comes_back(shop, order_id, member_id=shop.ann)) == "return.not_theirs"
    assert await refused(comes_back(shop, 999)) == "order.unknown"
    assert await broken(comes_back(shop, order_id, 1_240_01)) == "return.too_much"
    assert await broken(comes_back(shop, order_id, reason=" ")) == "words.empty"
    under_way = (await shop.place(member_id=shop.ann)).order_id
    assert await refused(comes_back(shop, under_way)) == "return.not_delivered"


async def test_three_keys_for_one_slip_are_one_return(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    here = await outlet(shop)
    till, slip = await key(shop, Scope.TILL, (here,)), SlipNo("A", "R-1")
    order_id = await handed_over(shop, shop.bob, outlet_id=here)
    done = [await comes_back(shop, order_id, 100_00, by=till, slip=slip) for _ in range(3)]
    assert [each.already for each in done] == [False, True, True]
    assert (await shop.order(order_id)).returned_minor == 100_00
    assert await refused(comes_back(shop, order_id, 200_00, by=till, slip=slip)) == "slip.differs"


async def test_ten_at_once_bring_it_back_once(db: Database) -> None:
    shop = await opened(db, sushi(welcome_points=0))
    order_id = await handed_over(shop, shop.bob)
    tries = await asyncio.gather(*(comes_back(shop, order_id) for _ in range(10)), return_exceptions=True)
    assert sorted(isinstance(each, RuleBroken) for each in tries) == [False] + 9 * [True]
    async with db.read() as session:
        assert len((await session.scalars(select(OrderReturn))).all()) == 1
    assert await available(db, shop.bob) == 0
