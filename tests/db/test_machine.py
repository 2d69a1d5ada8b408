"""Any sequence of movements leaves the ledger as plain arithmetic says, refuses what it must, and stays consistent."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import AccountKind, EntryKind
from db.ledger import holds, post, read
from db.ledger.refusals import LedgerRefusal
from db.ledger.verify import verify
from db.session import Database
from tests.db.books import Books, Refused
from tests.support.databases import Cluster
from tests.support.ledger import NOON, because, joined

SOAK = bool(os.environ.get("OKAERI_SOAK"))
STEPS = settings(max_examples=300 if SOAK else 25, stateful_step_count=100 if SOAK else 40, deadline=None)

points = st.integers(1, 100)
days = st.one_of(st.none(), st.integers(1, 4).map(lambda weeks: NOON.date() + timedelta(weeks=weeks)))
dates = st.integers(1, 4).map(lambda weeks: NOON.date() + timedelta(weeks=weeks))


class Ledger(RuleBasedStateMachine):
    """Every rule does the same to the ledger and to the books, and wants the same answer."""

    url: Callable[[], str]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.db = Database.connect(type(self).url())
        (self.ann,) = self.loop.run_until_complete(joined(self.db, "Ann"))
        self.books, self.number = Books(), 0

    def teardown(self) -> None:
        self.loop.run_until_complete(self.db.close())
        self.loop.close()

    def key(self) -> str:
        self.number += 1
        return f"{self.ann}:{self.number}"

    def both(self, model: Callable[[], Any], real: Callable[[AsyncSession], Awaitable[Any]]) -> None:
        """Twice in the ledger, once in the books: the second time must change nothing."""
        refused = None
        try:
            model()
        except Refused as error:
            refused = str(error)
        for _ in range(2):
            assert self.loop.run_until_complete(self._refusal_of(real)) == refused

    async def _refusal_of(self, real: Callable[[AsyncSession], Awaitable[Any]]) -> str | None:
        async with self.db.begin() as session:  # a refusal does not end the unit: nothing was written
            try:
                await real(session)
            except LedgerRefusal as error:
                return type(error).__name__
        return None

    @rule(points=points, day=days)
    def give(self, points: int, day: date | None) -> None:
        key = self.key()
        self.both(
            lambda: self.books.give(key, points, day),
            lambda s: post.give(s, self.ann, points, source=AccountKind.ORDERS, because=because(key), expires_on=day),
        )

    @rule(points=points, debt=st.booleans())
    def take(self, points: int, debt: bool) -> None:
        key = self.key()
        self.both(
            lambda: self.books.take(key, points, debt=debt),
            lambda s: post.take(s, self.ann, points, into=AccountKind.REDEEMED, because=because(key), allow_debt=debt),
        )

    @precondition(lambda self: self.books.entries)
    @rule(points=points, until=dates, data=st.data())
    def give_back(self, points: int, until: date, data: st.DataObject) -> None:
        key, of = self.key(), data.draw(st.sampled_from(list(self.books.entries)))
        self.both(
            lambda: self.books.give_back(key, of, points, until),
            lambda s: post.give_back(s, of, points, because=because(key), at_least_until=until),
        )

    @precondition(lambda self: self.books.entries)
    @rule(points=points, data=st.data())
    def take_back(self, points: int, data: st.DataObject) -> None:
        key, of = self.key(), data.draw(st.sampled_from(list(self.books.entries)))
        self.both(
            lambda: self.books.take_back(key, of, points),
            lambda s: post.take_back(s, of, points, because=because(key)),
        )

    @rule(points=points)
    def hold(self, points: int) -> None:
        key = self.key()
        self.both(
            lambda: self.books.hold(key, points),
            lambda s: holds.hold(s, self.ann, points, key=key, at=NOON, until=NOON + timedelta(minutes=15)),
        )

    @precondition(lambda self: self.books.holds)
    @rule(points=points, data=st.data())
    def capture(self, points: int, data: st.DataObject) -> None:
        key, of = self.key(), data.draw(st.sampled_from(list(self.books.holds)))
        self.both(
            lambda: self.books.capture(of, key, points),
            lambda s: holds.capture(s, of, because=because(key, EntryKind.REDEEM), points=points),
        )

    @precondition(lambda self: self.books.holds)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from(list(self.books.holds)))
        self.both(lambda: self.books.release(of), lambda s: holds.release(s, of, at=NOON))

    @rule(day=dates)
    def expire(self, day: date) -> None:
        due = self.loop.run_until_complete(self._due(day))
        mine = [lot for lot in self.books.lots if lot.left and lot.expires_on and lot.expires_on < day]
        assert sorted(lot.remaining for lot in due) == sorted(lot.left for lot in mine)
        for lot, real in zip(mine, due, strict=True):
            key = self.key()
            self.both(
                lambda lot=lot, key=key: self.books.expire(lot, key),
                lambda s, real=real, key=key: post.expire_lot(s, real.lot_id, because=because(key)),
            )

    async def _due(self, day: date) -> list[read.DueLot]:
        async with self.db.read() as session:
            due = await read.lots_to_expire(session, day, after_id=0, limit=10_000)
        return [lot for lot in due if lot.member_id == self.ann]

    @invariant()
    def stored_is_derived_and_as_in_the_books(self) -> None:
        self.loop.run_until_complete(self._compare())

    async def _compare(self) -> None:
        async with self.db.read(long=True) as session:
            report = await verify(session)
            now = await read.balance(session, self.ann)
            lots = [(lot.remaining, lot.expires_on) for lot in await read.lots(session, self.ann)]
        assert report.ok, report.problems
        assert (now.available - now.debt, now.held) == (self.books.available, self.books.held)
        mine = [lot for lot in self.books.lots if lot.left]
        mine.sort(key=lambda lot: (lot.expires_on is None, lot.expires_on or date.max, lot.number))
        assert lots == [(lot.left, lot.expires_on) for lot in mine]


def test_any_sequence_on_sqlite_is_as_in_the_books(sqlite_template: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        names: Iterator[int] = iter(range(10**9))

        class OnSQLite(Ledger):
            url = staticmethod(lambda: f"sqlite:///{shutil.copy(sqlite_template, f'{folder}/{next(names)}.db')}")

        run_state_machine_as_test(OnSQLite, settings=STEPS)


@pytest.mark.timeout(300)
def test_any_sequence_on_postgresql_is_as_in_the_books(postgres_cluster: Cluster) -> None:
    """One database for all sequences: each has a member of its own, and verify sees them all."""
    asyncio.run(postgres_cluster.sql("CREATE DATABASE machine TEMPLATE template_okaeri"))

    class OnPostgreSQL(Ledger):
        url = staticmethod(lambda: postgres_cluster.url("machine"))

    run_state_machine_as_test(OnPostgreSQL, settings=settings(STEPS, max_examples=100 if SOAK else 6))
    asyncio.run(postgres_cluster.sql("DROP DATABASE machine"))
