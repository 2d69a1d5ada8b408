"""Bob's PIN: three wrong tries lock it, a forgotten one stops large sums for a day."""

from datetime import timedelta

import pytest

from bot.usecases import makers, pins, program
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database
from tests.support.orders import BOB, NOON, Shop, opened
from tests.support.programs import sushi

NEW = makers.from_system()


async def bobs(db: Database) -> tuple[Shop, Actor]:
    shop = await opened(db, sushi(pin_over=200))
    bob = await shop.actor(BOB)
    await pins.put(db, bob, "4821", None, at=NOON, new=NEW)
    return shop, bob


async def is_needed(db: Database, shop: Shop, points: int, at: timedelta = timedelta()) -> bool:
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
        return await pins.needed(session, shop.bob, points, at=NOON + at, rules=rules)


async def test_three_wrong_tries_lock_it_for_an_hour(db: Database) -> None:
    shop, bob = await bobs(db)
    assert (await is_needed(db, shop, 201), await is_needed(db, shop, 200)) == (True, False)
    for left in (2, 1):
        with pytest.raises(Refused, match="pin_wrong") as wrong:
            await pins.verify(db, bob, "0815", at=NOON)
        assert wrong.value.facts == {"left": left}
    with pytest.raises(Refused, match="pin_locked"):
        await pins.verify(db, bob, "0815", at=NOON)
    with pytest.raises(Refused, match="pin_locked") as locked:
        await pins.verify(db, bob, "4821", at=NOON + timedelta(minutes=59, seconds=30))
    assert locked.value.facts == {"wait": timedelta(minutes=1)}
    await pins.verify(db, bob, "4821", at=NOON + timedelta(hours=1))


async def test_only_who_knows_the_old_one_sets_or_removes_it(db: Database) -> None:
    shop, bob = await bobs(db)
    for old in (None, "9999"):
        with pytest.raises(Refused, match=r"pin_needed|pin_wrong"):
            await pins.put(db, bob, "7790", old, at=NOON, new=NEW)
    await pins.put(db, bob, "7790", "4821", at=NOON, new=NEW)
    with pytest.raises(Refused, match="pin_wrong"):
        await pins.remove(db, bob, "4821", at=NOON)
    assert not (await pins.remove(db, bob, "7790", at=NOON)).has
    assert not await is_needed(db, shop, 1_000)


async def test_a_forgotten_pin_lets_nothing_large_through_for_a_day(db: Database) -> None:
    shop, bob = await bobs(db)
    seen = await pins.forget(db, bob, at=NOON)
    assert (seen.has, seen.forgotten, seen.locked_until) == (False, True, NOON + timedelta(days=1))
    with pytest.raises(Refused, match="pin_locked"):
        await pins.put(db, bob, "7790", None, at=NOON + timedelta(hours=23), new=NEW)
    assert await is_needed(db, shop, 201, timedelta(hours=23))
    assert not await is_needed(db, shop, 201, timedelta(hours=24))
    await pins.put(db, bob, "7790", None, at=NOON + timedelta(hours=24), new=NEW)
    await pins.verify(db, bob, "7790", at=NOON + timedelta(hours=24))
