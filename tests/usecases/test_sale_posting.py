"""A sale at the counter: placed and delivered at once, paid with points and a voucher, once for its slip."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.rules.dishes import DishLine
from bot.usecases import deliveries, orders, sale_posting, spendings
from bot.usecases.sale_posting import Offline, SaleDraft, SalePosted, SlipNo
from db.enums import Channel, OrderState, SpendingState, Tier
from db.ledger import read
from db.models.members import Member, Person
from db.models.orders import Order
from db.models.spendings import Spending
from db.session import Database
from tests.support.api import CARDS
from tests.support.orders import ANN, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI
from tests.support.spending import TOM, asked, has, held, key, outlet, points_of, shows_qr, tom
from tests.usecases.test_order_bills import TENTH, holds
from tests.usecases.test_orders import refused

MINUTE = timedelta(minutes=1)
WELCOME = SUSHI.welcome_points


@pytest.fixture
async def shop(db: Database) -> Shop:
    shop = await opened(db)
    await has(shop, shop.ann, 300)
    return shop


def draft(shop: Shop, amount_minor: int = 100_000, **given: Any) -> SaleDraft:
    whole: dict[str, Any] = {"key": f"sale{next(asked)}", "member_id": shop.ann} | given
    return SaleDraft(amount_minor=amount_minor, **whole)


async def post(shop: Shop, by: Any, sale: SaleDraft, at: timedelta = timedelta()) -> SalePosted:
    return await sale_posting.post(shop.db, by, sale, at=NOON + at, card_key=CARDS)


async def count(shop: Shop, what: Any) -> int:
    async with shop.db.read() as session:
        return int(await session.scalar(select(func.count()).select_from(what)) or 0)


async def test_a_sale_is_there_at_once_with_everything_that_follows_a_delivery(shop: Shop) -> None:
    till = await tom(shop, await outlet(shop))
    sale = draft(shop, items=(DishLine("Philadelphia", 2, 76_000),))
    outlook = await sale_posting.preview(shop.db, till, sale, at=NOON)
    assert (outlook.name, outlook.place, outlook.earns, outlook.needs_second) == ("Ann Green", "Central", 50, None)
    assert (outlook.points_least, outlook.points_most, outlook.available) == (50, 300, 300)
    for already in (False, True, True):
        posted = await post(shop, till, sale)
        assert (posted.earned, posted.to_pay_minor, posted.already) == (50, 100_000, already)
        assert posted.undo_until == NOON + timedelta(seconds=SUSHI.undo_seconds)
    assert posted.available == 300 + 50 + WELCOME
    order = await shop.order(posted.order_id)
    assert (order.state, order.channel, order.delivered_at) == (OrderState.DELIVERED, Channel.TILL, NOON)
    async with shop.db.read() as session:
        ann = await session.get_one(Member, shop.ann)
        assert (ann.orders_count, ann.spent_minor) == (1, 100_000)
    assert await shop.told(ANN) == ["sale.receipt"]


async def test_points_and_a_voucher_pay_in_their_order_and_earn_nothing(shop: Shop) -> None:
    till, voucher = await tom(shop), await holds(shop, TENTH, shop.ann)
    spending = await held(shop, till, shop.ann, 300)
    sale = draft(shop, voucher_id=voucher, spending_id=spending.id)
    outlook = await sale_posting.preview(shop.db, till, sale, at=NOON)
    posted = await post(shop, till, sale)
    # 1 000 ₽ − 10 % = 900 ₽, of which points pay 30 %: 270 ₽; 630 ₽ earn 5 %.
    sums = (posted.discount_minor, posted.points_paid, posted.paid_minor, posted.to_pay_minor, posted.earned)
    assert sums == (10_000, 270, 27_000, 63_000, 31)
    assert (outlook.points_paid, outlook.to_pay_minor, outlook.earns) == (270, 63_000, 31)
    assert await points_of(shop, shop.ann) == (30 + 31 + WELCOME, 0)
    async with shop.db.read() as session:
        taken = await session.get_one(Spending, spending.id)
        line = await read.by_key(session, f"spending:{spending.id}:paid")
        why = await read.by_key(session, f"order:{posted.order_id}:earn")
    assert (taken.state, taken.captured) == (SpendingState.CAPTURED, 270)
    assert line
    assert why
    assert (line.points, line.reason, line.facts["order"]) == (-270, "order.paid", posted.order_id)
    assert (why.facts["discount_minor"], why.facts["paid_minor"], why.facts["base_minor"]) == (10_000, 27_000, 63_000)
    assert await refused(post(shop, till, draft(shop, spending_id=spending.id))) == "spending.ended"


async def test_points_that_are_set_aside_pay_for_one_bill_of_their_member_at_their_till(shop: Shop) -> None:
    till, other = await tom(shop, await outlet(shop)), await key(shop)
    spending = await held(shop, till, shop.ann)
    wrong = {"member_id": shop.bob}
    assert await refused(post(shop, till, draft(shop, spending_id=spending.id, **wrong))) == "spending.unknown"
    assert await refused(post(shop, other, draft(shop, spending_id=spending.id))) == "spending.unknown"
    asked_for = await spendings.ask(shop.db, till, _more(shop), at=NOON)
    assert await refused(post(shop, till, draft(shop, spending_id=asked_for.id))) == "spending.not_agreed"

    placed = await shop.place(member_id=shop.ann, courier_id=None, address="", spending_id=None)
    olga = await shop.actor(OLGA)
    mine = await held(shop, olga, shop.ann, at=NOON + MINUTE)
    order = await shop.place(member_id=shop.ann, spending_id=mine.id)
    assert (order.seen.points_paid, order.seen.paid_minor) == (100, 10_000)
    assert await refused(shop.place(member_id=shop.ann, spending_id=mine.id)) == "spending.in_use"
    assert await refused(spendings.cancel(shop.db, olga, mine.id, at=NOON)) == "spending.in_use"
    assert await spendings.expire(shop.db, NOON + timedelta(days=300)) == 2, "but not this one: its order is open"
    assert await points_of(shop, shop.ann) == (200, 100)
    await orders.cancel(shop.db, olga, order.order_id, "mistake", at=NOON)
    assert await points_of(shop, shop.ann) == (300, 0)
    assert placed.seen.points_paid == 0


def _more(shop: Shop) -> spendings.SpendWanted:
    return spendings.SpendWanted(f"more{next(asked)}", shop.ann, 50, 100_000)


async def test_a_delivery_takes_the_points_that_were_set_aside_for_it(shop: Shop) -> None:
    olga, carl = await shop.actor(OLGA), await shop.actor(CARL)
    spending = await held(shop, olga, shop.ann, 300)
    order = await shop.place(member_id=shop.ann, amount_minor=80_000, spending_id=spending.id)
    assert (order.seen.points_paid, order.seen.to_pay_minor) == (240, 80_000 - 24_000 + 15_000)
    await deliveries.accept(shop.db, carl, order.order_id, at=NOON)
    await deliveries.confirm(shop.db, carl, order.order_id, shop.code, at=NOON + 60 * MINUTE)
    assert order.points == 28, "5 % of 560 ₽"
    assert await points_of(shop, shop.ann) == (300 - 240 + 28 + WELCOME, 0)


async def test_three_keys_for_one_slip_are_one_sale_and_another_bill_is_another(shop: Shop) -> None:
    central = await outlet(shop)
    till = await key(shop, outlets=(central,))
    slip = SlipNo("T1", "00042")
    posted = [await post(shop, till, draft(shop, slip=slip)) for _ in range(3)]
    assert posted == [posted[0], *[replace(posted[0], already=True)] * 2]
    assert await refused(post(shop, till, draft(shop, 99_999, slip=slip))) == "slip.differs"
    assert await refused(post(shop, till, draft(shop, member_id=shop.bob, slip=slip))) == "slip.differs"
    assert await refused(post(shop, await key(shop), draft(shop, slip=slip))) == "slip.needs_outlet"
    elsewhere = await key(shop, outlets=(await outlet(shop, "Airport"),))
    assert not (await post(shop, elsewhere, draft(shop, slip=slip))).already, "another outlet counts for itself"
    assert await count(shop, Order) == 2


async def test_nobody_serves_themselves_and_sums_and_clocks_have_their_bounds(shop: Shop) -> None:
    till = await tom(shop)
    bad = {
        "order.bad_sum": draft(shop, 0),
        "order.items_exceed": draft(shop, 100, items=(DishLine("Tea", 1, 101),)),
        "order.member_unknown": draft(shop, member_id=99),
        "outlet.unknown": draft(shop, outlet_id=77),
        "sale.too_old": draft(shop, occurred_at=NOON - timedelta(hours=24, seconds=1)),
        "sale.from_the_future": draft(shop, occurred_at=NOON + 6 * MINUTE),
    }
    for code, sale in bad.items():
        assert await refused(post(shop, till, sale)) == code
    assert await refused(post(shop, await shop.actor(CARL), draft(shop))) == "access.denied"
    ahead = await post(shop, till, draft(shop, occurred_at=NOON + 4 * MINUTE))
    assert (await shop.order(ahead.order_id)).placed_at == NOON
    async with shop.db.begin() as session:
        (await session.get_one(Person, shop.ann)).chat_id = TOM
    assert await refused(post(shop, till, draft(shop))) == "order.own_order"


async def test_a_till_without_connection_earns_always_and_takes_what_is_there_now(shop: Shop) -> None:
    till, then = await key(shop), NOON - timedelta(hours=3)
    qr = await shows_qr(shop, shop.ann, then)

    def sale(points: int, shown: str = qr) -> SaleDraft:
        return draft(shop, occurred_at=then + MINUTE, offline=Offline(points, shown))

    first = await post(shop, till, sale(200))
    assert (first.points_paid, first.why, first.earned) == (200, None, 40)
    again = await post(shop, till, sale(100))
    assert (again.points_paid, again.why, again.earned) == (0, "spending.code_used", 50)
    late = draft(shop, occurred_at=then + 5 * MINUTE, offline=Offline(100, qr))
    old, forged = await post(shop, till, late), await post(shop, till, sale(100, qr[:-1] + "-"))
    assert (old.why, forged.why) == ("spending.code_old", "card.unreadable")
    fresh = await shows_qr(shop, shop.ann, then + MINUTE)
    some = await post(shop, till, replace(sale(10_000, fresh), amount_minor=1_000_000))
    assert (some.points_paid, some.why) == (some.points_paid, "spend.limited_by_balance")
    assert 200 < some.points_paid < 3_000
    assert (await shop.order(first.order_id)).placed_at == then + MINUTE


async def test_a_sale_above_ones_own_limit_waits_for_a_second_person(shop: Shop) -> None:
    async with shop.db.begin() as session:
        (await session.get_one(Member, shop.ann)).tier = Tier.GOLD
    till = await tom(shop)
    for _ in range(SUSHI.till_member_sales):
        await post(shop, till, draft(shop, 10_000))
    one_more = draft(shop, 10_000)
    assert (await sale_posting.preview(shop.db, till, one_more, at=NOON)).needs_second == "sales"
    assert await refused(post(shop, till, one_more)) == "sale.second_person"
    assert (await post(shop, await key(shop), one_more)).earned == 7, "a till that speaks by its key has its own rules"
