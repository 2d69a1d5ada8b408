"""What is told of what members say, on both databases: averages, recommendation, topics, and who came back."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from sqlalchemy import update

from bot.rules.nps import Nps
from bot.usecases import feedback_insights as insights
from bot.usecases import nps_insights, outlets
from bot.usecases.errors import Refused
from bot.usecases.outlets import Place
from db.enums import ConversationState, Tier
from db.models.feedback import Conversation, NpsAnswer, Rating
from db.models.members import Member
from db.models.orders import Order
from db.session import Database
from tests.support.orders import ANN, NOON, OLGA, Shop, opened
from tests.support.tiers import bought

DAY = timedelta(days=1)
orders = count(1000)


async def rated(shop: Shop, stars: int, *, outlet: int | None = None, at: datetime = NOON, **more: Any) -> None:
    async with shop.db.begin() as session:
        usual: dict[str, Any] = {"member_id": shop.bob, "reasons": [], "outlet_id": outlet, "at": at, "changed_at": at}
        order = await shop_order(session, shop)
        session.add(Rating(order_id=order, stars=stars, **usual | more))


async def shop_order(session: Any, shop: Shop) -> int:
    number = next(orders)
    session.add(
        Order(
            id=number,
            key=f"insight{number}",
            member_id=shop.ann,
            state="delivered",
            placed_by=1,
            currency="RUB",
            amount_minor=1,
            base_minor=1,
            points=0,
            program_version=1,
            earning="{}",
            handover_code="0",
            placed_at=NOON - 400 * DAY,
            delivered_at=NOON - 400 * DAY,
        )
    )
    await session.flush()
    return number


async def test_averages_are_told_by_outlet_and_of_each_part(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    north = (await outlets.add(db, olga, Place("North", "1 High Street"), at=NOON)).id
    await rated(shop, 5, outlet=north, food=5, courier=4, courier_id=shop.carl, reasons=["tasty"])
    await rated(shop, 2, outlet=north, food=2, reasons=["cold", "late"])
    await rated(shop, 4, speed=3)
    await rated(shop, 1, at=NOON - 31 * DAY)
    seen = await insights.ratings(db, olga, 30, at=NOON)
    assert (seen.every.number, seen.every.stars, seen.stars) == (3, Decimal("3.7"), {5: 1, 2: 1, 4: 1})
    told = {each.name: (each.number, each.stars, each.food, each.courier, each.speed) for each in seen.outlets}
    assert told == {
        "North": (2, Decimal("3.5"), Decimal("3.5"), Decimal("4.0"), None),
        None: (1, Decimal("4.0"), None, None, Decimal("3.0")),
    }
    assert seen.couriers == (insights.Carried("Carl", 1, Decimal("4.0")),)
    assert seen.reasons == {"tasty": 1, "cold": 1, "late": 1}
    with pytest.raises(Refused, match=r"access\.denied"):
        await insights.ratings(db, await shop.actor(ANN), 30, at=NOON)


async def test_recommendation_is_told_by_quarter_level_and_outlet(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    north = (await outlets.add(db, olga, Place("North", "1 High Street"), at=NOON)).id
    await bought(shop, shop.ann, 100, NOON - DAY)
    async with db.begin() as session:
        await session.execute(update(Order).where(Order.member_id == shop.ann).values(outlet_id=north))
        await session.execute(update(Member).where(Member.id == shop.ann).values(tier=Tier.GOLD))
        for member, quarter, score in (
            (shop.ann, "2026Q4", 10),
            (shop.bob, "2026Q4", None),
            (shop.ann, "2026Q3", 3),
            (shop.bob, "2026Q3", 8),
            (shop.bob, "2025Q3", 0),
        ):
            answered = None if score is None else NOON
            session.add(NpsAnswer(member_id=member, quarter=quarter, score=score, asked_at=NOON, answered_at=answered))
    seen = await nps_insights.recommended(db, olga, at=NOON)
    quarters = [("2026Q4", Nps(1, 0, 0)), ("2026Q3", Nps(0, 1, 1)), ("2026Q2", Nps()), ("2026Q1", Nps())]
    assert seen.quarters == tuple(quarters)
    assert dict(seen.tiers) == {Tier.GOLD: Nps(1, 0, 1), Tier.BRONZE: Nps(0, 1, 0)}
    assert dict(seen.outlets) == {"North": Nps(1, 0, 1)}, "Bob has ordered nowhere"
    assert (seen.asked, seen.answered) == (2, 1)


async def test_words_are_told_by_topic_with_examples_of_the_unhappy_first(db: Database) -> None:
    shop = await opened(db)
    await rated(shop, 5, words="Tasty, and not cold at all")
    await rated(shop, 1, words="Cold, " + "so cold " * 40)
    seen = await insights.words(db, await shop.actor(OLGA), 30, at=NOON)
    assert seen.texts == 2
    [cold, taste] = seen.topics
    assert (cold.topic, cold.texts, cold.bad, taste.topic, taste.bad) == ("cold", 2, 1, "taste", 0)
    assert cold.examples[0].startswith("Cold, so cold")
    assert max(map(len, cold.examples)) <= insights.EXAMPLE_LENGTH


async def test_who_ordered_again_within_thirty_days_of_a_settled_complaint(db: Database) -> None:
    shop = await opened(db)
    await rated(shop, 1)
    async with db.begin() as session:
        for closed, rating, answered in (
            (100, 1, True),  # Bob ordered 10 days later
            (60, 1, True),  # 35 days later
            (50, 1, True),  # 25 days later
            (20, 1, True),  # too early to tell
            (90, None, True),  # no complaint
            (95, 1, False),  # a slip of the finger
        ):
            moment = NOON - closed * DAY
            session.add(
                Conversation(
                    member_id=shop.bob,
                    state=ConversationState.CLOSED,
                    about="order",
                    rating_id=rating,
                    opened_at=moment,
                    closed_at=moment,
                    answered_at=moment + timedelta(minutes=40) if answered else None,
                    compensation_points=50,
                )
            )
    for ago in (90, 25):
        await bought(shop, shop.bob, 100, NOON - ago * DAY)
    seen = await insights.talks(db, await shop.actor(OLGA), 30, at=NOON)
    assert (seen.complaints, seen.came_back) == (3, 2)
    assert (seen.opened, seen.answered, seen.in_time, seen.minutes, seen.points) == (1, 1, 1, 40, 50)
