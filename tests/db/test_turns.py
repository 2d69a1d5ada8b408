"""SQLite's writers take turns and share their COMMITs: each still stands or falls by itself, and lasts when told."""

import asyncio
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from db import sqlite
from db.enums import AccountKind
from db.ledger import post, read
from db.session import Database
from tests.support.ledger import NEXT_YEAR, because, joined

Task = asyncio.Task[None]


async def earn(db: Database, member: int, points: int = 10, *, alone: bool = False, fail: bool = False) -> None:
    async with db.begin(alone=alone) as session:
        await post.give(session, member, points, source=AccountKind.ORDERS, because=because(), expires_on=NEXT_YEAR)
        await asyncio.sleep(0)
        if fail:
            raise ZeroDivisionError


async def points_of(db: Database, member: int) -> int:
    async with db.read() as session:
        return (await read.balance(session, member)).available


def commits(db: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of SQLite to end a transaction from now on."""
    turns = db._turns
    assert turns
    seen: list[str] = []
    dialect = turns._dialect
    plain, shared = dialect.do_commit, dialect.commit_held

    def do_commit(connection: object) -> None:
        alone = not dialect._joined and not dialect.deferring
        seen.append("own" if alone else "left")
        plain(connection)

    async def commit_held() -> None:
        seen.append("shared")
        await shared()

    monkeypatch.setattr(dialect, "do_commit", do_commit)
    monkeypatch.setattr(dialect, "commit_held", commit_held)
    return seen


async def test_those_who_wait_for_each_other_share_one_commit(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await joined(sqlite_db, *(f"Ann{n}" for n in range(8)))
    seen = commits(sqlite_db, monkeypatch)
    await asyncio.gather(*(earn(sqlite_db, ann) for ann in people))
    assert seen == ["left"] * 8 + ["shared"]
    await earn(sqlite_db, people[0])
    assert seen[9:] == ["own"]
    assert [await points_of(sqlite_db, ann) for ann in people] == [20, *[10] * 7]


async def test_one_that_fails_undoes_itself_alone(sqlite_db: Database) -> None:
    people = await joined(sqlite_db, *(f"Ann{n}" for n in range(6)))
    for broken in range(6):
        done = await asyncio.gather(
            *(earn(sqlite_db, ann, fail=place == broken) for place, ann in enumerate(people)), return_exceptions=True
        )
        assert [type(each) for each in done if each] == [ZeroDivisionError]
    assert [await points_of(sqlite_db, ann) for ann in people] == [50] * 6


async def test_when_the_disk_refuses_everybody_of_the_group_is_told(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await joined(sqlite_db, "Ann", "Bob", "Carl")
    turns = sqlite_db._turns
    assert turns
    real = turns._dialect.commit_held

    async def full() -> None:
        held, turns._dialect._held = turns._dialect._held, None
        held.rollback()
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(turns._dialect, "commit_held", full)
    done = await asyncio.gather(*(earn(sqlite_db, ann) for ann in people), return_exceptions=True)
    assert [type(each) for each in done] == [OperationalError] * 3
    monkeypatch.setattr(turns._dialect, "commit_held", real)
    assert [await points_of(sqlite_db, ann) for ann in people] == [0, 0, 0]
    await earn(sqlite_db, people[0])
    assert await points_of(sqlite_db, people[0]) == 10


async def test_nobody_waits_with_their_commit_for_what_takes_long(sqlite_db: Database) -> None:
    ann, bob = await joined(sqlite_db, "Ann", "Bob")
    began, go_on = asyncio.Event(), asyncio.Event()

    async def long_work() -> None:
        async with sqlite_db.begin(alone=True) as session:
            await post.give(session, bob, 5, source=AccountKind.ORDERS, because=because(), expires_on=NEXT_YEAR)
            began.set()
            await go_on.wait()

    quick = [asyncio.create_task(earn(sqlite_db, ann)) for _ in range(2)]
    slow = asyncio.create_task(long_work())
    await began.wait()
    await asyncio.gather(*quick)
    assert (slow.done(), await points_of(sqlite_db, ann)) == (False, 20)
    go_on.set()
    await slow
    assert await points_of(sqlite_db, bob) == 5


async def test_whoever_gives_up_waiting_leaves_the_others_committed(sqlite_db: Database) -> None:
    people = await joined(sqlite_db, *(f"Ann{n}" for n in range(6)))
    tasks = [asyncio.create_task(earn(sqlite_db, ann)) for ann in people]
    await asyncio.sleep(0)
    tasks[3].cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(done[3], asyncio.CancelledError)
    kept = [await points_of(sqlite_db, ann) for ann in people]
    assert kept[:3] + kept[4:] == [10] * 5


@pytest.mark.parametrize("names", [("Ann", "Bob"), ("Ann", "Bob", "Carl")])
async def test_whoever_gives_up_as_their_unit_ends_is_in_the_books_and_told_so(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    people, told = await joined(sqlite_db, *names), list[object]()
    sqlite_db.on_commit.append(told.append)
    turns = sqlite_db._turns
    assert turns
    plain = turns._dialect.do_commit
    for leaving in range(len(names)):
        tasks = [asyncio.create_task(earn(sqlite_db, ann)) for ann in people]
        ending = iter(tasks)

        def do_commit(connection: object, ending: Iterator[Task] = ending, leaves: Task = tasks[leaving]) -> None:
            if next(ending) is leaves:
                leaves.cancel()
            plain(connection)

        monkeypatch.setattr(turns._dialect, "do_commit", do_commit)
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(each) for each in done if each] == [asyncio.CancelledError]
        assert [await points_of(sqlite_db, ann) for ann in people] == [10 * (leaving + 1)] * len(names)
        assert len(told) == (leaving + 1) * len(names)


async def test_whoever_gives_up_within_a_statement_leaves_the_others_what_they_were_told(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await joined(sqlite_db, "Ann", "Bob", "Carl", "Dan")
    turns = sqlite_db._turns
    assert turns
    plain = turns._dialect.do_execute
    monkeypatch.setattr(sqlite, "BREATH", -1.0)  # others may run at every statement
    for leaving in range(4):
        before = [await points_of(sqlite_db, ann) for ann in people]
        tasks = [asyncio.create_task(earn(sqlite_db, ann)) for ann in people]

        def do_execute(*statement: Any, leaves: Task = tasks[leaving]) -> None:
            if asyncio.current_task() is leaves and not leaves.cancelling():
                leaves.cancel()
            plain(*statement)

        monkeypatch.setattr(turns._dialect, "do_execute", do_execute)
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(each) for each in done if each] == [asyncio.CancelledError]
        now = [await points_of(sqlite_db, ann) for ann in people]
        got = [after - had for after, had in zip(now, before, strict=True)]
        assert got == [0 if place == leaving else 10 for place in range(4)]


async def test_when_sqlite_gives_the_transaction_up_nobody_after_it_is_kept_either(sqlite_db: Database) -> None:
    ann, bob, carl = await joined(sqlite_db, "Ann", "Bob", "Carl")

    async def out_of_space() -> None:
        async with sqlite_db.begin() as session:
            await session.execute(text("ROLLBACK"))  # as SQLite does by itself when its disk is full
            raise ZeroDivisionError

    await asyncio.gather(earn(sqlite_db, ann), out_of_space(), earn(sqlite_db, bob), return_exceptions=True)
    assert [await points_of(sqlite_db, each) for each in (ann, bob)] == [0, 0]
    await earn(sqlite_db, carl)
    assert await points_of(sqlite_db, carl) == 10
