"""Holds: points set aside for an order that is not finished; captured or released, once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from db.enums import AccountKind, HoldState
from db.ledger import entries, lots
from db.ledger.accounts import ANY_DEBT, House, Standing, change, check_points, locked, member_of, on_connection
from db.ledger.entries import Because, Movement, Posted, posted
from db.ledger.lots import Cause
from db.ledger.refusals import CaptureTooLarge, HoldEnded, InsufficientPoints, KeyReused, UnknownHold
from db.models.ledger import HOLD_IS_OPEN, Account, Hold
from db.quick import Quick
from db.session import once

HOLDS = cast(Table, Hold.__table__)

_BY_KEY = select(Hold.id, Hold.account_id, Hold.points, Hold.state, Hold.until).where(Hold.key == bindparam("key"))
_END = (
    update(Hold)
    .where(Hold.id == bindparam("hold"), HOLD_IS_OPEN)
    .values(state=bindparam("new_state"), ended_at=bindparam("moment"), entry_id=bindparam("entry"))
)
_PROLONG = update(Hold).where(Hold.key == bindparam("hold_key"), HOLD_IS_OPEN).values(until=bindparam("later"))
_DUE = (
    select(Hold.key)
    .where(HOLD_IS_OPEN, Hold.until <= bindparam("moment"))
    .order_by(Hold.until)
    .limit(bindparam("limit"))
)

_OF_MEMBER = (
    select(Hold.key)
    .join(Account, Account.id == Hold.account_id)
    .where(HOLD_IS_OPEN, Account.member_id == bindparam("member"))
    .order_by(Hold.id)
)


@dataclass(frozen=True)
class Held:
    """What is now true of a hold (`already`: it was there before), and what the member has at this moment."""

    key: str
    already: bool
    points: int
    state: HoldState
    until: datetime
    available: int
    held: int


@dataclass(frozen=True)
class Wanted:
    """A hold as the caller wants it."""

    key: str
    member_id: int
    points: int
    at: datetime
    until: datetime


@dataclass(frozen=True)
class _Row:
    id: int
    account_id: int
    points: int
    state: HoldState
    until: datetime


async def hold(session: AsyncSession, member_id: int, points: int, *, key: str, at: datetime, until: datetime) -> Held:
    """Sets points aside, soonest-expiring lot first. The same key again changes nothing. Refuses InsufficientPoints,
    PointsOutOfRange, KeyReused, UnknownAccount."""
    return await on_connection(session, _hold, Wanted(key, member_id, points, at, until))


async def capture(
    session: AsyncSession,
    key: str,
    *,
    because: Because,
    points: int | None = None,
    into: House = AccountKind.REDEEMED,
) -> Posted:
    """Spends the hold's points, or so many of them, releases the rest, ends the hold. Refuses UnknownHold, HoldEnded,
    CaptureTooLarge, PointsOutOfRange, KeyReused."""
    return await posted(session, _capture, key, because, points, into)


async def release(session: AsyncSession, key: str, *, at: datetime) -> bool:
    """The points are available again, each in its own lot. False if the hold had ended before. Refuses UnknownHold."""
    return await on_connection(session, _release, key, at)


async def prolong(session: AsyncSession, key: str, *, until: datetime) -> bool:
    """The hold lasts up to `until`. False if it has ended, or there is none. Waits for nobody's account: points do not
    move by it."""
    return await on_connection(session, _prolong, key, until)


async def due(session: AsyncSession, at: datetime, *, limit: int) -> list[str]:
    """Keys of open holds whose time is over at `at`, the longest overdue first."""
    return list(await session.scalars(_DUE, {"moment": at, "limit": limit}))


async def of_member(session: AsyncSession, member_id: int) -> list[str]:
    """Keys of the member's open holds, the oldest first."""
    return list(await session.scalars(_OF_MEMBER, {"member": member_id}))


def _hold(connection: Quick, wanted: Wanted) -> Held:
    check_points(wanted.points)
    standing = locked(connection, wanted.member_id, AccountKind.REDEEMED)
    there = _find(connection, wanted.key)
    if there:
        if (there.account_id, there.points) != (standing.account_id, wanted.points):
            raise KeyReused(f"hold {there.id} has the key {wanted.key}")
        return Held(wanted.key, True, there.points, there.state, there.until, standing.available, standing.held)
    if wanted.points > standing.available:
        raise InsufficientPoints(standing.available)
    lots.draw(connection, standing.account_id, wanted.points, Cause(hold_id=_insert(connection, standing, wanted)))
    available, held = change(connection, standing, -wanted.points, wanted.points, least=0)
    return Held(wanted.key, False, wanted.points, HoldState.OPEN, wanted.until, available, held)


def _capture(connection: Quick, key: str, because: Because, points: int | None, into: House) -> Posted:
    standing, row = _locked_hold(connection, key, into)
    captured = row.points if points is None else points
    check_points(captured)
    movement = Movement(standing, -captured, because)
    done = entries.replayed(connection, movement)
    if done:
        return done
    if row.state is not HoldState.OPEN:
        raise HoldEnded(key)
    if captured > row.points:
        raise CaptureTooLarge(key)
    entry_id, head = entries.write_new(connection, movement)
    rest = row.points - captured
    _back_to_lots(connection, standing, row, rest)
    _end(connection, row, HoldState.CAPTURED, because.at, entry_id)
    available, held = change(connection, standing, rest, -row.points, head, least=ANY_DEBT)
    return Posted(entry_id, False, captured, available, held)


def _release(connection: Quick, key: str, at: datetime) -> bool:
    standing, row = _locked_hold(connection, key)
    if row.state is not HoldState.OPEN:
        return False
    _back_to_lots(connection, standing, row, row.points)
    _end(connection, row, HoldState.RELEASED, at, None)
    change(connection, standing, row.points, -row.points, least=ANY_DEBT)
    return True


def _prolong(connection: Quick, key: str, until: datetime) -> bool:
    return connection.execute(_PROLONG, {"hold_key": key, "later": until}).rowcount == 1


def _back_to_lots(connection: Quick, standing: Standing, row: _Row, points: int) -> None:
    """A debt made meanwhile swallows its part first, as it does of any points that become available."""
    shares = lots.on_hold(connection, row.id)
    lots.put_back(connection, shares, points - min(points, standing.debt), Cause(hold_id=row.id))


def _locked_hold(connection: Quick, key: str, house: House = AccountKind.REDEEMED) -> tuple[Standing, _Row]:
    """The hold as it is behind its account's lock."""
    seen = _find(connection, key)
    if seen is None:
        raise UnknownHold(key)
    standing = locked(connection, member_of(connection, seen.account_id), house)
    row = _find(connection, key)
    assert row
    return standing, row


def _find(connection: Quick, key: str) -> _Row | None:
    row = connection.execute(_BY_KEY, {"key": key}).one_or_none()
    return _Row(*row) if row else None


def _insert(connection: Quick, standing: Standing, wanted: Wanted) -> int:
    values = {
        "key": wanted.key,
        "account_id": standing.account_id,
        "points": wanted.points,
        "state": HoldState.OPEN,
        "at": wanted.at,
        "until": wanted.until,
        "ended_at": None,
        "entry_id": None,
    }
    hold_id: int | None = connection.execute(_written(connection.dialect.name), values).scalar_one_or_none()
    if hold_id is None:  # another member's unit took the key since we asked
        raise KeyReused(wanted.key)
    return hold_id


@cache
def _written(dialect: str) -> ReturningInsert[int]:
    return once(dialect, HOLDS, ("key",)).returning(HOLDS.c.id)


def _end(connection: Quick, row: _Row, state: HoldState, at: datetime, entry_id: int | None) -> None:
    connection.execute(_END, {"hold": row.id, "new_state": state, "moment": at, "entry": entry_id})
