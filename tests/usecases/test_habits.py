"""Habits kept on the member: with a delivery at once, for those of before bit by bit."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases import deliveries, habits
from db.models.members import Member
from db.models.orders import OrderItem
from db.session import Database
from tests.support import standing
from tests.support.orders import CARL, NOON, opened

WEEK = timedelta(weeks=1)


async def kept(db: Database, member_id: int) -> tuple[int | None, int | None, int | None, str | None]:
    async with db.read() as session:
        member = await session.get_one(Member, member_id)
        return member.rhythm_days, member.usual_hour, member.usual_weekday, member.favourite


async def test_a_delivery_says_how_the_member_buys(db: Database) -> None:
    shop = await opened(db)
    carl = await shop.actor(CARL)
    for week in range(5):
        at = NOON + week * WEEK
        number = (await shop.place(member_id=shop.ann)).order_id
        async with db.begin() as session:
            line = {"name": "Roll", "folded": "roll", "category": "rolls", "quantity": 1, "sum_minor": 900}
            session.add(OrderItem(order_id=number, member_id=shop.ann, **line))
        await deliveries.accept(db, carl, number, at=at)
        await deliveries.confirm(db, carl, number, shop.code, at=at)
    assert await kept(db, shop.ann) == (7, 15, 5, "rolls")  # all were placed on a Saturday at 15 by clocks of Moscow
    assert await kept(db, shop.bob) == (None, None, None, None)


async def test_those_of_before_are_filled_in_bit_by_bit_and_then_once_a_day(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five members bought of a category, one of none; nobody's habits were kept."""
    monkeypatch.setattr(habits, "AT_ONCE", 2)
    async for calendar in standing.opened(db):
        five = await standing.many(db, 5)
        for member in five:
            await calendar.had(member, NOON, category="rolls")
        await calendar.had(calendar.shop.bob, NOON)
        async with db.begin() as session:
            await session.execute(update(Member).values(favourite=None))
        assert [await habits.fill(db, NOON) for _ in range(4)] == [2, 2, 1, 0]
        assert {(await kept(db, member))[3] for member in five} == {"rolls"}
        assert await habits.fill(db, NOON + timedelta(days=1)) == 0
