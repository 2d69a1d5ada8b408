"""Olga has twelve Philadelphias left: one line, a look, a press; Bob, who likes them, takes one."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.rules.dishes import DishLine
from bot.usecases import broadcast_rounds, consents, deliveries
from db.enums import VoucherState
from db.models.vouchers import Voucher
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    """Bob has had a Philadelphia; he and Ann agreed to offers."""
    shop = await opened(talk.db)
    for person in (ANN, BOB):
        await consents.advertise(talk.db, await shop.actor(person), True, source="settings", at=NOON)
    order = await shop.place(items=(DishLine("Philadelphia roll", 1, 76_000, "rolls"),))
    carl = await shop.actor(CARL)
    await deliveries.accept(talk.db, carl, order.order_id, at=NOON)
    await deliveries.start(talk.db, carl, order.order_id, at=NOON)
    await deliveries.confirm(talk.db, carl, order.order_id, shop.code, at=NOON)
    await talk.deliver()
    return shop


@pytest.fixture
def olga(talk: Talk) -> Person:
    return talk.person("Olga", id=OLGA)


async def test_what_is_left_over_finds_those_who_like_it_and_what_was_saved_is_counted(
    shop: Shop, olga: Person, talk: Talk
) -> None:
    bob, ann = talk.person("Bob", id=BOB), talk.person("Ann", id=ANN)
    await olga.says("/surplus")
    await olga.says("some rolls, quick")
    assert "how many, of what, and until when" in olga.text
    await olga.says("12 philadelphia till 14:00")
    assert "hour of today has passed" in olga.text
    await olga.says("12 philadelphia till 21:00")
    assert "For how much?" in olga.text
    await olga.says("-99%")
    assert "From 5 to 90 per cent" in olga.text
    await olga.presses("30")
    assert "Philadelphia roll: 12 portions left, until 21:00 today" in olga.shown[-2]
    assert "1 member will get it" in olga.text
    assert "Bob" not in olga.text
    await olga.presses("Send to 1 member")
    talk.clock.advance(timedelta(minutes=1))
    await broadcast_rounds.turn(talk.db, talk.clock.now())
    await talk.deliver()
    assert "Take one with 30% off" in bob.text
    assert not any("Philadelphia" in text for text in ann.shown)
    await bob.presses("One for me")
    async with talk.db.begin() as session:
        await session.execute(update(Voucher).values(state=VoucherState.USED, used_at=talk.clock.now()))
    await olga.says("/surplus")
    assert "1 portion saved this month" in olga.text
    assert "12 × Philadelphia roll: 1 taken, 1 handed over" in olga.text
    await olga.presses("12 × Philadelphia roll")
    await olga.presses("What it brought")
    assert "1 portion saved" in olga.text


async def test_a_dish_nobody_knows_has_a_draft_that_says_nobody_would_get_it(
    shop: Shop, olga: Person, talk: Talk
) -> None:
    await olga.says("/surplus")
    await olga.says("3 Borscht till 21:00")
    await olga.presses("As a gift")
    assert "Nobody" in olga.text or "nobody" in olga.text
    await olga.presses("Back")
    assert "Draft: 3 × Borscht" in olga.text
