"""The way to the database: write units and read snapshots. What SQLite and PostgreSQL do differently ends here."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from db import postgres, sqlite
from db.address import Dialect, dialect_of, understood
from db.file_claim import AlreadyRunning, FileClaim
from db.outcome import to_the_end
from db.quick import quickly
from db.riding import Rider, on_foot, rider, riding
from db.turns import Turns
from db.whole import NotAlone, Whole

__all__ = [
    "AlreadyRunning",
    "Database",
    "DatabaseUnfit",
    "NotAlone",
    "Rider",
    "TryAgain",
    "claim_file",
    "insert_once",
    "now",
    "on_foot",
    "once",
    "rider",
    "riding",
    "upsert",
]

Commit = Callable[[AsyncSession, Callable[[], object]], Awaitable[None]]

# While a whole() is under way in this task: its session, which every begin() and read() within is part of.
_whole: ContextVar[Whole | None] = ContextVar("whole", default=None)


class TryAgain(Exception):
    """Nothing was done; the whole unit may be repeated (deadlock, serialization, lock timeout, busy file)."""


class DatabaseUnfit(Exception):
    """The database would not keep what the ledger promises; the text is a sentence for the operator."""


class Database:
    """Two doors: begin() writes, read() cannot."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, long_reader: AsyncEngine) -> None:
        self.dialect: Dialect = dialect_of(writer.url)
        self._engines = (writer, reader, long_reader)
        self._write, self._read, self._read_long = (_sessions(engine) for engine in self._engines)
        # SQLite polls for its lock, unfairly: writers of this process queue here, first come first served.
        self._turns = Turns(writer.dialect) if isinstance(writer.dialect, sqlite.InlineSQLite) else None
        # Done at the end of each unit, in its transaction (see usecases/outside_events).
        self.before_commit: list[Callable[[AsyncSession], Awaitable[None]]] = []
        # Told session.info after each committed unit; a unit that planned a message says so there ("outbox").
        self.on_commit: list[Callable[[dict[Any, Any]], None]] = []

    @classmethod
    def connect(cls, url: str, *, echo: bool = False) -> Self:
        """Understands sqlite:///, sqlite+aiosqlite:///, postgres://, postgresql:// and postgresql+asyncpg://."""
        target = understood(url)
        if dialect_of(target) == "sqlite":
            return cls(sqlite.writer(target), sqlite.reader(target), sqlite.long_reader(target))
        writer = postgres.writer(target, echo=echo)
        reader = postgres.reader(writer)
        return cls(writer, reader, reader)

    def begin(self, *, alone: bool = False) -> AbstractAsyncContextManager[AsyncSession]:
        """One write unit: all of it is committed when the block ends, none of it when the block raises. `alone`: it may
        take long, and nobody else's unit is to wait for it with its commit.

        Before the commit the context's rider, if any, runs in the same transaction; it leaves the context when that
        commit succeeded. A cancellation during the commit is raised after the outcome is known. Raises TryAgain.
        """
        outer = _whole.get()
        if outer is not None:
            return outer.part()
        return self._queued(self._turns, alone) if self._turns else self._unit()

    @asynccontextmanager
    async def whole(self, *, careful: bool = True) -> AsyncIterator[AsyncSession]:
        """One write unit around others: within the block every begin() of this task is a part of it, kept or undone as
        it ends but committed only with the whole; and read() sees what was written so far. Raises TryAgain.

        Not `careful`, it saves the first part its savepoint, and raises NotAlone when just that one fails: then nothing
        was done, and all may be tried again with care."""
        async with self.begin() as session:
            token = _whole.set(Whole(session, careful))
            try:
                yield session
            finally:
                _whole.reset(token)

    @asynccontextmanager
    async def read(self, *, long: bool = False) -> AsyncIterator[AsyncSession]:
        """A snapshot of what is committed; a write through it raises. `long`: for streams and scans."""
        outer = None if long else _whole.get()
        if outer is not None:
            yield outer.session
            return
        session = self._read_long() if long else self._read()
        try:
            if long and self.dialect == "postgresql":
                await session.execute(text("SET LOCAL statement_timeout = 0"))
                await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            yield session
        finally:
            await self._end(session)

    @asynccontextmanager
    async def _queued(self, turns: Turns, alone: bool) -> AsyncIterator[AsyncSession]:
        async with turns.turn(alone=alone) as turn, self._unit(partial(turns.commit, turn)) as session:
            yield session

    @asynccontextmanager
    async def _unit(self, commit: Commit | None = None) -> AsyncIterator[AsyncSession]:
        session = self._write()
        try:
            yield session
            riding = rider.get()
            if riding:
                await riding(session)
            for step in self.before_commit:
                await step(session)
            await (commit or _commit)(session, lambda: self._committed(session, riding))
        except DBAPIError as error:
            if _is_passing(error):
                raise TryAgain(str(error.orig)) from error
            raise
        finally:
            await self._end(session)

    def _committed(self, session: AsyncSession, riding: Rider | None) -> None:
        if riding:
            rider.set(None)
        for listener in self.on_commit:
            listener(session.info)

    async def _end(self, session: AsyncSession) -> None:
        """Rolls back what was not committed. Inline SQLite awaits nothing here, so nothing can interrupt it."""
        if isinstance(session.get_bind().dialect, sqlite.InlineSQLite):
            await session.close()
        else:
            await to_the_end(_closed(session))

    async def self_test(self, *, allow: frozenset[str] = frozenset()) -> None:
        """Raises DatabaseUnfit unless every setting that durability rests on is in force (or allowed by its name)."""
        complaints = sqlite.complaints if self.dialect == "sqlite" else postgres.complaints
        async with self.read() as reading, self.begin() as writing:
            found = await complaints(reading, writing)
        sentences = [sentence for name, sentence in found if name not in allow]
        if sentences:
            raise DatabaseUnfit(" ".join(sentences))

    async def scrub(self) -> bool:
        """What was deleted or overwritten is in none of our files any more; False while a reader still needs it, or
        within a whole() (then try again later). PostgreSQL's own vacuum does this."""
        if self._turns is None:
            return True
        if _whole.get() is not None:  # nothing of it is committed yet
            return False
        async with self._turns.turn(alone=True):
            return await sqlite.empty_log(self._engines[0])

    async def close(self) -> None:
        for engine in self._engines:
            await engine.dispose()
            if isinstance(engine.dialect, sqlite.InlineSQLite) and engine.dialect.thread:
                engine.dialect.thread.shutdown(wait=True)


def claim_file(url: str) -> FileClaim | None:
    """Takes the database file for this process's life, or raises AlreadyRunning. PostgreSQL needs no claim: None."""
    target = understood(url)
    if dialect_of(target) == "postgresql" or not target.database:
        return None
    return FileClaim(Path(target.database))


async def now(session: AsyncSession) -> datetime:
    """The database's clock, in UTC."""
    if session.get_bind().dialect.name == "sqlite":
        stamp = await session.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"))
        return datetime.fromisoformat(str(stamp)).replace(tzinfo=UTC)
    moment: datetime = (await session.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return moment.astimezone(UTC)


async def insert_once(
    session: AsyncSession, model: type[Any] | Table, values: Mapping[str, Any], *, index: Sequence[str]
) -> bool:
    """Inserts the row unless one with the same `index` columns (a unique index) is there; says whether it did."""
    table: Table = model if isinstance(model, Table) else model.__table__
    statement = once(session.get_bind().dialect.name, table, tuple(index))
    return bool((await quickly(session, statement, values)).rowcount == 1)


@cache
def once(dialect: str, table: Table, index: tuple[str, ...]) -> postgresql.Insert | sqlite_dialect.Insert:
    """INSERT … ON CONFLICT DO NOTHING (of `index`; () means any), the same object each time: compiled once."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite_dialect.insert
    return insert(table).on_conflict_do_nothing(index_elements=list(index) or None)


async def upsert(
    session: AsyncSession, model: type[Any] | Table, values: Mapping[str, Any], *, index: Sequence[str]
) -> None:
    """Inserts the row, or gives the one with the same `index` columns these values."""
    table: Table = model if isinstance(model, Table) else model.__table__
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite_dialect.insert
    statement = insert(table).values(dict(values))
    others = {name: statement.excluded[name] for name in values if name not in index}
    await session.execute(statement.on_conflict_do_update(index_elements=list(index), set_=others))


async def _commit(session: AsyncSession, then: Callable[[], object]) -> None:
    await to_the_end(session.commit(), then=then)


def _sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False)


async def _closed(session: AsyncSession) -> None:
    try:
        await session.close()
    except DBAPIError:  # the connection is gone, and with it whatever was to be rolled back
        await session.invalidate()


def _is_passing(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    busy = getattr(error.orig, "sqlite_errorname", "")
    return state in ("40001", "40P01", "55P03") or busy.startswith("SQLITE_BUSY")
