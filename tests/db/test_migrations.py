"""The schema: what migrations make is what the models say; up, down and up again; never a newer one."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, CheckConstraint, Column, Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import AccountKind
from db.migrations.append_only import TABLES
from db.migrations.run import SchemaTooNew, current, head, migrate, migrator
from db.models import Base
from db.models.ledger import Account
from db.session import Database, insert_once
from tests.support.ledger import earned, joined, spent


async def on_schema(url: str, look: object) -> object:
    engine = migrator(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(look)  # type: ignore[arg-type]
    await engine.dispose()
    return found


def _defaults_differ(_context: object, _found: object, column: Column[object], *_rest: object) -> bool | None:
    """None: compare as usual. PostgreSQL cannot compare two values of JSON."""
    return False if isinstance(column.type, JSON) else None


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": _defaults_differ}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def checks(connection: Connection) -> dict[str, set[str | None]]:
    look = inspect(connection)
    return {name: {check["name"] for check in look.get_check_constraints(name)} for name in Base.metadata.tables}


async def test_what_migrations_make_is_what_the_models_say(database_url: str) -> None:
    assert await on_schema(database_url, differences) == []
    named = {
        name: {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        for name, table in Base.metadata.tables.items()
    }
    assert await on_schema(database_url, checks) == named


async def test_up_down_and_up_again(database_url: str) -> None:
    def tables(connection: Connection) -> set[str]:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}

    await migrate(database_url, to="base")
    assert await on_schema(database_url, tables) == set()
    await migrate(database_url)
    assert await on_schema(database_url, tables) == set(Base.metadata.tables)
    assert await on_schema(database_url, differences) == []


async def test_migrating_a_migrated_database_changes_nothing(db: Database, database_url: str) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 62)
    await migrate(database_url)
    assert await current(db) == head()


async def test_two_programs_may_migrate_at_once_on_postgresql(postgres_url: str) -> None:
    await migrate(postgres_url, to="base")
    await asyncio.gather(migrate(postgres_url), migrate(postgres_url))
    assert await on_schema(postgres_url, differences) == []


async def test_a_database_newer_than_the_program_is_refused_and_left_alone(db: Database, database_url: str) -> None:
    async with db.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="9999"):
        await migrate(database_url)
    assert await current(db) == "9999"


async def test_an_empty_database_is_at_no_revision(tmp_path: object) -> None:
    db = Database.connect(f"sqlite:///{tmp_path}/empty.db")
    assert await current(db) is None
    await db.close()


async def test_a_migration_that_breaks_leaves_the_old_schema(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last step fails: on SQLite, too, the tables made before it are gone again."""
    await migrate(database_url, to="base")

    def fail(*_tables: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("db.migrations.append_only.guard", fail)
    with pytest.raises(ZeroDivisionError):
        await migrate(database_url)
    names = await on_schema(database_url, lambda connection: set(inspect(connection).get_table_names()))
    assert names == {"alembic_version"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["UPDATE {} SET {}", "DELETE FROM {}"])
async def test_what_was_written_once_cannot_be_changed_or_deleted(db: Database, table: str, act: str) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 62)
    await spent(db, ann, 10)
    async with db.begin() as session:
        sealed = "INSERT INTO sealed_days VALUES ('2026-05-04', :root, 1, 2, '2026-05-05 00:00:00')"
        await session.execute(text(sealed.replace(":root", "'x'")))
        line = "INSERT INTO audit (at, act, subject, facts, prev_hash, hash) VALUES (:at, 'x', 'y', '{}', '0', '1')"
        await session.execute(text(line.replace(":at", "'2026-05-05 00:00:00'")))
    columns = {"entries": "at = at", "postings": "amount = 1", "lot_moves": "points = -1", "audit": "act = 'z'"}
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        async with db.begin() as session:
            await session.execute(text(act.format(table, columns.get(table, "accounts = 0"))))


async def test_postgresql_refuses_to_truncate_as_well(postgres_db: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with postgres_db.begin() as session:
            await session.execute(text("TRUNCATE entries CASCADE"))


@pytest.mark.parametrize("amount", ["'1.5'", "'12abc'", "1000000000001", "0", "x'31'", "1e400"])
async def test_a_column_of_points_takes_whole_numbers_within_limits_only(db: Database, amount: str) -> None:
    """Past the ledger's own checks, in plain SQL: the database has the last word."""
    (ann,) = await joined(db, "Ann")
    posted = await earned(db, ann, 62)

    async def insert(session: AsyncSession, value: str) -> None:
        values = f"SELECT {posted.entry_id}, 2, id, {value} FROM accounts WHERE kind = 'redeemed'"
        await session.execute(text(f"INSERT INTO postings (entry_id, seq, account_id, amount) {values}"))

    async with db.begin() as session:
        await insert_once(session, Account, {"kind": AccountKind.REDEEMED}, index=[])
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (a good value passes; then all is rolled back)
        async with db.begin() as session:
            await insert(session, "5")
            raise ZeroDivisionError
    with pytest.raises(DBAPIError):
        async with db.begin() as session:
            await insert(session, amount)
