"""Updates that came in: kept, handled once, in order for each chat, whatever goes wrong with one of them."""

import asyncio
import json
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from aiogram import Dispatcher
from aiogram.types import Message, PreCheckoutQuery

from bot.clock import MovableClock, SystemClock
from bot.intake.workers import Intake, Patience
from bot.telegram.customer.handlers.wiping import wipe
from bot.usecases import inbox
from db.enums import UpdateState
from db.session import Database, on_foot
from tests.support import shop
from tests.support.shop import a_message, a_press

ANN, BOB, CARL = 101, 102, 103
HASTY = Patience(waits=(0.01, 0.01, 0.01, 0.01), claim=timedelta(seconds=1))


@asynccontextmanager
async def working(db: Database, dispatcher: Dispatcher, **how: Any) -> AsyncIterator[Intake]:
    """An intake at work; after the block it has stopped."""
    async with shop.a_bot() as bot:
        intake = Intake(db, bot, dispatcher, how.pop("clock", None) or SystemClock(), patience=HASTY, **how)
        await intake.resume()
        running = asyncio.create_task(intake.run())
        yield intake
        await intake.stop(10)
        await running


async def all_dealt_with(db: Database, count: int) -> None:
    async def dealt_with() -> bool:
        rows = await shop.inbox(db)
        return len(rows) == count and all(row.state is not UpdateState.NEW for row in rows.values())

    await shop.until(dealt_with)


async def test_an_update_that_comes_three_times_has_one_effect(db: Database) -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    updates = [a_message(ANN + n % 20, f"order {n}") for n in range(100)]
    came = updates * 3
    random.Random(seed).shuffle(came)
    async with working(db, shop.counting(db)) as intake:
        new = sum([await intake.take(came[start : start + 40]) for start in range(0, 300, 40)])
        await all_dealt_with(db, 100)
    assert new == 100
    done = await shop.effects(db)
    assert len(done) == 100
    assert set(done.values()) == {1}


async def test_the_numbers_of_updates_may_go_back(db: Database) -> None:
    ids = (10**9, 5, 10**9 + 1)
    async with working(db, shop.counting(db)) as intake:
        for update_id in ids:
            await intake.take([a_message(ANN, f"number {update_id}", update_id=update_id)])
        await all_dealt_with(db, 3)
    assert await shop.effects(db) == {(ANN, f"number {update_id}"): 1 for update_id in ids}


async def test_a_chat_is_handled_in_order_and_chats_side_by_side(sqlite_db: Database) -> None:
    order: defaultdict[int, list[str]] = defaultdict(list)
    together = asyncio.Barrier(3)

    async def handler(message: Message) -> None:
        if message.text == "0":
            await together.wait()  # passes only when all three chats are being handled at the same time
        await asyncio.sleep(0)
        order[message.chat.id].append(message.text or "")

    updates = [a_message(chat, str(n)) for n in range(10) for chat in (ANN, BOB, CARL)]
    async with working(sqlite_db, shop.answering(handler)) as intake:
        await intake.take(updates)
        await all_dealt_with(sqlite_db, 30)
    assert order == {chat: [str(n) for n in range(10)] for chat in (ANN, BOB, CARL)}


async def test_a_press_waits_for_the_message_its_person_sent_before(sqlite_db: Database) -> None:
    async with working(sqlite_db, shop.counting(sqlite_db)) as intake:
        await intake.take([a_message(ANN, "1"), a_press(ANN, "2"), a_message(ANN, "3"), a_press(ANN, "4")])
        await all_dealt_with(sqlite_db, 4)
    assert [row.facts["said"] for row in await shop.messages(sqlite_db)] == ["1", "2", "3", "4"]


async def test_who_wants_to_pay_is_answered_before_everything_that_waits(sqlite_db: Database) -> None:
    order: list[str] = []
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def handler(message: Message) -> None:
        begun.set()
        await go_on.wait()
        order.append(message.text or "")

    async def judge(query: PreCheckoutQuery) -> None:
        order.append(query.invoice_payload)

    dispatcher = shop.answering(handler)
    dispatcher.pre_checkout_query.register(judge)
    waiting = [a_message(chat, f"{chat}") for _ in range(3) for chat in (ANN, BOB, CARL)]
    person = {"id": ANN, "is_bot": False, "first_name": "Ann"}
    query = {"id": "1", "from": person, "currency": "RUB", "total_amount": 1, "invoice_payload": "pays"}
    async with working(sqlite_db, dispatcher, parallel=1) as intake:
        await intake.take(waiting)
        await begun.wait()
        await intake.take([{"update_id": 1, "pre_checkout_query": query}])
        go_on.set()
        await all_dealt_with(sqlite_db, 10)
    assert order[:2] == [str(ANN), "pays"]


async def test_an_undecodable_update_is_set_aside_and_its_neighbours_are_handled(db: Database) -> None:
    strange = a_message(ANN, "…")
    strange["message"]["forward_origin"] = {"type": "of a newer Telegram"}
    async with working(db, shop.counting(db)) as intake:
        await intake.take([a_message(ANN, "before"), strange, a_message(ANN, "after")])
        await all_dealt_with(db, 3)
    assert (await shop.inbox(db))[strange["update_id"]].state is UpdateState.QUARANTINED
    assert await shop.effects(db) == {(ANN, "before"): 1, (ANN, "after"): 1}
    assert [row.chat_id for row in await shop.messages(db, "update.set_aside")] == [ANN]


async def test_after_five_tries_ann_gets_an_apology_and_her_chat_goes_on(db: Database) -> None:
    tries = 0

    async def handler(message: Message) -> None:
        nonlocal tries
        if message.text == "poison":
            tries += 1
            raise RuntimeError("always")
        await shop.record(db, message.chat.id, message.text or "", SystemClock().now())

    poison = a_message(ANN, "poison")
    async with working(db, shop.answering(handler)) as intake:
        await intake.take([poison, a_message(ANN, "after"), a_message(BOB, "beside")])
        await all_dealt_with(db, 3)
    assert tries == 5
    assert (await shop.inbox(db))[poison["update_id"]].state is UpdateState.QUARANTINED
    assert await shop.effects(db) == {(ANN, "after"): 1, (BOB, "beside"): 1}
    assert len(await shop.messages(db, "update.set_aside")) == 1


async def test_a_handler_that_fails_before_its_effect_has_it_once_at_the_next_try(db: Database) -> None:
    tries = 0

    async def handler(message: Message) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise RuntimeError("a bad moment")
        await shop.record(db, message.chat.id, "done", SystemClock().now())

    async with working(db, shop.answering(handler)) as intake:
        await intake.take([a_message(ANN, "please")])
        await all_dealt_with(db, 1)
    assert await shop.effects(db) == {(ANN, "done"): 1}


async def test_a_handler_that_fails_after_its_effect_is_not_run_again(db: Database) -> None:
    async def handler(message: Message) -> None:
        await shop.record(db, message.chat.id, "done", SystemClock().now())
        raise RuntimeError("the answer was lost")

    async with working(db, shop.answering(handler)) as intake:
        await intake.take([a_message(ANN, "please")])
        await all_dealt_with(db, 1)
    assert await shop.effects(db) == {(ANN, "done"): 1}
    assert not await shop.messages(db, "update.set_aside")


async def test_a_secret_is_not_kept_and_what_follows_it_is(db: Database) -> None:
    """Ann types her PIN, which the handler wipes out of the chat, and then something else."""

    async def handler(message: Message) -> None:
        if message.text == "4821":
            await wipe(message)
        await shop.record(db, message.chat.id, "done", SystemClock().now())

    pin, other = a_message(ANN, "4821"), a_message(ANN, "thank you")
    async with working(db, shop.answering(handler)) as intake:
        await intake.take([pin, other])
        await all_dealt_with(db, 2)
    kept = await shop.inbox(db)
    assert kept[pin["update_id"]].body is None
    assert "thank you" in str(kept[other["update_id"]].body)


async def test_an_effect_of_an_update_somebody_else_handled_is_rolled_back(db: Database) -> None:
    update = a_message(ANN, "please")

    async def handler(message: Message) -> None:
        with on_foot():  # another process is faster
            async with db.begin() as session:
                await inbox.mark_done(session, 42, update["update_id"], at=SystemClock().now())
        await shop.record(db, message.chat.id, "done twice", SystemClock().now())

    async with working(db, shop.answering(handler)) as intake:
        await intake.take([update])
        await all_dealt_with(db, 1)
    assert not await shop.messages(db)


async def test_what_was_kept_and_not_handled_is_handled_after_a_restart(db: Database) -> None:
    async with shop.a_bot() as bot:
        before = Intake(db, bot, shop.counting(db), SystemClock(), patience=HASTY)
        await before.take([a_message(ANN, "kept"), a_message(BOB, "kept too")])
        await before.stop()
    async with working(db, shop.counting(db)):
        await all_dealt_with(db, 2)
    assert await shop.effects(db) == {(ANN, "kept"): 1, (BOB, "kept too"): 1}


async def test_two_processes_share_an_inbox_and_each_update_has_one_effect(postgres_db: Database) -> None:
    dispatcher, other = shop.counting(postgres_db), shop.counting(postgres_db)
    updates = [a_message(ANN + n % 7, f"order {n}") for n in range(60)]
    async with working(postgres_db, dispatcher) as first, working(postgres_db, other) as second:
        for start in range(0, 60, 10):
            batch = updates[start : start + 10]
            await asyncio.gather(first.take(batch), second.take(batch), first.resume(), second.resume())
        await all_dealt_with(postgres_db, 60)
    assert set((await shop.effects(postgres_db)).values()) == {1}


async def test_what_a_dead_process_left_is_taken_over(postgres_db: Database) -> None:
    async with shop.a_bot() as bot:
        dead = Intake(postgres_db, bot, shop.counting(postgres_db), SystemClock(), patience=HASTY)
        await dead.take([a_message(ANN, "left behind")])  # and nothing more is heard of it
    async with working(postgres_db, shop.counting(postgres_db)):
        await all_dealt_with(postgres_db, 1)
    assert await shop.effects(postgres_db) == {(ANN, "left behind"): 1}


async def test_a_handler_may_finish_when_we_stop_and_what_had_not_begun_stays_for_later(sqlite_db: Database) -> None:
    begun = asyncio.Event()

    async def handler(message: Message) -> None:
        begun.set()
        await asyncio.sleep(0.05)
        await shop.record(sqlite_db, message.chat.id, message.text or "", SystemClock().now())

    first, second = a_message(ANN, "first"), a_message(ANN, "second")
    async with working(sqlite_db, shop.answering(handler)) as intake:
        await intake.take([first, second])
        await begun.wait()
    assert await shop.effects(sqlite_db) == {(ANN, "first"): 1}
    assert (await shop.inbox(sqlite_db))[second["update_id"]].state is UpdateState.NEW


async def test_somebody_who_sends_far_too_much_is_told_once_and_others_are_served(sqlite_db: Database) -> None:
    async with working(sqlite_db, shop.counting(sqlite_db)) as intake:
        await intake.take([a_message(ANN, f"flood {n}") for n in range(300)] + [a_message(BOB, "hello")])
        await intake.take([a_message(ANN, f"more {n}") for n in range(300)])
        await all_dealt_with(sqlite_db, 601)
    done = await shop.effects(sqlite_db)
    assert done[BOB, "hello"] == 1
    assert sum(count for (chat, _), count in done.items() if chat == ANN) <= 2 * HASTY.waiting_each
    assert [row.chat_id for row in await shop.messages(sqlite_db, "update.turned_away")] == [ANN]


async def test_kinds_of_a_newer_telegram_are_kept_and_nothing_else(sqlite_db: Database) -> None:
    async with working(sqlite_db, shop.counting(sqlite_db)) as intake:
        await intake.take([{"update_id": 7, "telepathy": {"thought": "?"}}, {"update_id": 8}, "nonsense", {"no": "id"}])
        await all_dealt_with(sqlite_db, 2)
    assert {row.state for row in (await shop.inbox(sqlite_db)).values()} == {UpdateState.DONE}


async def test_words_are_forgotten_after_a_week_and_numbers_after_ninety_days(db: Database) -> None:
    clock = MovableClock()
    async with working(db, shop.counting(db, clock), clock=clock) as intake:
        await intake.take([a_message(ANN, "read this")])
        await all_dealt_with(db, 1)
        said = [json.loads(row.body or "{}") for row in (await shop.inbox(db)).values()]
        assert said[0]["message"]["text"] == "read this"
        assert await inbox.forget(db, at=clock.now() + timedelta(days=6)) == (0, 0)
        assert await inbox.forget(db, at=clock.now() + timedelta(days=8)) == (1, 0)
        assert [row.body for row in (await shop.inbox(db)).values()] == [None]
        assert await inbox.forget(db, at=clock.now() + timedelta(days=91)) == (0, 1)
    assert not await shop.inbox(db)
