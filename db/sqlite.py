"""SQLite as Okaeri uses it: called on the loop's own thread, one writer, readers that cannot write, one process."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from sqlalchemy import URL, event, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util.concurrency import await_

from db.outcome import undisturbed

PRAGMAS = {
    "journal_mode": "wal",  # readers and the writer do not wait for each other
    "synchronous": 2,  # FULL: an acknowledged commit survives a power cut
    "foreign_keys": 1,
    "trusted_schema": 0,
    "busy_timeout": 10_000,  # ms; waited only for another process, and then in a thread
}
BREATH = 0.003  # seconds a write unit may keep the loop to itself


class InlineCursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """What SQLAlchemy's AsyncSession expects of an asynchronous cursor; rows are here already."""


class InlineConnection(sqlite3.Connection):
    def cursor(self, factory: Any = InlineCursor) -> Any:
        return super().cursor(factory)


class InlineSQLite(SQLiteDialect_pysqlite):
    """Statements run on the loop's thread (a point read takes 2-50 µs, a thread hop 100); what waits for the disk or
    for another process (COMMIT, a contended BEGIN), and what is `patient`, runs in `thread`; and a long write unit lets
    others run between its statements. None is cancelled halfway: that would close the connection, and with it the
    transaction which earlier units have left to a later COMMIT. Meant for AsyncSession: AsyncConnection.execute would
    complain that nothing was awaited."""

    is_async = True
    supports_statement_cache = True
    begin_with = "BEGIN"
    thread: ThreadPoolExecutor | None = None  # of the writer
    deferring = False  # the unit that ends now leaves its COMMIT to a later one (see turns.py)
    _held: Any = None  # the connection whose COMMIT is still to come
    _joined = False  # the unit under way is a savepoint in it
    _lost: Exception | None = None  # SQLite itself gave the transaction up
    _breathed_at = 0.0

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def do_begin(self, dbapi_connection: Any) -> None:
        self._breathed_at = _now()
        if self._lost is not None:  # what comes after it would be kept, and its group told that it is not
            raise self._lost
        if self._held is not None:
            dbapi_connection.execute("SAVEPOINT unit")
            self._joined = True
            return
        try:
            dbapi_connection.execute(self.begin_with)
        except sqlite3.OperationalError as busy:
            if self.thread is None or busy.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            self._in_thread(lambda: _begin_patiently(dbapi_connection, self.begin_with))

    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        if self.thread is not None and _now() - self._breathed_at > BREATH:
            await_(undisturbed(asyncio.sleep(0)))
            self._breathed_at = _now()
        if context is not None and context.execution_options.get("patient"):
            self._in_thread(lambda: cursor.execute(statement, parameters))
        else:
            cursor.execute(statement, parameters)

    def do_commit(self, dbapi_connection: Any) -> None:
        if self.thread is None:
            dbapi_connection.commit()
        elif self._joined:
            self._joined = False
            dbapi_connection.execute("RELEASE unit")
        elif self.deferring:
            self._held = dbapi_connection.driver_connection
        else:
            self._in_thread(dbapi_connection.commit)

    def do_rollback(self, dbapi_connection: Any) -> None:
        if not self._joined:
            dbapi_connection.rollback()
            return
        self._joined = False
        try:
            dbapi_connection.execute("ROLLBACK TO unit")
            dbapi_connection.execute("RELEASE unit")
        except sqlite3.OperationalError as error:  # out of space, say: the whole transaction is gone
            self._lost = error

    async def commit_held(self) -> None:
        """What was left to a later COMMIT is on the disk; raises when it is not, and then none of it is."""
        held, self._held = self._held, None
        lost, self._lost = self._lost, None
        if lost is not None:
            raise lost
        if held is None:
            return
        try:
            await asyncio.get_running_loop().run_in_executor(self.thread, held.commit)
        except sqlite3.Error:
            held.rollback()
            raise

    def _in_thread(self, work: Callable[[], None]) -> None:
        await_(undisturbed(asyncio.get_running_loop().run_in_executor(self.thread, work)))


def _now() -> float:
    return asyncio.get_running_loop().time()


registry.register("sqlite.inline", __name__, "InlineSQLite")


def _begin_patiently(connection: Any, begin: str) -> None:
    """Up to three waits of busy_timeout for a writer in another process; the third refusal is raised."""
    connection.execute(f"PRAGMA busy_timeout={PRAGMAS['busy_timeout']}")
    try:
        for last in (False, False, True):
            try:
                connection.execute(begin)
                return
            except sqlite3.OperationalError:
                if last:
                    raise
    finally:
        connection.execute("PRAGMA busy_timeout=0")


def writer(url: URL) -> AsyncEngine:
    """The only engine that writes: one connection, BEGIN IMMEDIATE (a deferred BEGIN spends points twice)."""
    engine = _inline(url, pool_size=1, max_overflow=0)
    dialect = engine.dialect
    assert isinstance(dialect, InlineSQLite)
    dialect.begin_with = "BEGIN IMMEDIATE"
    dialect.thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")
    # secure_delete: what is deleted or overwritten is zeroed in the file, so that an erased person is not left in it.
    _on_connect(engine, PRAGMAS | {"busy_timeout": 0, "cache_size": -64_000, "secure_delete": 1})
    return engine


async def empty_log(engine: AsyncEngine) -> bool:
    """What was committed is in the file alone, and what it replaced is in no file; False when a reader still needs the
    write-ahead log. The caller keeps writers away meanwhile."""
    assert isinstance(engine.dialect, InlineSQLite)
    path = str(engine.url.database)
    return await asyncio.get_running_loop().run_in_executor(engine.dialect.thread, _checkpoint, path)


def _checkpoint(path: str) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0.2)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def reader(url: URL) -> AsyncEngine:
    """Short reads, each on its own snapshot."""
    engine = _inline(url, pool_size=5, max_overflow=95)
    _on_connect(engine, PRAGMAS | {"cache_size": -16_000, "query_only": 1})
    return engine


def long_reader(url: URL) -> AsyncEngine:
    """Streams: real aiosqlite, so that the loop goes on while SQLite scans."""
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        hide_parameters=True,
        connect_args={"isolation_level": None},
        pool_size=1,
        max_overflow=3,
    )
    _on_connect(engine, PRAGMAS | {"query_only": 1})
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def migrator(url: URL) -> AsyncEngine:
    """For changes of the schema: foreign keys are off, or copying a table would delete what refers to it."""
    engine = _inline(url, pool_size=1, max_overflow=0)
    assert isinstance(engine.dialect, InlineSQLite)
    engine.dialect.begin_with = "BEGIN IMMEDIATE"
    _on_connect(engine, PRAGMAS | {"foreign_keys": 0})
    return engine


async def complaints(reading: AsyncSession, writing: AsyncSession) -> list[tuple[str, str]]:
    """What is not as it must be on this file, by the setting's name; `writing` is a unit that has just begun."""
    found = []
    await writing.connection()
    if not _refuses_another_writer(str(writing.get_bind().engine.url.database)):
        found.append(("begin", "SQLite's write units do not begin with BEGIN IMMEDIATE: points could be spent twice."))
    for session, who in ((reading, "reader"), (writing, "writer")):
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema"):
            value = await session.scalar(text(f"PRAGMA {name}"))
            if value != PRAGMAS[name]:
                found.append((name, f"SQLite's {name} is {value} for the {who}, not {PRAGMAS[name]}."))
    if await reading.scalar(text("PRAGMA query_only")) != 1:
        found.append(("query_only", "SQLite's readers could write."))
    return found


def _refuses_another_writer(path: str) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def _inline(url: URL, **pool: int) -> AsyncEngine:
    return create_async_engine(
        url.set(drivername="sqlite+inline"),
        hide_parameters=True,  # the text of an error goes to the log: names and words of people do not
        connect_args={
            "isolation_level": None,  # Python's driver must not begin or commit by itself
            "check_same_thread": False,
            "factory": InlineConnection,
            "cached_statements": 512,
            "timeout": 0,
        },
        pool_reset_on_return=None,  # every unit ends by COMMIT or ROLLBACK
        **pool,
    )


def _on_connect(engine: AsyncEngine, pragmas: dict[str, Any]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()
