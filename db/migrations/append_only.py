"""Triggers that refuse to change or delete what was written once, on both databases."""

from alembic import op

TABLES = ("entries", "postings", "lot_moves", "sealed_days", "audit")


def guard(*tables: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite(tables)
    else:
        _guard_postgresql(tables)


def unguard(*tables: str) -> None:
    """Before the tables are dropped or rebuilt; only PostgreSQL has something that outlives a table."""
    if op.get_bind().dialect.name == "postgresql":
        for table in tables:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        op.execute("DROP FUNCTION refuse_change")


def _guard_sqlite(tables: tuple[str, ...]) -> None:
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _guard_postgresql(tables: tuple[str, ...]) -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
