"""The desk's side of an order: entered once, for somebody who is there, sent again, cancelled in time."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.rules.orders import BadWords
from bot.usecases import deliveries, order_desk, order_drafts, orders, points
from bot.usecases.errors import Refused
from bot.usecases.orders import OrderDraft
from db.enums import OrderState, ProblemKind, Tier
from db.models.audit import AuditLine
from db.models.members import Member, Person
from db.models.orders import Order
from db.session import Database
from tests.support.orders import BOB, CARL, DAN, NOON, OLGA, Shop, opened


async def refused(work: object) -> str:
    with pytest.raises(Refused) as refusal:
        await work  # type: ignore[misc]
    return refusal.value.code


async def pending(shop: Shop) -> int:
    async with shop.db.read() as session:
        return (await points.pending(session, shop.bob, at=NOON)).orders


async def in_trouble(shop: Shop) -> int:
    order_id = (await shop.place()).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.problem(shop.db, carl, order_id, ProblemKind.WRONG_ADDRESS, None, at=NOON)
    return order_id


async def test_an_order_is_placed_with_what_it_will_earn(db: Database) -> None:
    shop = await opened(db)
    placed = await shop.place()

    order = await shop.order(placed.order_id)
    assert (order.state, order.points, order.base_minor, order.handover_code) == (
        OrderState.PLACED,
        62,
        124_000,
        "4821",
    )
    assert '"rate_bp": 500' in order.earning
    assert await pending(shop) == 62
    assert (await shop.told(BOB), await shop.told(CARL)) == (["order.placed"], ["order.assigned"])


async def test_the_same_draft_pressed_ten_times_is_one_order(db: Database) -> None:
    shop = await opened(db)
    for number in range(1, 6):
        answers = await asyncio.gather(*(shop.place(key=f"draft:{number}") for _ in range(10)))
        assert Counter(answer.already for answer in answers) == {True: 9, False: 1}
        assert len({answer.order_id for answer in answers}) == 1
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 5
    assert await shop.told(CARL) == ["order.assigned"] * 5


async def test_a_gold_member_is_promised_gold_points(db: Database) -> None:
    shop = await opened(db)
    async with db.begin() as session:
        (await session.get_one(Member, shop.bob)).tier = Tier.GOLD
    assert (await shop.place()).points == 93


async def test_what_cannot_be_an_order_is_refused(db: Database) -> None:
    shop = await opened(db)
    assert await refused(shop.place(member_id=999)) == "order.member_unknown"
    assert await refused(shop.place(amount_minor=0)) == "order.bad_sum"
    assert await refused(shop.place(fee_minor=-1)) == "order.bad_sum"
    assert await refused(shop.place(amount_minor=10**12 + 1)) == "order.bad_sum"
    assert await refused(shop.place(courier_id=999)) == "order.no_such_courier"
    with pytest.raises(BadWords):
        await shop.place(address="x" * 301)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 0


async def test_only_the_desk_places_orders_and_never_for_themselves(db: Database) -> None:
    shop = await opened(db)
    draft = OrderDraft("k", shop.bob, 1000)
    for chat_id in (CARL, BOB):
        assert (
            await refused(orders.place(db, await shop.actor(chat_id), draft, at=NOON, new=shop.new)) == "access.denied"
        )
    async with db.begin() as session:
        (await session.get_one(Person, shop.ann)).chat_id = OLGA  # who joined her own programme
    assert await refused(shop.place(member_id=shop.ann)) == "order.own_order"


async def test_the_preview_says_what_placing_would_do(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    draft = OrderDraft("k", shop.bob, 124_000, courier_id=shop.carl)

    outlook = await order_drafts.preview(db, olga, draft, at=NOON)
    assert (outlook.name, outlook.earned.points, outlook.courier, outlook.unusual) == ("Bob Stone", 62, "Carl", False)
    assert (await order_drafts.preview(db, olga, replace(draft, amount_minor=12_400_000), at=NOON)).unusual


async def test_a_problem_is_sent_again_with_a_new_code(db: Database) -> None:
    shop = await opened(db)
    order_id = await in_trouble(shop)
    later = replace(shop, code="7305")

    for _ in range(2):  # pressed twice
        sheet = (await orders.resend(db, await shop.actor(OLGA), order_id, at=NOON, new=later.new)).sheet
        assert (sheet.state, sheet.problem) == (OrderState.PLACED, None)
    order = await shop.order(order_id)
    assert (order.handover_code, order.wrong_codes, order.accepted_at) == ("7305", 0, None)
    assert (await shop.told(BOB))[-2:] == ["order.moved", "order.resent"]
    assert await shop.told(CARL) == ["order.assigned"] * 2

    carl = await shop.actor(CARL)
    await deliveries.accept(db, carl, order_id, at=NOON)
    assert await refused(deliveries.confirm(db, carl, order_id, "4821", at=NOON)) == "delivery.wrong_code"
    assert not (await deliveries.confirm(db, carl, order_id, "7305", at=NOON)).already


async def test_a_cancelled_orders_points_are_gone_and_everybody_knows(db: Database) -> None:
    shop = await opened(db)
    order_id = await in_trouble(shop)
    for _ in range(2):
        sheet = (await orders.cancel(db, await shop.actor(OLGA), order_id, "sold_out", at=NOON)).sheet
        assert (sheet.state, sheet.cancel_reason) == (OrderState.CANCELLED, "sold_out")

    assert await pending(shop) == 0
    assert (await shop.told(BOB))[-2:] == ["order.moved", "order.cancelled"]
    assert (await shop.told(CARL))[-1] == "order.taken_off"
    confirm = deliveries.confirm(db, await shop.actor(CARL), order_id, shop.code, at=NOON)
    assert await refused(confirm) == "order.already_cancelled"
    resend = orders.resend(db, await shop.actor(OLGA), order_id, at=NOON, new=shop.new)
    assert await refused(resend) == "order.already_cancelled"


async def test_a_delivered_order_is_not_cancelled(db: Database) -> None:
    shop = await opened(db)
    order_id = (await shop.place()).order_id
    carl, olga = await shop.actor(CARL), await shop.actor(OLGA)
    await deliveries.accept(db, carl, order_id, at=NOON)
    await deliveries.confirm(db, carl, order_id, shop.code, at=NOON)
    assert await refused(orders.cancel(db, olga, order_id, "mistake", at=NOON)) == "order.already_delivered"
    assert await refused(orders.assign(db, olga, order_id, shop.dan, at=NOON)) == "order.already_delivered"


async def test_delivered_and_cancelled_at_once_is_one_of_them(db: Database) -> None:
    shop = await opened(db)
    carl, olga = await shop.actor(CARL), await shop.actor(OLGA)
    for _ in range(20):
        order_id = (await shop.place(amount_minor=20_000)).order_id
        await deliveries.accept(db, carl, order_id, at=NOON)
        done, gone = await asyncio.gather(
            deliveries.confirm(db, carl, order_id, shop.code, at=NOON),
            orders.cancel(db, olga, order_id, "mistake", at=NOON),
            return_exceptions=True,
        )
        order = await shop.order(order_id)
        refusals = [answer.code for answer in (done, gone) if isinstance(answer, Refused)]
        assert (order.state, refusals) in (
            (OrderState.DELIVERED, ["order.already_delivered"]),
            (OrderState.CANCELLED, ["order.already_cancelled"]),
        )
        assert (order.earned_at is not None) == (order.state is OrderState.DELIVERED)


async def test_an_order_goes_over_to_another_courier(db: Database) -> None:
    shop = await opened(db)
    order_id = (await shop.place()).order_id
    carl, dan = await shop.actor(CARL), await shop.actor(DAN)
    await deliveries.accept(db, carl, order_id, at=NOON)

    sheet = (await orders.assign(db, await shop.actor(OLGA), order_id, shop.dan, at=NOON)).sheet

    assert (sheet.courier, sheet.state, sheet.events[-1].note) == ("Dan", OrderState.PLACED, "Dan")
    assert (await shop.told(CARL))[-1] == "order.taken_off"
    assert await shop.told(DAN) == ["order.assigned"]
    assert await refused(deliveries.start(db, carl, order_id, at=NOON)) == "delivery.not_yours"
    assert (await deliveries.accept(db, dan, order_id, at=NOON)).line.state is OrderState.ACCEPTED


async def test_the_list_shows_what_was_asked_for(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    trouble = await in_trouble(shop)
    cancelled = (await shop.place()).order_id
    await orders.cancel(db, olga, cancelled, "mistake", at=NOON)
    many = [(await shop.place()).order_id for _ in range(order_desk.PAGE)]

    async def shown(show: str, page: int = 0, days: int = 0) -> tuple[list[int], bool]:
        found = await order_desk.listed(db, olga, show, page, at=NOON + timedelta(days=days))
        return [line.id for line in found.lines], found.more

    assert await shown("open") == (many[::-1], True)
    assert await shown("open", 1) == ([trouble], False)
    assert await shown("problems") == ([trouble], False)
    assert await shown("all", 1) == ([cancelled, trouble], False)
    assert await shown("today", days=1) == ([], False)
    assert await refused(order_desk.listed(db, await shop.actor(CARL), "all", 0, at=NOON)) == "access.denied"


async def test_the_card_does_not_tell_the_code(db: Database) -> None:
    shop = await opened(db)
    order_id = (await shop.place()).order_id
    sheet = (await order_desk.card(db, await shop.actor(OLGA), order_id, at=NOON)).sheet
    assert (sheet.name, sheet.courier, sheet.address, sheet.points) == ("Bob Stone", "Carl", "Nevsky 1", 62)
    assert [event.what for event in sheet.events] == ["place"]
    assert shop.code not in repr(sheet)


async def test_many_acts_at_once_leave_one_chain_in_the_audit_log(db: Database) -> None:
    shop = await opened(db)
    await shop.place()
    await asyncio.gather(*(shop.place() for _ in range(30)))
    async with db.read() as session:
        lines = (await session.scalars(select(AuditLine).order_by(AuditLine.id))).all()
    assert len(lines) == 31
    assert [line.prev_hash for line in lines[1:]] == [line.hash for line in lines[:-1]]
