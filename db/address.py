"""Addresses of databases, in the several ways people write them."""

from typing import Literal

from sqlalchemy import URL, make_url

Dialect = Literal["sqlite", "postgresql"]


def understood(url: str) -> URL:
    target = make_url(url)
    family = "postgresql" if target.get_backend_name() in ("postgres", "postgresql") else "sqlite"
    if family == "sqlite" and target.get_backend_name() != "sqlite":
        raise ValueError(f"neither a SQLite nor a PostgreSQL address: {target.get_backend_name()}")
    return target.set(drivername=family)


def dialect_of(url: URL) -> Dialect:
    return "sqlite" if url.get_backend_name() == "sqlite" else "postgresql"


def names_a_database(url: str) -> bool:
    """Whether *url* is the address of a database that stays."""
    try:
        return understood(url).database not in (None, "", ":memory:")
    except Exception:  # whatever the parser raises may repeat the password
        return False


def password_of(url: str) -> str:
    """The password in the address, as it is written there; "" without one."""
    return str(understood(url).password or "") if url else ""
