"""At the door: the right code pays once, a wrong one is counted, a press can be undone, a problem reaches the desk."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.usecases import deliveries, referral
from bot.usecases.errors import Refused
from db.enums import MemberState, OrderState, ProblemKind, ReferralState, StaffState, Tier
from db.ledger import read
from db.models.audit import AuditLine
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.models.orders import OrderEvent
from db.models.referrals import Referral
from db.models.staff import Staff
from db.session import Database
from tests.support.orders import ANN, BOB, CARL, DAN, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI, sushi

ROUNDS = 20


async def on_the_way(shop: Shop, **given: object) -> int:
    order_id = (await shop.place(**given)).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.start(shop.db, carl, order_id, at=NOON)
    return order_id


async def refused(work: object) -> str:
    with pytest.raises(Refused) as refusal:
        await work  # type: ignore[misc]
    return refusal.value.code


async def available(db: Database, member_id: int) -> int:
    async with db.read() as session:
        return (await read.balance(session, member_id)).available


async def test_the_right_code_settles_everything_at_once(db: Database) -> None:
    shop = await opened(db)
    async with db.begin() as session:
        rules = await deliveries.program.in_force(session, NOON)
        await referral.claim(session, friend_id=shop.bob, inviter_id=shop.ann, at=NOON, rules=rules)
    order_id = await on_the_way(shop)

    done = await deliveries.confirm(db, await shop.actor(CARL), order_id, "48 21", at=NOON)

    assert (done.brought.earned, done.brought.welcome, done.brought.friend, done.already) == (62, 100, 100, False)
    assert await available(db, shop.bob) == 262
    assert await available(db, shop.ann) == 200
    async with db.read() as session:
        bob = await session.get_one(Member, shop.bob)
        assert (bob.orders_count, bob.spent_minor, bob.last_order_at) == (1, 124_000, NOON)
        assert (await session.scalars(select(Referral.state))).all() == [ReferralState.PAID]
        acts = (await session.scalars(select(AuditLine.act).order_by(AuditLine.id))).all()
    assert acts == ["orders.place", "deliveries.accept", "deliveries.start", "deliveries.confirm"]
    assert await shop.told(BOB) == ["order.placed", "order.moved", "order.moved", "order.moved", "order.delivered"]
    assert await shop.told(ANN) == ["referral.joined", "referral.paid"]


async def test_fifty_confirmations_at_once_are_one_delivery(db: Database) -> None:
    shop = await opened(db)
    carl = await shop.actor(CARL)
    for number in range(1, ROUNDS + 1):
        order_id = await on_the_way(shop, amount_minor=20_000)  # 20 of these stay below the next tier
        tries = (deliveries.confirm(db, carl, order_id, shop.code, at=NOON) for _ in range(50))
        answers = await asyncio.gather(*tries, return_exceptions=True)
        assert Counter(getattr(answer, "already", repr(answer)) for answer in answers) == {True: 49, False: 1}
        assert await available(db, shop.bob) == 100 + 10 * number
    async with db.read() as session:
        assert (await session.get_one(Member, shop.bob)).orders_count == ROUNDS


async def test_of_two_couriers_only_the_orders_own_delivers(db: Database) -> None:
    shop = await opened(db)
    for _ in range(ROUNDS):
        order_id = await on_the_way(shop)
        tries = [
            deliveries.confirm(db, await shop.actor(chat_id), order_id, shop.code, at=NOON)
            for chat_id in (CARL, DAN) * 5
        ]
        answers = await asyncio.gather(*tries, return_exceptions=True)
        said = Counter(getattr(answer, "code", None) or getattr(answer, "already", answer) for answer in answers)
        assert said == {False: 1, True: 4, "delivery.not_yours": 5}


async def test_wrong_codes_are_kept_although_they_are_refused(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    carl = await shop.actor(CARL)

    codes = [await refused(deliveries.confirm(db, carl, order_id, "1111", at=NOON)) for _ in range(3)]

    assert codes == ["delivery.wrong_code", "delivery.wrong_code", "delivery.locked"]
    order = await shop.order(order_id)
    assert (order.wrong_codes, order.problem, order.state) == (3, ProblemKind.WRONG_CODE, OrderState.ON_THE_WAY)
    assert await shop.told(OLGA) == ["order.problem"]
    right = await refused(deliveries.confirm(db, carl, order_id, shop.code, at=NOON))
    assert right == "delivery.locked"
    assert await available(db, shop.bob) == 0


async def test_guesses_at_once_are_three_at_most(db: Database) -> None:
    shop = await opened(db)
    carl = await shop.actor(CARL)
    for _ in range(ROUNDS):
        order_id = await on_the_way(shop)
        guesses = (deliveries.confirm(db, carl, order_id, f"{1000 + n}", at=NOON) for n in range(30))
        answers = await asyncio.gather(*guesses, return_exceptions=True)
        said = Counter(answer.code for answer in answers if isinstance(answer, Refused))
        assert said == {"delivery.wrong_code": 2, "delivery.locked": 28}
        assert (await shop.order(order_id)).wrong_codes == 3


async def test_what_is_no_code_is_no_try(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    for typed in ("hello", "", "48211", "٤٨٢١", "4.21"):
        code = await refused(deliveries.confirm(db, await shop.actor(CARL), order_id, typed, at=NOON))
        assert code == "delivery.code_unreadable"
    assert (await shop.order(order_id)).wrong_codes == 0


async def test_a_courier_dismissed_between_press_and_commit_delivers_nothing(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    carl = await shop.actor(CARL)
    async with db.begin() as session:
        await session.execute(update(Staff).where(Staff.id == shop.carl).values(state=StaffState.DISMISSED))

    assert await refused(deliveries.confirm(db, carl, order_id, shop.code, at=NOON)) == "access.denied"
    assert (await shop.order(order_id)).state is OrderState.ON_THE_WAY


async def test_an_order_nobody_has_yet_is_nobodys_to_deliver(db: Database) -> None:
    shop = await opened(db)
    order_id = (await shop.place(courier_id=None)).order_id
    carl = await shop.actor(CARL)
    for work in (deliveries.accept, deliveries.start, deliveries.one):
        assert await refused(work(db, carl, order_id, at=NOON)) == "delivery.not_yours"
    assert await refused(deliveries.accept(db, carl, 999, at=NOON)) == "order.unknown"


async def test_on_the_way_comes_after_accept(db: Database) -> None:
    shop = await opened(db)
    order_id = (await shop.place()).order_id
    carl = await shop.actor(CARL)
    assert await refused(deliveries.start(db, carl, order_id, at=NOON)) == "delivery.accept_first"
    assert await refused(deliveries.confirm(db, carl, order_id, shop.code, at=NOON)) == "delivery.accept_first"


async def test_a_wrong_press_is_undone_once_within_two_minutes(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    carl = await shop.actor(CARL)

    for _ in range(2):  # pressed twice by accident
        undone = await deliveries.undo(db, carl, order_id, "start", at=NOON + timedelta(seconds=119))
        assert (undone.line.state, undone.undo) == (OrderState.ACCEPTED, "accept")
    late = NOON + timedelta(seconds=121)
    assert await refused(deliveries.undo(db, carl, order_id, "accept", at=late)) == "delivery.undo_too_late"
    assert (await deliveries.one(db, carl, order_id, at=late)).undo is None


async def test_a_problem_reaches_the_desk_in_the_couriers_words_and_can_be_undone(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    carl = await shop.actor(CARL)

    for _ in range(2):
        await deliveries.problem(db, carl, order_id, ProblemKind.NOBODY_HOME, "rang\ntwice", at=NOON)
    async with db.read() as session:
        facts = await session.scalar(select(OutgoingMessage.facts).where(OutgoingMessage.kind == "order.problem"))
    assert facts is not None
    assert (facts["problem"], facts["words"], facts["courier"]) == ("nobody_home", "rang twice", "Carl")
    await deliveries.undo(db, carl, order_id, "problem", at=NOON)

    assert (await shop.order(order_id)).problem is None
    assert await shop.told(OLGA) == ["order.problem", "order.problem_over"]
    assert (await shop.told(BOB))[-2:] == ["order.delayed", "order.delay_over"]


async def test_a_customer_who_opens_after_all_gets_the_order(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    carl = await shop.actor(CARL)
    await deliveries.problem(db, carl, order_id, ProblemKind.NOBODY_HOME, None, at=NOON)

    done = await deliveries.confirm(db, carl, order_id, shop.code, at=NOON)

    assert (done.already, done.brought.earned) == (False, 62)
    assert await shop.told(OLGA) == ["order.problem", "order.problem_over"]


async def test_the_desk_delivers_without_a_code_and_says_why(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    for _ in range(3):
        await refused(deliveries.confirm(db, await shop.actor(CARL), order_id, "1111", at=NOON))

    assert await refused(deliveries.settle(db, await shop.actor(CARL), order_id, "me", at=NOON)) == "access.denied"
    done = [await deliveries.settle(db, await shop.actor(OLGA), order_id, "Bob rang us", at=NOON) for _ in range(2)]

    assert [each.already for each in done] == [False, True]
    assert await available(db, shop.bob) == 162
    async with db.read() as session:
        notes = (await session.execute(select(OrderEvent.what, OrderEvent.note).order_by(OrderEvent.id))).all()
        signed = await session.scalar(select(AuditLine).order_by(AuditLine.id.desc()).limit(1))
    assert tuple(notes[-1]) == ("settle", "Bob rang us")
    assert signed is not None
    assert (signed.act, signed.reason) == ("deliveries.settle", "Bob rang us")
    assert "order.taken_off" in await shop.told(CARL)


async def test_the_second_tier_is_reached_the_moment_the_spend_is_there(db: Database) -> None:
    shop = await opened(db)
    carl = await shop.actor(CARL)
    for amount, tier in ((SUSHI.tiers[1].from_minor - 1, Tier.BRONZE), (1, Tier.SILVER), (100, Tier.SILVER)):
        order_id = await on_the_way(shop, amount_minor=amount)
        await deliveries.confirm(db, carl, order_id, shop.code, at=NOON)
        async with db.read() as session:
            assert (await session.get_one(Member, shop.bob)).tier is tier
    assert (await shop.told(BOB)).count("tier.reached") == 1


async def test_points_wait_for_the_programmes_hours(db: Database) -> None:
    shop = await opened(db, sushi(hold_hours=24))
    order_id = await on_the_way(shop)

    done = await deliveries.confirm(db, await shop.actor(CARL), order_id, shop.code, at=NOON)

    assert (done.brought.earned, done.brought.welcome) == (0, 100)
    order = await shop.order(order_id)
    assert (order.earned_at, order.earn_due_at) == (None, NOON + timedelta(hours=24))


async def test_the_day_counts_and_the_most_urgent_comes_first(db: Database) -> None:
    shop = await opened(db)
    carl = await shop.actor(CARL)
    done = await on_the_way(shop)
    later = (await shop.place(promised_at=NOON + timedelta(hours=2))).order_id
    whenever = (await shop.place()).order_id
    sooner = (await shop.place(promised_at=NOON + timedelta(hours=1))).order_id
    await deliveries.confirm(db, carl, done, shop.code, at=NOON)

    mine = await deliveries.mine(db, carl, at=NOON)
    assert [line.id for line in mine.open] == [sooner, later, whenever]
    assert mine.delivered_today == 1
    assert (await deliveries.mine(db, carl, at=NOON + timedelta(days=1))).delivered_today == 0
    assert await refused(deliveries.mine(db, await shop.actor(BOB), at=NOON)) == "access.denied"


async def test_somebody_who_erased_themselves_gets_the_order_and_no_points(db: Database) -> None:
    shop = await opened(db)
    order_id = await on_the_way(shop)
    async with db.begin() as session:
        await session.delete(await session.get_one(Person, shop.bob))
        (await session.get_one(Member, shop.bob)).state = MemberState.ERASED

    done = await deliveries.confirm(db, await shop.actor(CARL), order_id, shop.code, at=NOON)

    assert (done.brought.earned, done.brought.welcome) == (0, 0)
    assert await available(db, shop.bob) == 0
    assert (await shop.order(order_id)).state is OrderState.DELIVERED
