"""The outbox on both databases: who may send what, and which results count."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.usecases import outbox
from bot.usecases.attempts import failed, sent
from bot.usecases.outbox import Wish
from db.enums import Lane
from db.session import Database
from tests.support import shop

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
        await shop.plan(db, 100 + n, "offer", at=clock.now(), lane=Lane.BULK)
    await shop.plan(db, 200, "order", at=clock.now())
    await shop.plan(db, 201, "code", at=clock.now(), lane=Lane.PERSON)
    assert await claimed() == [Lane.PERSON, Lane.SERVICE, *[Lane.BULK] * 5]


async def test_a_late_result_settles_only_its_own_attempt(db: Database, clock: MovableClock) -> None:
    await shop.plan(db, 100, "offer", at=clock.now(), lane=Lane.BULK)
    slow = Wish("a slow run", EVERY_LANE)
    [row] = (await outbox.claim(db, slow, at=clock.now())).leaving
    clock.advance(timedelta(seconds=61))
    assert await outbox.recover(db, "another run", at=clock.now()) == 1
    await outbox.settle(db, [failed(row, "too late to say")], at=clock.now())
    assert await shop.states(db) == {"unknown": 1}
    await outbox.settle(db, [sent(row, 17)], at=clock.now())
    assert await shop.states(db) == {"sent": 1}
    await outbox.settle(db, [failed(row, "after all")], at=clock.now())
    assert await shop.states(db) == {"sent": 1}


async def test_three_senders_share_an_outbox_without_meeting(postgres_db: Database, clock: MovableClock) -> None:
    for n in range(60):
        await shop.plan(postgres_db, 100 + n, "offer", at=clock.now(), lane=Lane.BULK)

    async def claims(owner: str) -> list[int]:
        mine: list[int] = []
        while claim := (await outbox.claim(postgres_db, Wish(owner, {Lane.BULK: 7}), at=clock.now())).leaving:
            mine += [row.id for row in claim]
        return mine

    shares = await asyncio.gather(claims("one"), claims("two"), claims("three"))
    ids = [row_id for share in shares for row_id in share]
    assert len(ids) == len(set(ids)) == 60
