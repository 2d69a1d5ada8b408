"""Brings a database to the newest schema, or says that it is newer than this program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from db import postgres, sqlite
from db.address import dialect_of, understood
from db.session import Database

ONE_AT_A_TIME = 7_303_014  # the number of PostgreSQL's advisory lock for migrations


class SchemaTooNew(Exception):
    """The database was migrated by a newer program; this one would misread it."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"The database is at revision {revision}, which this program does not know: update it.")


class NotMigrated(Exception):
    """The database is not there yet, or at an older schema than this program's."""

    def __init__(self, revision: str | None) -> None:
        where = f"is at revision {revision}, which is an old one" if revision else "is empty"
        super().__init__(f"The database {where}: run `python -m bot migrate` first.")


async def migrate(url: str, *, to: str = "head") -> None:
    """Runs what is missing, each revision in its own transaction; killed in between, the next run goes on from there.

    Raises SchemaTooNew, and then nothing was changed.
    """
    engine = migrator(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, to)
    finally:
        await engine.dispose()


async def current(db: Database) -> str | None:
    """The revision the database is at; None before the first."""
    async with db.read() as session:
        if not await session.run_sync(lambda sync: inspect(sync.connection()).has_table("alembic_version")):
            return None
        revision: str | None = await session.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


async def ready(db: Database) -> None:
    """The database is at this program's schema. Raises SchemaTooNew or NotMigrated."""
    at = await current(db)
    if at and not known(at):
        raise SchemaTooNew(at)
    if at != head():
        raise NotMigrated(at)


def head() -> str:
    """The newest revision this program knows."""
    return str(scripts().get_current_head())


def known(revision: str) -> bool:
    return any(script.revision == revision for script in scripts().walk_revisions())


def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def migrator(url: str) -> AsyncEngine:
    target = understood(url)
    return sqlite.migrator(target) if dialect_of(target) == "sqlite" else postgres.writer(target)


def _migrate(connection: Connection, to: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": ONE_AT_A_TIME})
    at = MigrationContext.configure(connection).get_current_revision()
    connection.commit()
    if at and not known(at):
        raise SchemaTooNew(at)
    down = to == "base" or (at is not None and to < at and to != "head")
    (command.downgrade if down else command.upgrade)(config(connection), to)
    _check_references(connection)


def _check_references(connection: Connection) -> None:
    """SQLite's foreign keys are off while tables are copied; here it is made up for."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        connection.rollback()
        if broken:
            raise RuntimeError(f"the migration left a dangling reference: {tuple(broken)}")
