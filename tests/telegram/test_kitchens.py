"""Olga's kitchen is full, then empty: a later slot for points, and a bonus for those who may well order now."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.usecases import consents, deliveries
from db.enums import Role
from db.ledger import read
from db.models.members import Member
from db.models.orders import Order
from db.models.staff import Outlet, Staff
from tests.support.orders import ANN, BOB, CARL, DAN, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    """With one outlet; Dan answers at the desk."""
    shop = await opened(talk.db)
    async with talk.db.begin() as session:
        session.add(Outlet(id=1, name="Nevsky", created_at=NOON))
        await session.execute(update(Staff).where(Staff.chat_id == DAN).values(role=Role.SUPPORT))
    return shop


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


async def orders_for_bob(olga: Person, shop: Shop) -> None:
    """Up to the summary, for pickup at half past six."""
    await olga.says("/start")
    await olga.presses("New order")
    await olga.says("+48600100222")
    await olga.says("1240")
    await olga.says("0")
    await olga.presses("Pickup, no delivery")
    await olga.says("18:30")


async def test_in_a_red_kitchen_an_hour_later_brings_points_once_it_is_delivered(
    olga: Person, shop: Shop, talk: Talk
) -> None:
    dan = talk.person("Dan", id=DAN)
    await dan.says("/kitchen")
    assert "🟢 Nevsky: 0 open orders" in dan.text
    assert not any("Bring some guests" in each for each in dan.buttons)
    await dan.presses("🔴 Too much")
    assert "🔴 Nevsky: 0 open orders, as Dan said" in dan.text
    await olga.says("/orders")
    assert "🔴 Nevsky" in olga.text
    await orders_for_bob(olga, shop)
    await olga.presses("An hour later, +50 points")
    assert "By 19:30" in olga.text
    await olga.presses("Not later after all")
    await olga.presses("An hour later, +50 points")
    await olga.presses("Place the order")
    await talk.deliver()
    bob = talk.person("Bob", id=BOB)
    assert "+50 points for choosing a later time" in bob.text
    async with talk.db.read() as session:
        order = (await session.scalars(select(Order))).one()
        before = (await read.balance(session, shop.bob)).available
    await deliveries.settle(talk.db, await shop.actor(OLGA), order.id, "at_counter", at=NOON)
    await deliveries.settle(talk.db, await shop.actor(OLGA), order.id, "at_counter", at=NOON)
    async with talk.db.read() as session:
        gained = (await read.balance(session, shop.bob)).available - before
        assert await read.by_key(session, f"order:{order.id}:later")
    await talk.deliver()
    assert "+50 points for choosing a later time" in bob.text
    assert gained == order.points + 50 + shop_welcome(bob.text)


def shop_welcome(text: str) -> int:
    return 100 if "to welcome you" in text else 0


async def test_after_two_hours_the_orders_tell_and_a_quiet_kitchen_invites_those_who_are_due(
    olga: Person, shop: Shop, talk: Talk
) -> None:
    for person in (ANN, BOB):
        await consents.advertise(talk.db, await shop.actor(person), True, source="settings", at=NOON)
    async with talk.db.begin() as session:
        usual = {"usual_hour": 18, "usual_weekday": 5}  # a Saturday; two hours after noon in UTC it is 17:00 here
        await session.execute(update(Member).where(Member.id == shop.bob).values(**usual))
    await olga.says("/kitchen")
    await olga.presses("🔴 Too much")
    assert not any("Bring some guests" in each for each in olga.buttons)
    talk.clock.advance(timedelta(hours=2))
    await olga.says("/kitchen")
    await olga.presses("Bring some guests")
    assert "Our cooks have time" in olga.shown[-2]
    assert "1 member will get it" in olga.text
    await olga.presses("Send to 1 member")
    await talk.deliver()
    bob = talk.person("Bob", id=BOB)
    assert "double points" in bob.text
    await bob.presses("Double my points")
    assert not any("double points" in text for text in talk.person("Ann", id=ANN).shown)


async def test_carl_the_courier_has_no_say_in_it(shop: Shop, talk: Talk) -> None:
    carl = talk.person("Carl", id=CARL)
    await carl.says("/kitchen")
    assert "How busy" not in carl.text
