"""A text that Telegram refuses in one version or language stops, though the others arrive."""

import pytest
from sqlalchemy import update

from bot.sender.breaker import Breaker
from bot.usecases import broadcasts, outbox
from bot.usecases.attempts import failed, sent
from bot.usecases.outbox import Wish
from db.enums import BroadcastState, Lane, MessageState
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.sender.conftest import Chats, a_broadcast, state_of

CANT_PARSE = "content: Bad Request: message to copy not found"
EVERY_LANE = dict.fromkeys(Lane, 10)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def test_a_version_that_is_refused_stops_though_the_other_arrives(db: Database, chats: Chats) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=40)
    async with db.begin() as session:
        await session.execute(update(OutgoingMessage).values(variant="A"))
        await session.execute(update(OutgoingMessage).where(OutgoingMessage.id % 2 == 0).values(variant="B"))
    breaker, now = Breaker(db), chats.clock.now()
    while leaving := (await outbox.claim(db, Wish("me", EVERY_LANE), at=now)).leaving:
        settled = [(row, failed(row, CANT_PARSE) if row.variant == "B" else sent(row, row.id)) for row in leaving]
        await outbox.settle(db, [outcome for _, outcome in settled], at=now)
        await breaker.heard(settled, at=now)
    counts = await outbox.counts(db, number)
    assert await state_of(db, number) is BroadcastState.PAUSED
    assert counts[MessageState.FAILED] == 0
    assert counts[MessageState.PLANNED] >= 20


async def test_what_cannot_be_worded_stops_as_well(db: Database, chats: Chats) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=40)
    breaker, now = Breaker(db), chats.clock.now()
    while leaving := (await outbox.claim(db, Wish("me", EVERY_LANE), at=now)).leaving:
        settled = [(row, failed(row, "render")) for row in leaving]
        await outbox.settle(db, [outcome for _, outcome in settled], at=now)
        await breaker.heard(settled, at=now)
    assert await state_of(db, number) is BroadcastState.PAUSED
    assert (await outbox.counts(db, number))[MessageState.PLANNED] == 40


async def test_whom_a_broadcast_that_is_over_did_not_reach_stays_told(db: Database, chats: Chats) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=5)
    breaker, now = Breaker(db), chats.clock.now()
    leaving = (await outbox.claim(db, Wish("me", EVERY_LANE), at=now)).leaving
    settled = [(row, failed(row, CANT_PARSE)) for row in leaving]
    await outbox.settle(db, [outcome for _, outcome in settled], at=now)
    await broadcasts.under_way(db, at=now)  # the round that finds it done
    await breaker.heard(settled, at=now)
    counts = await outbox.counts(db, number)
    state = await state_of(db, number)
    assert (state, counts[MessageState.PLANNED]) in ((BroadcastState.DONE, 0), (BroadcastState.PAUSED, 5))


async def test_refusals_that_differ_by_a_number_alone_are_equal(db: Database, chats: Chats) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=40)
    breaker, now = Breaker(db), chats.clock.now()
    while leaving := (await outbox.claim(db, Wish("me", EVERY_LANE), at=now)).leaving:
        refusal = "content: Bad Request: can't parse entities: can't find end tag at byte offset "
        settled = [(row, failed(row, f"{refusal}{row.id}")) for row in leaving]  # where a name before it ends
        await outbox.settle(db, [outcome for _, outcome in settled], at=now)
        await breaker.heard(settled, at=now)
    assert await state_of(db, number) is BroadcastState.PAUSED
    assert (await outbox.counts(db, number))[MessageState.PLANNED] == 40
