"""A new row that may be there already: written once, and from then on known to the session without being read."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached

from db.models.base import Base
from db.quick import quickly
from db.session import once


async def add_once(session: AsyncSession, row: Base, *, index: Sequence[str]) -> bool:
    """Writes *row*, which has a number for its key, unless one with the same `index` columns (a unique index) is there;
    says whether it did. Written, it is an entity of the session, and no statement was spent on reading it back."""
    mapper = inspect(type(row))
    table: Any = mapper.local_table
    values = {column.key: _value(row, mapper.get_property_by_column(column).key, column) for column in table.columns}
    del values["id"]
    statement = _written(session.get_bind().dialect.name, table, tuple(index))
    number = (await quickly(session, statement, values)).scalar_one_or_none()
    if number is None:
        return False
    for column in table.columns:
        setattr(row, mapper.get_property_by_column(column).key, values.get(column.key, number))
    make_transient_to_detached(row)
    session.add(row)
    return True


@cache
def _written(dialect: str, table: Any, index: tuple[str, ...]) -> Any:
    return once(dialect, table, index).returning(table.c.id)


def _value(row: Base, name: str, column: Any) -> Any:
    """What was said of the column, else its default."""
    value = getattr(row, name)
    if value is None and column.default is not None and column.default.is_scalar:
        return column.default.arg
    return value
