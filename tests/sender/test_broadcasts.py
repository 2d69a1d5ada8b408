"""A broadcast on its way: stopped and paused at once, paid for within its budget, and as a copy of what was written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.clock import MovableClock
from bot.sender.pace import Pace
from bot.sender.share import Share
from bot.telegram import notices
from bot.telegram.notices import Reader
from bot.telegram.screen import POINTS_UP, Button, Copied, Screen
from bot.usecases import actor as actors
from bot.usecases import broadcasts, outbox
from bot.usecases.attempts import failed, in_doubt
from bot.usecases.outbox import Wish
from db.enums import BroadcastState, Lane, MessageState
from db.models.broadcasts import Broadcast
from db.session import Database
from tests.sender.conftest import OLGA, Chats, Working, a_broadcast, all_sent, set_state, state_of
from tests.support import shop
from tests.support.telegram import FakeTelegram
from tests.usecases.test_rings import heard, read_whole

SENT, PLANNED, SKIPPED = MessageState.SENT, MessageState.PLANNED, MessageState.SKIPPED
EVERY_LANE = dict.fromkeys(Lane, 10)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


async def so_many(chats: Chats, count: int) -> bool:
    return len(await chats.arrived("Rolls")) >= count


async def nothing_sending(db: Database, number: int) -> bool:
    return not (await outbox.counts(db, number))[MessageState.SENDING]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_stop_leaves_nothing_that_had_not_begun(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=40)
    async with working(rate=10):
        await shop.until(lambda: so_many(chats, 3))
        olga = await actors.read(db, OLGA, chats.clock.now())
        await broadcasts.stop(db, olga, number, at=chats.clock.now())
        gone = len(await tg.calls("sendMessage"))
        await shop.until(lambda: nothing_sending(db, number))
    counts = await outbox.counts(db, number)
    assert len(await tg.calls("sendMessage")) <= gone + 1, "one may have been under way"
    assert counts[SENT] + counts[SKIPPED] == 40


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_pause_in_another_process_is_noticed_and_nobody_is_used_up(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=40)
    async with working(rate=10) as sender:
        await shop.until(lambda: so_many(chats, 2))
        await set_state(db, number, BroadcastState.PAUSED)
        sender.wake()
        await shop.until(lambda: nothing_sending(db, number))
        counts = await outbox.counts(db, number)
        assert counts[SENT] + counts[PLANNED] == 40
        assert counts[SENT] < 16
    await set_state(db, number, BroadcastState.RUNNING)
    async with working(owner="after a coffee"):
        await shop.until(lambda: all_sent(db, number, 40))
    assert set((await chats.arrived()).values()) == {1}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_more_calls_are_paid_for_than_the_budget_holds(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=30, paid=True, paid_most=20)
    async with working(rate=100):
        await shop.until(lambda: all_sent(db, number, 30))
    assert len([call for call in await tg.calls("sendMessage") if call.get("paid")]) == 20
    async with db.read() as session:
        assert await session.scalar(select(Broadcast.paid_calls).where(Broadcast.id == number)) == 20


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_written_is_copied_and_an_album_has_its_buttons_under_it(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga, ann = await chats.person("Olga"), await chats.person("Ann")
    written = [(await tg.post(f"users/{olga}/say", text=said))["message_id"] for said in ("Rolls", "Soups")]
    rows = ((Button("To the shop", url="https://example.org"),),)

    def copied(reader: Reader, facts: Mapping[str, Any]) -> Screen:
        one = Screen(copy=Copied(olga, (written[0],)), rows=rows)
        return one if facts["said"] == "one" else replace(one, copy=Copied(olga, tuple(written)))

    monkeypatch.setitem(notices.WORDINGS, "test.said", copied)
    await chats.plan(ann, "one", lane=Lane.BULK)
    async with working():
        await shop.until(lambda: _shown(tg, ann, 2))
        await chats.plan(ann, "album", lane=Lane.BULK)
        await shop.until(lambda: _shown(tg, ann, 5))
    messages = (await tg.get(f"users/{ann}/chat"))["messages"]
    assert [each["text"] for each in messages][1:] == ["Rolls", "Rolls", "Soups", POINTS_UP]
    assert [bool(each["buttons"]) for each in messages][1:] == [True, False, False, True]


async def _shown(tg: FakeTelegram, chat: int, count: int) -> bool:
    return len((await tg.get(f"users/{chat}/chat"))["messages"]) >= count


async def test_the_doubtful_ones_of_a_finished_broadcast_leave_again_when_a_person_says_so(
    db: Database, chats: Chats
) -> None:
    number = await a_broadcast(db, chats, "Rolls are here", people=2)
    now = chats.clock.now()
    [one, other] = (await outbox.claim(db, Wish("me", EVERY_LANE), at=now)).leaving
    await outbox.settle(db, [in_doubt(one, "nobody knows", at=now), failed(other, "no")], at=now)
    await set_state(db, number, BroadcastState.DONE)
    assert await outbox.requeue(db, None, [one.id, other.id], at=now) == 1
    assert await state_of(db, number) is BroadcastState.RUNNING
    assert [row.id for row in (await outbox.claim(db, Wish("me", EVERY_LANE), at=now)).leaving] == [one.id]


async def test_no_claim_reads_the_outbox_whole(db: Database, chats: Chats) -> None:
    for state in (BroadcastState.RUNNING, BroadcastState.PAUSED):
        await set_state(db, await a_broadcast(db, chats, "Rolls", people=5), state)
    await chats.plan(OLGA, "your order")
    now = chats.clock.now()
    async with db.begin() as session:
        await session.execute(text("ANALYZE"))
    with heard(db) as said:
        assert await outbox.anything_due(db, at=now)
        claim = await outbox.claim(db, Wish("me", EVERY_LANE, busy=frozenset({7})), at=now)
        await outbox.settle(db, [failed(row, "no") for row in claim.leaving], at=now)
        await outbox.recover(db, "another", at=now)
    assert len(claim.leaving) == 6
    whole = await read_whole(db, said)
    assert [step for step in whole if "ix_outbox_sending" not in step] == [], "that index holds what is on its way"


async def test_of_three_processes_one_sends_bulk_and_together_they_keep_to_the_rate(postgres_db: Database) -> None:
    paces = [Pace(30) for _ in range(3)]
    shares = [Share(postgres_db, name, pace, ttl=60) for name, pace in zip("abc", paces, strict=True)]
    for share in shares:
        await share.renew()
    for share in shares:
        share._again_at = 0
        await share.renew()
    assert [share.bulk for share in shares] == [True, False, False]
    assert sum(pace.rate for pace in paces) == pytest.approx(30)
    await shares[0].give_up()
    shares[1]._again_at = 0
    await shares[1].renew()
    assert [share.bulk for share in shares] == [False, True, False]
