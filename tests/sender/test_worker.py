"""Messages that leave: once, in the reader's language, whatever Telegram answers; and every doubt has a row."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.usecases import chats as met
from bot.usecases import notify, outbox
from bot.usecases.notify import Notice
from bot.usecases.outbox import Wish
from db.enums import Lane, MessageState
from db.session import Database
from tests.sender.conftest import Chats, Working, in_order
from tests.support import shop
from tests.support.telegram import FakeTelegram

EVERY_LANE = dict.fromkeys(Lane, 10)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What Telegram answers is the same on both databases; what differs is in test_outbox.py and tests/faults."""
    return sqlite_url


async def settled(db: Database, **expected: int) -> None:
    """Waits until the outbox holds exactly so many messages in each state."""

    async def so() -> bool:
        return await shop.states(db) == expected

    try:
        await shop.until(so, seconds=10)
    except TimeoutError:
        assert await shop.states(db) == expected


async def test_a_message_leaves_once_in_its_readers_language(db: Database, chats: Chats, working: Working) -> None:
    ann = await chats.person("Ann", language="pl")
    async with working():
        await chats.plan(ann, "a", facts={"worded": True}, key="once")
        await chats.plan(ann, "a", facts={"worded": True}, key="once")
        await settled(db, sent=1)
    [(row, count)] = (await chats.arrived()).items()
    assert count == 1
    assert row[1].endswith(": a")
    assert (await shop.messages(db))[0].message_id


async def test_a_commit_wakes_the_sender(db: Database, chats: Chats, working: Working) -> None:
    ann = await chats.person("Ann")
    async with working() as sender:
        await shop.until(lambda: _said(bool(db.on_commit)))
        woken = 0

        def count(info: dict[object, object]) -> None:
            nonlocal woken
            woken += bool(info.get("outbox")) and sender._awake.is_set()

        db.on_commit.append(count)
        await chats.plan(ann, "news")
        assert woken == 1
        await settled(db, sent=1)


async def test_what_is_due_later_leaves_when_the_clock_gets_there(
    db: Database, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann = await chats.person("Ann")
    async with working():
        await chats.plan(ann, "in an hour", due_at=clock.now() + timedelta(hours=1))
        await chats.plan(ann, "now")
        await settled(db, planned=1, sent=1)
        clock.advance(timedelta(hours=1))
        await settled(db, sent=2)


async def test_what_is_not_worth_sending_any_more_is_skipped(
    db: Database, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann = await chats.person("Ann")
    await chats.plan(ann, "too late", until=clock.now())
    async with working():
        await settled(db, skipped=1)
    assert [row.reason for row in await shop.messages(db)] == ["expired"]
    assert not await chats.arrived()


async def test_a_chat_that_refuses_us_is_left_out_until_it_comes_back(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann = await chats.person("Ann")
    await tg.post(f"users/{ann}/block")
    async with working():
        await chats.plan(ann, "one")
        await settled(db, failed=1)
        await chats.plan(ann, "two")
        await settled(db, failed=1, skipped=1)
        assert len(await tg.calls("sendMessage", chat=ann)) == 1  # the second was not even tried
        await tg.post(f"users/{ann}/unblock")
        await met.reachable(db, ann, True, at=clock.now())  # what my_chat_member leads to
        await chats.plan(ann, "three")
        await settled(db, failed=1, skipped=1, sent=1)


async def test_a_lost_reply_leaves_advertising_in_doubt_and_never_sends_it_again(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    people = [await chats.person(f"Ann {n}") for n in range(4)]
    for ann, fault in zip(people, ("drop_after", "drop_before", "500_after", "broken_json"), strict=True):
        await tg.fail(fault, method="sendMessage", chat=ann)
        await chats.plan(ann, "offer", lane=Lane.BULK)
    async with working():
        await settled(db, unknown=4)
        clock.advance(timedelta(days=1))
        await asyncio.sleep(0)
    assert max((await chats.arrived()).values()) == 1
    assert sorted(row.chat_id for row in await outbox.unknown_list(db)) == sorted(people)


async def test_a_receipt_in_doubt_is_sent_once_more_and_then_is_in_doubt(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann, bob = await chats.person("Ann"), await chats.person("Bob")
    await tg.fail("drop_after", method="sendMessage", chat=ann)
    await tg.fail("drop_after", method="sendMessage", chat=bob, count=2)
    await chats.plan(ann, "receipt")
    await chats.plan(bob, "receipt")
    async with working():
        await shop.until(lambda: _in_doubt(db, 2))
        clock.advance(timedelta(seconds=61))
        await settled(db, sent=1, unknown=1)
    assert set((await chats.arrived()).values()) == {2}


async def _in_doubt(db: Database, count: int) -> bool:
    rows = await shop.messages(db)
    return [row.reason for row in rows] == ["TelegramNetworkError"] * count


async def test_a_person_decides_what_becomes_of_a_doubt(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann = await chats.person("Ann")
    await tg.fail("drop_before", method="sendMessage")
    await chats.plan(ann, "offer", lane=Lane.BULK)
    async with working():
        await settled(db, unknown=1)
        [doubt] = await outbox.unknown_list(db)
        assert await outbox.requeue(db, None, [doubt.id, 999], at=clock.now()) == 1
        await settled(db, sent=1)
    assert await outbox.requeue(db, None, [doubt.id], at=clock.now()) == 0


async def test_while_nobody_answers_nothing_is_lost_or_in_doubt(
    db: Database, chats: Chats, clock: MovableClock, working: Working
) -> None:
    people = [await chats.person(f"Ann {n}") for n in range(5)]
    for ann in people:
        await chats.plan(ann, "offer", lane=Lane.BULK)
    async with working(url="http://127.0.0.1:9") as down:  # nobody listens there
        await shop.until(lambda: _said(down.vitals.sending is not None))
        await settled(db, planned=5)
    async with working(owner="the next run"):
        await settled(db, sent=5)
    assert set((await chats.arrived()).values()) == {1}
    assert {row.attempt for row in await shop.messages(db)} == {1}


async def _said(what: bool) -> bool:
    return what


async def test_a_refused_token_stops_everything_and_uses_nobody_up(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    people = [await chats.person(f"Ann {n}") for n in range(30)]
    for ann in people:
        await chats.plan(ann, "offer", lane=Lane.BULK)
    await tg.fail("401", method="sendMessage", count=None)
    async with working() as sender:
        await shop.until(lambda: _said(sender.vitals.sending is not None))
    assert await shop.states(db) == {"planned": 30}
    assert len(await tg.calls("sendMessage")) <= 16
    await tg.heals()
    async with working(owner="with a new token"):
        await settled(db, sent=30)
    assert set((await chats.arrived()).values()) == {1}


async def test_too_many_requests_in_one_chat_hold_up_nobody_else(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann, bob = await chats.person("Ann"), await chats.person("Bob")
    await tg.fail("429", method="sendMessage", chat=ann, retry_after=2)
    await chats.plan(ann, "order")
    await chats.plan(bob, "order")
    async with working():
        await settled(db, planned=1, sent=1)
        assert [row.attempt for row in await shop.messages(db)] == [0, 1]
        clock.advance(timedelta(seconds=2))
        await settled(db, sent=2)
    assert set((await chats.arrived()).values()) == {1}


async def test_a_second_refusal_stops_bulk_and_people_still_hear_from_us(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    people = [await chats.person(f"Ann {n}") for n in range(12)]
    await tg.fail("429", method="sendMessage", text="offer", retry_after=35, count=2)
    for ann in people[:10]:
        await chats.plan(ann, "offer", lane=Lane.BULK)
    async with working(rate=20) as sender:
        await shop.until(lambda: _said(sender._means.gate.pace.bulk_rests() > 30))
        before = len(await tg.calls("sendMessage"))
        await chats.plan(people[10], "your code", lane=Lane.PERSON)
        await chats.plan(people[11], "your order")
        clock.advance(timedelta(seconds=40))  # due again, but the pace has its own clock
        await shop.until(lambda: _arrived(chats, 2, "your"))
        offers = [call for call in await tg.calls("sendMessage") if call["text"] == "offer"]
        assert len(offers) <= max(2, before)
    assert max((await chats.arrived()).values()) == 1


async def _arrived(chats: Chats, count: int, words: str) -> bool:
    return len(await chats.arrived(words)) == count


async def test_people_are_served_while_a_broadcast_runs(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    people = [await chats.person(f"Ann {n}") for n in range(31)]
    for ann in people[:30]:
        await chats.plan(ann, "offer", lane=Lane.BULK)
    async with working(rate=20):
        await shop.until(lambda: _arrived(chats, 1, "offer"))
        await chats.plan(people[30], "your code", lane=Lane.PERSON)
        await shop.until(lambda: _arrived(chats, 31, ""))
    order = in_order(await tg.calls())
    assert "your code" in order[:-10]


async def test_messages_to_one_chat_leave_in_the_order_they_were_planned(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann = await chats.person("Ann")
    for n in range(3):
        await chats.plan(ann, f"step {n}", lane=Lane.PERSON)
    async with working():
        await settled(db, sent=3)
    assert in_order(await tg.calls()) == ["step 0", "step 1", "step 2"]


async def test_a_thread_is_one_message_that_changes(
    db: Database, tg: FakeTelegram, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann = await chats.person("Ann")
    async with working():
        await chats.plan(ann, "accepted", thread="order:1", lane=Lane.PERSON)
        await chats.plan(ann, "on the way", thread="order:1", lane=Lane.PERSON)
        await chats.plan(ann, "another order", thread="order:2", lane=Lane.PERSON)
        await settled(db, sent=3)
        await chats.plan(ann, "delivered", thread="order:1", lane=Lane.PERSON, facts={"fresh": True})
        await settled(db, sent=4)
    first, second, other, fresh = [row.message_id for row in await shop.messages(db)]
    assert first == second
    assert len({first, other, fresh}) == 3


async def test_what_cannot_be_worded_or_is_refused_for_its_content_has_failed(
    db: Database, tg: FakeTelegram, chats: Chats, working: Working
) -> None:
    ann = await chats.person("Ann")
    await chats.plan(ann, "<never closed")
    async with db.begin() as session:
        await notify.tell(session, ann, Notice("test.broken"), at=chats.clock.now())
    async with working():
        await settled(db, failed=2)
    reasons = [row.reason or "" for row in await shop.messages(db)]
    assert reasons[0].startswith("content: Bad Request: can't parse entities")
    assert reasons[1] == "render"


async def test_what_another_run_was_sending_is_in_doubt_after_a_crash(
    db: Database, chats: Chats, clock: MovableClock, working: Working
) -> None:
    ann, bob = await chats.person("Ann"), await chats.person("Bob")
    await chats.plan(ann, "offer", lane=Lane.BULK)
    await chats.plan(bob, "order")
    await outbox.claim(db, Wish("a run that died", EVERY_LANE), at=clock.now())
    clock.advance(timedelta(seconds=61))  # on PostgreSQL another process might still be at it until then
    async with working():
        await settled(db, unknown=1, planned=1)
        clock.advance(timedelta(seconds=61))
        await settled(db, unknown=1, sent=1)
    assert await chats.arrived() == {(bob, "order"): 1}


async def test_a_clean_stop_loses_nothing_and_leaves_nothing_in_doubt(
    db: Database, chats: Chats, working: Working
) -> None:
    people = [await chats.person(f"Ann {n}") for n in range(40)]
    for ann in people:
        await chats.plan(ann, "offer", lane=Lane.BULK)
    async with working(rate=50):
        await shop.until(lambda: _arrived(chats, 5, "offer"))
    stopped = await shop.states(db)
    assert set(stopped) == {"planned", "sent"}
    assert stopped["sent"] == len(await chats.arrived())
    async with working(owner="the next run"):
        await settled(db, sent=40)
    assert set((await chats.arrived()).values()) == {1}
    assert {row.state for row in await shop.messages(db)} == {MessageState.SENT}
