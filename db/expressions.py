"""What each database writes its own way: seconds since 1970 as a moment and back; a column asked without its index."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from db.models.base import UTCDateTime


class moment_of(FunctionElement[Any]):  # noqa: N801 - written like a function of SQL
    """The moment so many whole seconds after 1970; NULL of NULL."""

    type = UTCDateTime()
    inherit_cache = True


class seconds_of(FunctionElement[int]):  # noqa: N801
    """Whole seconds from 1970 to a moment, rounded down."""

    type = BigInteger()
    inherit_cache = True


class whole(FunctionElement[Any]):  # noqa: N801
    """The column, for a condition that most rows may meet: SQLite takes an index wherever there is one, and fetching
    two thirds of a table by it costs ten times what reading all does. PostgreSQL knows how many there are."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(whole, "sqlite")
def _without_index(element: whole, compiler: SQLCompiler, **given: Any) -> str:
    return f"+{_only(element, compiler, given)}"


@compiles(whole, "postgresql")
def _column(element: whole, compiler: SQLCompiler, **given: Any) -> str:
    return _only(element, compiler, given)


@compiles(moment_of, "sqlite")
def _moment_text(element: moment_of, compiler: SQLCompiler, **given: Any) -> str:
    inner = _only(element, compiler, given)
    return f"strftime('%Y-%m-%d %H:%M:%S.000000', {inner}, 'unixepoch')"


@compiles(moment_of, "postgresql")
def _moment(element: moment_of, compiler: SQLCompiler, **given: Any) -> str:
    return f"to_timestamp({_only(element, compiler, given)})"


@compiles(seconds_of, "sqlite")
def _seconds_of_text(element: seconds_of, compiler: SQLCompiler, **given: Any) -> str:
    return f"CAST(strftime('%s', {_only(element, compiler, given)}) AS INTEGER)"


@compiles(seconds_of, "postgresql")
def _seconds(element: seconds_of, compiler: SQLCompiler, **given: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {_only(element, compiler, given)})) AS BIGINT)"


def _only(element: FunctionElement[Any], compiler: SQLCompiler, given: dict[str, Any]) -> str:
    (argument,) = element.clauses
    assert isinstance(argument, ColumnElement)
    return compiler.process(argument, **given)
