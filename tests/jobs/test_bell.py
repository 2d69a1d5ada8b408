"""The bell rings on every replica; one does the work, a job that fails does not stop the others."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clock import MovableClock
from bot.jobs.bell import Bell
from bot.jobs.rounds import ROUNDS
from bot.usecases import automation_rounds, leases
from db.models.automations import Lease
from db.session import Database
from tests.support import orders as shops

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def bell(db: Database, holder: str, jobs: dict[str, object]) -> Bell:
    return Bell(db, MovableClock(NOON, frozen=True), jobs, holder=holder)  # type: ignore[arg-type]


async def test_of_two_replicas_one_rings(db: Database) -> None:
    async def work(db: Database, at: datetime) -> int:
        return 1

    first, second = bell(db, "first", {"work": work}), bell(db, "second", {"work": work})
    assert (await first.ring(), await second.ring(), await first.ring()) == ({"work": 1}, {}, {"work": 1})


async def test_a_round_longer_than_a_lease_keeps_it_meanwhile(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.bell.RENEW_SECONDS", 0)

    async def waits_for_the_renewal(db: Database, at: datetime) -> int:
        async with db.begin() as session:
            await session.execute(update(Lease).values(expires_at=NOON - timedelta(days=9000)))
        while not await _held(db):  # noqa: ASYNC110 - the other side is a database
            await asyncio.sleep(0)
        return 1

    first = bell(db, "first", {"work": waits_for_the_renewal})
    assert await first.ring() == {"work": 1}
    assert not await leases.take(db, "bell", "second")


async def _held(db: Database) -> bool:
    async with db.read() as session:
        return (await session.get_one(Lease, "bell")).expires_at > NOON - timedelta(days=9000)


async def test_a_lease_that_ran_out_is_taken_over_with_a_higher_fence(db: Database) -> None:
    assert await leases.take(db, "bell", "first")
    assert not await leases.take(db, "bell", "second")
    async with db.begin() as session:
        await session.execute(update(Lease).values(expires_at=NOON - timedelta(days=9000)))
    assert await leases.take(db, "bell", "second")
    assert not await leases.take(db, "bell", "first")
    async with db.read() as session:
        lease = await session.get_one(Lease, "bell")
        assert (lease.holder, lease.fence) == ("second", 2)


async def test_a_clock_that_was_put_back_leaves_nobody_out_for_longer_than_a_lease(db: Database) -> None:
    assert await leases.take(db, "bell", "first")
    async with db.begin() as session:
        await session.execute(update(Lease).values(expires_at=NOON + timedelta(days=9000)))
    assert await leases.take(db, "bell", "second")
    assert not await leases.take(db, "bell", "first")


async def test_who_gives_a_lease_up_leaves_it_to_the_next(db: Database) -> None:
    assert await leases.take(db, "bell", "first")
    await leases.give_up(db, "bell", "first")
    assert await leases.take(db, "bell", "second")


async def test_a_job_that_fails_does_not_keep_the_others_from_their_work(sqlite_db: Database) -> None:
    async def breaks(db: Database, at: datetime) -> int:
        raise RuntimeError("out of fish")

    async def works(db: Database, at: datetime) -> int:
        return 2

    assert await bell(sqlite_db, "one", {"breaks": breaks, "works": works}).ring() == {"breaks": 0, "works": 2}


async def test_every_round_may_be_rung_twice(db: Database) -> None:
    await shops.opened(db)
    await automation_rounds.fill_up(db, NOON)
    for job in ROUNDS.values():
        await job(db, NOON)
    for name, job in ROUNDS.items():
        assert await job(db, NOON) == 0, name
