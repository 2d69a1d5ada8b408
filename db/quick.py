"""Statements that are asked thousands of times: compiled once, then handed to the driver without the ways around it.

SQLAlchemy's execution of a statement that is compiled already costs some 30-50 µs; on SQLite the statement itself takes
five. What is kept: bind and result processors of the columns' types, the transaction, and the kinds of errors.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

MOST_PLANS = 500
Process = Callable[[Any], Any]
Values = Mapping[str, Any]


class Rows:
    """What a statement answered: tuples, in the kinds of their columns."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[tuple[Any, ...]], rowcount: int) -> None:
        self._rows, self.rowcount = rows, rowcount

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._rows)

    def all(self) -> Sequence[tuple[Any, ...]]:
        return self._rows

    def first(self) -> tuple[Any, ...] | None:
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> tuple[Any, ...] | None:
        if len(self._rows) > 1:
            raise MultipleResultsFound("several rows where one was asked for")
        return self.first()

    def one(self) -> tuple[Any, ...]:
        row = self.one_or_none()
        if row is None:
            raise NoResultFound("no row where one was asked for")
        return row

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalars(self) -> list[Any]:
        return [row[0] for row in self._rows]


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement as one driver takes it."""

    statement: Executable  # kept alive: its id names the plan
    sql: str
    asked: tuple[tuple[str, Process | None], ...]  # the values in the driver's order, and what makes them fit
    fixed: Mapping[str, Any]
    out: tuple[tuple[int, Process], ...]
    answers: bool


class Quick:
    """A connection inside its transaction, for statements made once (constants of a module)."""

    __slots__ = ("_driver", "connection", "dialect")

    def __init__(self, connection: Connection) -> None:
        self.connection, self.dialect = connection, connection.dialect
        self._driver = connection.connection

    def execute(self, statement: Executable, values: Values | Sequence[Values] = ()) -> Rows:
        """Like Connection.execute; several `values` are one call of the driver, and answer nothing."""
        many = None if isinstance(values, Mapping) else values
        first = _first(values)
        plan = _plan(statement, self.dialect, frozenset(first))
        if plan is None or (many and plan.answers):
            return self._as_ever(statement, values)
        cursor = self._driver.cursor()
        given: Any = [_arguments(plan, each) for each in many] if many else _arguments(plan, first)
        run = self.dialect.do_executemany if many else self.dialect.do_execute
        try:
            run(cursor, plan.sql, given)
            rows = [_read(plan, row) for row in cursor.fetchall()] if plan.answers else []
            return Rows(rows, cursor.rowcount)
        except BaseException as error:  # a cancelled statement leaves a connection nobody can use again
            self.connection._handle_dbapi_exception(error, plan.sql, given, cursor, None)
            raise
        finally:
            cursor.close()

    def _as_ever(self, statement: Executable, values: Any) -> Rows:
        result = self.connection.execute(statement, values or None)
        return Rows([tuple(row) for row in result] if result.returns_rows else [], result.rowcount)


def _first(values: Values | Sequence[Values]) -> Values:
    if isinstance(values, Mapping):
        return values
    return values[0] if values else {}


async def quickly(session: AsyncSession, statement: Executable, values: Values | Sequence[Values] = ()) -> Rows:
    """Executes a statement that is a constant of its module; what the session has not written yet is written first."""
    return await session.run_sync(_run, statement, values)


def _run(session: Session, statement: Executable, values: Values | Sequence[Values]) -> Rows:
    if not session._is_clean():
        session.flush()
    return Quick(session.connection()).execute(statement, values)


_PLANS: dict[tuple[int, str, frozenset[str]], Plan | None] = {}


def _plan(statement: Executable, dialect: Dialect, names: frozenset[str]) -> Plan | None:
    key = (id(statement), dialect.name, names)
    if key not in _PLANS:
        assert len(_PLANS) < MOST_PLANS, "a statement is made anew each time it is asked"
        _PLANS[key] = _made(statement, dialect, names)
    return _PLANS[key]


def _made(statement: Any, dialect: Dialect, names: frozenset[str]) -> Plan | None:
    """None for what only SQLAlchemy itself can run: lists that are spread out, defaults made in Python."""
    keys = sorted(names) if statement.is_insert else None
    compiled = statement.compile(dialect=dialect, column_keys=keys)
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch:
        return None
    out = [entry.type._cached_result_processor(dialect, None) for entry in compiled._result_columns]
    return Plan(
        statement=statement,
        sql=compiled.string,
        asked=tuple((name, cast(Any, compiled._bind_processors.get(name))) for name in compiled.positiontup or ()),
        fixed={name: value for name, value in compiled.params.items() if name not in names},
        out=tuple((place, process) for place, process in enumerate(out) if process is not None),
        answers=bool(compiled._result_columns),
    )


def _arguments(plan: Plan, values: Values) -> tuple[Any, ...]:
    given = {**plan.fixed, **values} if plan.fixed else values
    return tuple([process(given[name]) if process else given[name] for name, process in plan.asked])


def _read(plan: Plan, row: Sequence[Any]) -> tuple[Any, ...]:
    if not plan.out:
        return tuple(row)
    read = list(row)
    for place, process in plan.out:
        read[place] = process(read[place])
    return tuple(read)
