"""The two doors: write units that are all or nothing, snapshots that cannot write, one process on a file."""

import asyncio
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from db import sqlite
from db.address import understood
from db.enums import AccountKind
from db.ledger import post, read
from db.models.base import UTCDateTime
from db.models.ledger import Account
from db.session import AlreadyRunning, Database, DatabaseUnfit, claim_file, insert_once, now, rider
from tests.support.databases import SETTINGS
from tests.support.ledger import NEXT_YEAR, because, earned, joined

CANCELLATIONS = 3_000 if os.environ.get("OKAERI_SOAK") else 300


async def lines_of(db: Database, member_id: int) -> int:
    async with db.read() as session:
        return await read.count(session, member_id)


async def test_a_unit_that_raises_leaves_nothing(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the unit is the statement)
        async with db.begin() as session:
            await post.give(session, ann, 5, source=AccountKind.WELCOME, because=because(), expires_on=NEXT_YEAR)
            raise ZeroDivisionError
    assert await lines_of(db, ann) == 0


async def test_a_reader_sees_one_moment_and_nothing_uncommitted(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    async with db.read() as before:
        assert (await read.balance(before, ann)).available == 0
        async with db.begin() as session:
            await post.give(session, ann, 5, source=AccountKind.WELCOME, because=because(), expires_on=NEXT_YEAR)
            async with db.read() as meanwhile:
                assert (await read.balance(meanwhile, ann)).available == 0
        assert (await read.balance(before, ann)).available == 0
    async with db.read() as after:
        assert (await read.balance(after, ann)).available == 5


@pytest.mark.parametrize("long", [False, True])
async def test_a_write_through_a_reader_raises(db: Database, long: bool) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        async with db.read(long=long) as session:
            await insert_once(session, Account, {"kind": AccountKind.WELCOME}, index=["member_id"])


async def test_a_thousand_mixed_reads_and_writes_never_find_the_file_locked(sqlite_db: Database) -> None:
    members = await joined(sqlite_db, "Ann", "Bob", "Carl", "Olga")

    async def live(member_id: int) -> None:
        for turn in range(125):
            await earned(sqlite_db, member_id, 1 + turn)
            assert await lines_of(sqlite_db, member_id) >= turn + 1

    await asyncio.gather(*(live(member) for member in members))
    assert [await lines_of(sqlite_db, member) for member in members] == [125] * 4


async def test_the_rider_commits_with_the_unit_once(db: Database) -> None:
    ann, bob = await joined(db, "Ann", "Bob")

    async def welcome_bob(session: AsyncSession) -> None:
        await post.give(session, bob, 7, source=AccountKind.WELCOME, because=because("welcome"), expires_on=None)

    rider.set(welcome_bob)
    await earned(db, ann, 5)
    assert rider.get() is None
    await earned(db, ann, 5)
    assert await lines_of(db, bob) == 1


async def test_the_rider_stays_for_the_next_unit_when_this_one_fails(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    ridden = []

    async def ride(_session: AsyncSession) -> None:
        ridden.append("once")
        if len(ridden) == 1:
            raise ZeroDivisionError

    rider.set(ride)
    with pytest.raises(ZeroDivisionError):
        await earned(db, ann, 5)
    assert await lines_of(db, ann) == 0
    assert rider.get() is ride
    await earned(db, ann, 5)
    assert (await lines_of(db, ann), rider.get(), len(ridden)) == (1, None, 2)


async def test_a_cancelled_unit_is_decided_and_its_key_tells_how(db: Database) -> None:
    seed = int(os.environ.get("OKAERI_SEED", random.randrange(2**32)))
    print(f"OKAERI_SEED={seed}")
    dice = random.Random(seed)
    (ann,) = await joined(db, "Ann")
    decided = {True: 0, False: 0}
    for turn in range(CANCELLATIONS):
        unit = asyncio.create_task(earned(db, ann, 1, key=f"turn:{turn}"))
        for _ in range(dice.randrange(4)):
            await asyncio.sleep(dice.choice([0, dice.uniform(0, 0.003)]))
        unit.cancel()
        await asyncio.gather(unit, return_exceptions=True)
        async with db.read() as session:
            there = await read.by_key(session, f"turn:{turn}") is not None
        decided[there] += 1
        assert (await earned(db, ann, 1, key=f"turn:{turn}")).already is there
    assert await lines_of(db, ann) == CANCELLATIONS
    assert decided[True], decided
    assert decided[False], decided


async def test_a_cancellation_during_the_commit_is_raised_after_the_outcome_is_known(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    in_commit = asyncio.Event()

    async def tell(_session: AsyncSession) -> None:
        in_commit.set()

    async def unit() -> None:
        rider.set(tell)
        await earned(db, ann, 5)

    running = asyncio.create_task(unit())
    await in_commit.wait()
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await lines_of(db, ann) == 1


async def test_a_unit_inside_a_unit_is_refused_instead_of_waiting_for_ever(sqlite_db: Database) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        async with sqlite_db.begin(), sqlite_db.begin():
            pass


async def test_the_first_statement_of_a_sqlite_unit_is_begin_immediate(sqlite_db: Database) -> None:
    async with sqlite_db.begin() as session:
        connection = await session.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, sqlite.InlineConnection)
        assert driver.in_transaction, "before any statement of the unit"
        await session.rollback()
        spoken: list[str] = []
        driver.set_trace_callback(spoken.append)
        await session.execute(text("SELECT 1"))
        driver.set_trace_callback(None)
    assert spoken[0] == "BEGIN IMMEDIATE"


@pytest.mark.parametrize(("begin", "winners"), [("BEGIN IMMEDIATE", 1), ("", 2)])
async def test_without_begin_immediate_two_processes_spend_the_same_points(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, begin: str, winners: int
) -> None:
    """Two Database objects share nothing but the file, as two processes would; the second case shows why we care."""
    databases = [Database.connect(sqlite_url) for _ in range(2)]
    both_have_read = asyncio.Barrier(2)

    async def look_then_spend(db: Database) -> bool:
        async with db.begin() as session:
            await session.execute(text("SELECT 1"))
            left = await session.scalar(text("SELECT points FROM purse"))
            if not begin:
                await both_have_read.wait()
            if left:
                await session.execute(text("UPDATE purse SET points = 0"))
            return bool(left)

    async with databases[0].begin() as session:
        await session.execute(text("CREATE TABLE purse AS SELECT 100 AS points"))
    for db in databases:
        monkeypatch.setattr(db._write.kw["bind"].dialect, "begin_with", begin or "SELECT 'no transaction'")
    spent = await asyncio.gather(*(look_then_spend(db) for db in databases))
    assert sum(spent) == winners
    for db in databases:
        await db.close()


async def test_a_fit_database_passes_and_each_unfit_setting_has_its_sentence(db: Database) -> None:
    if db.dialect == "postgresql":
        with pytest.raises(DatabaseUnfit, match=r"fsync is off.*full_page_writes is off"):
            await db.self_test()
    await db.self_test(allow=frozenset(SETTINGS))


@pytest.mark.parametrize(
    ("pragma", "value"), [("synchronous", 1), ("foreign_keys", 0), ("trusted_schema", 1), ("journal_mode", "delete")]
)
async def test_sqlite_with_a_weaker_setting_is_unfit(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, pragma: str, value: object
) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(sqlite.PRAGMAS, pragma, value)
        weaker = Database.connect(sqlite_url)
    with pytest.raises(DatabaseUnfit, match=f"{pragma} is {value} for the writer"):
        await weaker.self_test()
    await weaker.close()


async def test_sqlite_units_that_begin_late_are_unfit(sqlite_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_db._write.kw["bind"].dialect, "begin_with", "BEGIN")
    with pytest.raises(DatabaseUnfit, match="BEGIN IMMEDIATE"):
        await sqlite_db.self_test()


def test_a_second_process_on_the_file_is_refused_and_the_first_goes_on(sqlite_url: str) -> None:
    claim = claim_file(sqlite_url)
    assert claim
    second = f"from db.session import claim_file; claim_file({sqlite_url!r})"
    refused = subprocess.run([sys.executable, "-c", second], capture_output=True, text=True)
    assert refused.returncode == 1
    assert "AlreadyRunning" in refused.stderr
    with pytest.raises(AlreadyRunning, match="in use by another process"):
        claim_file(sqlite_url)
    claim.release()
    assert subprocess.run([sys.executable, "-c", second]).returncode == 0


def test_postgresql_needs_no_claim() -> None:
    assert claim_file("postgresql://shop@localhost/okaeri") is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgres://shop@localhost/okaeri", "postgresql"),
        ("postgresql+asyncpg://shop@localhost/okaeri", "postgresql"),
        ("sqlite:////data/okaeri.db", "sqlite"),
        ("sqlite+aiosqlite:////data/okaeri.db", "sqlite"),
    ],
)
def test_usual_addresses_are_understood(url: str, name: str) -> None:
    assert understood(url).drivername == name


def test_another_kind_of_database_is_refused_without_telling_its_password() -> None:
    with pytest.raises(ValueError, match="neither") as refused:
        understood("mysql://shop:secret@localhost/okaeri")
    assert "secret" not in str(refused.value)


async def test_the_databases_clock_is_in_utc_and_near_ours(db: Database) -> None:
    async with db.read() as session:
        moment = await now(session)
    assert moment.utcoffset() == timedelta(0)
    assert abs(moment - datetime.now(moment.tzinfo)) < timedelta(minutes=1)


def test_a_naive_datetime_is_refused_by_the_column_type() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UTCDateTime().process_bind_param(datetime(2026, 5, 4), None)  # type: ignore[arg-type]  # noqa: DTZ001


async def test_insert_once_says_whether_it_did(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    async with db.begin() as session:
        values = {"kind": AccountKind.MEMBER, "member_id": ann}
        assert not await insert_once(session, Account, values, index=["member_id"])


async def test_a_connection_the_server_closed_raises_and_the_next_unit_works(postgres_db: Database) -> None:
    (ann,) = await joined(postgres_db, "Ann")

    async def killed() -> None:
        async with postgres_db.begin() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DBAPIError, match=r"(?i)terminat|closed"):
        await killed()
    await earned(postgres_db, ann, 5)
    assert await lines_of(postgres_db, ann) == 1


async def test_an_error_of_the_database_tells_nothing_people_have_written(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    twice = text("INSERT INTO accounts (id, kind, member_id) VALUES (:id, 'member', :member)")
    with pytest.raises(DBAPIError) as fell:
        async with db.begin() as session:
            await session.execute(twice, {"id": 987_654_321, "member": ann})
    assert "INSERT INTO accounts" in str(fell.value)
    assert "987654321" not in str(fell.value)
