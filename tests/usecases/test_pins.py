"""Bob's PIN: three wrong tries lock it, a forgotten one stops large sums for a day."""

from datetime import timedelta

import pytest

from bot.usecases import makers, pins, program, sale_posting, spendings
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.sale_posting import Offline, SaleDraft
from bot.usecases.spendings import SpendSeen
from db.enums import SpendingState
from db.session import Database
from tests.support.api import CARDS
from tests.support.orders import BOB, NOON, Shop, opened
from tests.support.programs import sushi
from tests.support.spending import has, key, shows, shows_qr, tom, wanted
from tests.usecases.test_orders import refused

NEW = makers.from_system()
LATER = NOON + timedelta(minutes=1)


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


async def test_what_is_on_a_screen_does_not_stand_for_the_pin(db: Database) -> None:
    """Whoever holds Bob's phone can show his card, and that is no PIN."""
    shop, _ = await bobs(db)
    await has(shop, shop.bob, 400)
    till, digits, qr = await tom(shop), await shows(shop, shop.bob), await shows_qr(shop, shop.bob)

    async def hold(points: int, shown: str) -> SpendSeen:
        return await spendings.hold(db, till, wanted(shop.bob, points), shown, at=NOON, card_key=CARDS)

    for shown in (digits, qr):
        assert await refused(hold(201, shown)) == "spending.pin_in_chat"
    held = await hold(200, digits)
    assert held.state is SpendingState.HELD
    await spendings.cancel(db, till, held.id, at=NOON)
    offline = Offline(300, await shows_qr(shop, shop.bob, LATER))
    sale = SaleDraft("offline", shop.bob, 1_000_000, occurred_at=LATER, offline=offline)
    posted = await sale_posting.post(db, await key(shop), sale, at=LATER, card_key=CARDS)
    assert (posted.points_paid, posted.why) == (0, "spending.pin_in_chat")
