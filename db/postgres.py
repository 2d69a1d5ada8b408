"""PostgreSQL as Okaeri uses it: READ COMMITTED with conditional updates, time limits on everything, UTC.

Behind pgbouncer in transaction mode: add `?statement_cache_size=0&prepared_statement_cache_size=0` to the URL, and let
pgbouncer ignore the start-up parameters of _connect_args (`ignore_startup_parameters`); set them on the role instead.
"""

from typing import Any
from uuid import uuid4

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

OLDEST = 130_000
LIMITS = {
    "lock_timeout": "5s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "15s",
}


def writer(url: URL, *, echo: bool = False) -> AsyncEngine:
    return create_async_engine(
        _without_asyncpg_options(url),
        echo=echo,
        hide_parameters=True,  # the text of an error goes to the log: names and words of people do not
        pool_size=10,
        max_overflow=0,
        pool_reset_on_return=None,  # every unit ends by COMMIT or ROLLBACK
        isolation_level="READ COMMITTED",
        connect_args=_connect_args(url),
    )


def reader(engine: AsyncEngine) -> AsyncEngine:
    """The same pool; each transaction is one snapshot that refuses writes."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _without_asyncpg_options(url: URL) -> URL:
    return url.set(drivername="postgresql+asyncpg").difference_update_query(["statement_cache_size"])


def _connect_args(url: URL) -> dict[str, Any]:
    args: dict[str, Any] = {
        "server_settings": LIMITS | {"timezone": "UTC", "application_name": "okaeri", "jit": "off"},
    }
    if "statement_cache_size" in url.query:
        args["statement_cache_size"] = int(str(url.query["statement_cache_size"]))
        args["prepared_statement_name_func"] = lambda: f"okaeri_{uuid4()}"
    return args


async def complaints(_reading: AsyncSession, writing: AsyncSession) -> list[tuple[str, str]]:
    """What is not as it must be on this server, by the setting's name."""
    found = []
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if await writing.scalar(text(f"SHOW {name}")) == "off":
            found.append((name, f"PostgreSQL's {name} is off: what was acknowledged could be lost."))
    if int(await writing.scalar(text("SHOW server_version_num")) or 0) < OLDEST:
        found.append(("version", "PostgreSQL 13 or newer is needed."))
    return found
