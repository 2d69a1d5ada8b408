"""Many at once: the last points, the same key, crossed units, a hold's end, a lot's end."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Iterable
from datetime import date, timedelta
from typing import Any

from db.enums import AccountKind, EntryKind
from db.ledger import accounts, holds, post, read
from db.ledger.refusals import HoldEnded, InsufficientPoints, ReversalTooLarge
from db.session import Database, TryAgain
from tests.support.ledger import NEXT_YEAR, NOON, because, earned, joined, reversal, spent

SOAK = bool(os.environ.get("OKAERI_SOAK"))
ROUNDS = 200 if SOAK else 20
RACES = 1_000 if SOAK else 100


async def outcomes(units: Iterable[Awaitable[Any]]) -> Counter[str]:
    """How often each result came: the type of a refusal, or "done"."""
    results = await asyncio.gather(*units, return_exceptions=True)
    return Counter(type(r).__name__ if isinstance(r, BaseException) else "done" for r in results)


async def balance_of(db: Database, member_id: int) -> read.Balance:
    async with db.read() as session:
        return await read.balance(session, member_id)


async def test_fifty_spend_the_last_points_and_one_wins(db: Database) -> None:
    members = await joined(db, *(f"Ann{n}" for n in range(ROUNDS)))
    for ann in members:
        await earned(db, ann, 100)
        assert await outcomes(spent(db, ann, 100) for _ in range(50)) == {"done": 1, "InsufficientPoints": 49}
        assert (await balance_of(db, ann)).available == 0


async def test_three_processes_spend_the_last_points_and_one_wins(postgres_db: Database, postgres_url: str) -> None:
    members = await joined(postgres_db, *(f"Ann{n}" for n in range(ROUNDS)))
    for ann in members:
        await earned(postgres_db, ann, 100)
    command = [sys.executable, "-m", "tests.db.spender", postgres_url, *map(str, members)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    racers = [await asyncio.create_subprocess_exec(*command, **pipes) for _ in range(3)]
    for racer in racers:
        assert racer.stdout
        assert await racer.stdout.readline() == b"ready\n"
    wins = await asyncio.gather(*(racer.communicate(b"go\n") for racer in racers))
    won = Counter(member for out, _ in wins for member in out.decode().split())
    assert won == Counter(map(str, members)), "each member's points were spent exactly once"


async def test_fifty_identical_earnings_are_one(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    posted = await asyncio.gather(*(earned(db, ann, 62, key="order:42:earn") for _ in range(50)))
    assert sorted(one.already for one in posted) == [False] + [True] * 49
    assert len({one.entry_id for one in posted}) == 1
    assert (await balance_of(db, ann)).available == 62


async def test_sixteen_writers_keep_one_unbroken_chain(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    assert await outcomes(earned(db, ann, 1) for _ in range(160)) == {"done": 160}
    assert (await balance_of(db, ann)).available == 160


async def test_crossed_units_of_two_members_never_deadlock(db: Database) -> None:
    ann, bob = await joined(db, "Ann", "Bob")
    for member in (ann, bob):
        await earned(db, member, 1_000)

    async def move(giver: int, taker: int) -> None:
        async with db.begin() as session:
            await accounts.lock_members(session, [giver, taker])
            await post.take(session, giver, 10, into=AccountKind.ADJUSTMENT, because=because())
            await asyncio.sleep(0)
            await post.give(session, taker, 10, source=AccountKind.ADJUSTMENT, because=because(), expires_on=NEXT_YEAR)

    pairs = [(ann, bob), (bob, ann)] * 20
    assert await outcomes(move(*pair) for pair in pairs) == {"done": 40}
    assert (await balance_of(db, ann)).available == 1_000


async def test_a_deadlock_of_units_that_did_not_lock_first_asks_to_try_again(postgres_db: Database) -> None:
    ann, bob = await joined(postgres_db, "Ann", "Bob")
    await earned(postgres_db, ann, 1)
    both_hold_one = asyncio.Barrier(2)

    async def give_both(first: int, second: int) -> None:
        async with postgres_db.begin() as session:
            for member in (first, second):
                await post.give(session, member, 1, source=AccountKind.ORDERS, because=because(), expires_on=NEXT_YEAR)
                if member == first:
                    await both_hold_one.wait()

    async with asyncio.timeout(60):
        results = await asyncio.gather(give_both(ann, bob), give_both(bob, ann), return_exceptions=True)
    assert [type(result) for result in results if result] == [TryAgain]


async def test_capture_release_and_a_second_capture_race_for_a_hold(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, RACES)
    captured_in_all = 0

    async def capture(key: str, by: str) -> post.Posted:
        async with db.begin() as session:
            return await holds.capture(session, key, because=because(f"{key}:{by}", EntryKind.REDEEM))

    async def release(key: str) -> bool:
        async with db.begin() as session:
            return await holds.release(session, key, at=NOON)

    for race in range(RACES):
        key = f"hold:{race}"
        async with db.begin() as session:
            await holds.hold(session, ann, 1, key=key, at=NOON, until=NOON + timedelta(minutes=15))
        racers = [release(key), capture(key, "till"), capture(key, "courier")]
        order = [racers[(race + n) % 3] for n in range(3)]
        ended = await asyncio.gather(*order, return_exceptions=True)
        captured = [one for one in ended if isinstance(one, post.Posted)]
        refused = [one for one in ended if isinstance(one, HoldEnded)]
        assert (len(captured), len(refused), ended.count(True)) in ((1, 1, 0), (0, 2, 1))
        captured_in_all += len(captured)
    now = await balance_of(db, ann)
    assert (now.available, now.held) == (RACES - captured_in_all, 0)


async def test_a_lot_expires_while_it_is_spent_and_no_point_goes_twice(db: Database) -> None:
    (ann,) = await joined(db, "Ann")

    async def expire(lot_id: int) -> post.Posted | None:
        async with db.begin() as session:
            return await post.expire_lot(session, lot_id, because=because(f"lot:{lot_id}", EntryKind.EXPIRE))

    for race in range(RACES):
        await earned(db, ann, 10, expires_on=date(2026, 5, 3))
        async with db.read() as session:
            (lot,) = await read.lots(session, ann)
        racers: list[Awaitable[Any]] = [spent(db, ann, 10), expire(lot.id)]
        first, second = await asyncio.gather(*(racers[::-1] if race % 2 else racers), return_exceptions=True)
        spending, expiry = (second, first) if race % 2 else (first, second)
        assert isinstance(spending, InsufficientPoints) != (expiry is None), (spending, expiry)
        assert (await balance_of(db, ann)).available == 0


async def test_twenty_partial_reversals_stop_at_the_original(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 100, key="order:1:earn")

    async def take_back() -> post.Posted:
        async with db.begin() as session:
            return await post.take_back(session, "order:1:earn", 30, because=reversal())

    assert await outcomes(take_back() for _ in range(20)) == {"done": 3, ReversalTooLarge.__name__: 17}
    assert (await balance_of(db, ann)).available == 10


async def test_nobody_waits_for_a_house_account(postgres_db: Database) -> None:
    """One unit stays open after it took points from a house account; the others use the same one meanwhile."""
    ann, *others = await joined(postgres_db, *(f"Ann{n}" for n in range(8)))
    await earned(postgres_db, ann, 1)
    async with postgres_db.begin() as session, asyncio.timeout(60):
        await post.give(session, ann, 1, source=AccountKind.ORDERS, because=because(), expires_on=None)
        assert await outcomes(earned(postgres_db, member, 1) for member in others) == {"done": 7}
