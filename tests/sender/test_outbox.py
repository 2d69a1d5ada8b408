"""The outbox on both databases: who may send what, and which results count."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.usecases import consents, outbox
from bot.usecases.attempts import failed, sent
from bot.usecases.outbox import Wish
from db.enums import Lane, MessageState
from db.session import Database
from tests.support import orders
from tests.support.mailings import mailed
from tests.support.orders import ANN, BOB, NOON, OLGA
from tests.support.shop import plan, states

EVERY_LANE = dict.fromkeys(Lane, 10)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


async def test_an_answer_to_a_person_leaves_before_a_broadcast_that_was_there_first(
    db: Database, clock: MovableClock
) -> None:
    async def claimed() -> list[Lane]:
        wish = Wish("me", EVERY_LANE)
        return [row.lane for row in (await outbox.claim(db, wish, at=clock.now())).leaving]

    for n in range(5):
        await plan(db, 100 + n, "offer", at=clock.now(), lane=Lane.BULK)
    await plan(db, 200, "order", at=clock.now())
    await plan(db, 201, "code", at=clock.now(), lane=Lane.PERSON)
    assert await claimed() == [Lane.PERSON, Lane.SERVICE, *[Lane.BULK] * 5]


async def test_a_late_result_settles_only_its_own_attempt(db: Database, clock: MovableClock) -> None:
    await plan(db, 100, "offer", at=clock.now(), lane=Lane.BULK)
    slow = Wish("a slow run", EVERY_LANE)
    [row] = (await outbox.claim(db, slow, at=clock.now())).leaving
    clock.advance(timedelta(seconds=61))
    assert await outbox.recover(db, "another run", at=clock.now()) == 1
    await outbox.settle(db, [failed(row, "too late to say")], at=clock.now())
    assert await states(db) == {"unknown": 1}
    await outbox.settle(db, [sent(row, 17)], at=clock.now())
    assert await states(db) == {"sent": 1}
    await outbox.settle(db, [failed(row, "after all")], at=clock.now())
    assert await states(db) == {"sent": 1}


async def test_three_senders_share_an_outbox_without_meeting(postgres_db: Database, clock: MovableClock) -> None:
    for n in range(60):
        await plan(postgres_db, 100 + n, "offer", at=clock.now(), lane=Lane.BULK)

    async def claims(owner: str) -> list[int]:
        mine: list[int] = []
        while claim := (await outbox.claim(postgres_db, Wish(owner, {Lane.BULK: 7}), at=clock.now())).leaving:
            mine += [row.id for row in claim]
        return mine

    shares = await asyncio.gather(claims("one"), claims("two"), claims("three"))
    ids = [row_id for share in shares for row_id in share]
    assert len(ids) == len(set(ids)) == 60


async def test_whoever_says_no_after_a_broadcast_began_does_not_get_it(db: Database) -> None:
    shop = await orders.opened(db)
    olga = await shop.actor(OLGA)
    for chat_id in (ANN, BOB):
        await consents.advertise(db, await shop.actor(chat_id), True, source="settings", at=NOON)
    begun = await mailed(db, olga, "<b>Salmon</b> today", at=NOON)
    await consents.advertise(db, await shop.actor(BOB), False, source="settings", at=NOON)
    claim = await outbox.claim(db, Wish("me", EVERY_LANE), at=NOON)
    assert [(row.chat_id, row.facts["text"]) for row in claim.leaving] == [(ANN, "<b>Salmon</b> today")]
    counts = await outbox.counts(db, begun.id)
    assert (counts[MessageState.SENDING], counts[MessageState.SKIPPED]) == (1, 1)


async def test_advertising_waits_for_the_morning_and_service_does_not(db: Database) -> None:
    shop = await orders.opened(db)
    olga, night = await shop.actor(OLGA), NOON + timedelta(hours=10)
    await consents.advertise(db, await shop.actor(ANN), True, source="settings", at=NOON)
    await mailed(db, olga, at=NOON)
    await plan(db, BOB, "your order", at=night)
    assert [row.chat_id for row in (await outbox.claim(db, Wish("me", EVERY_LANE), at=night)).leaving] == [BOB]
    assert not (await outbox.claim(db, Wish("me", EVERY_LANE), at=night + timedelta(hours=1))).looked
    assert [
        row.chat_id for row in (await outbox.claim(db, Wish("me", EVERY_LANE), at=NOON + timedelta(days=1))).leaving
    ] == [ANN]
