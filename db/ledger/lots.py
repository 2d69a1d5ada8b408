"""Lots: which earning each point comes from. Spending takes the soonest to expire, then the oldest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Table, bindparam, case, func, insert, or_, select, update

from db.models.ledger import LOT_IS_OPEN, Hold, Lot, LotMove
from db.quick import Quick

LOTS, _MOVES = insert(cast(Table, Lot.__table__)), insert(cast(Table, LotMove.__table__))
_ORDER = (Lot.expires_on.is_(None), Lot.expires_on, Lot.id)
_OPEN = (
    select(Lot.id, Lot.remaining)
    .where(Lot.account_id == bindparam("account"), LOT_IS_OPEN)
    .order_by(case((Lot.entry_id == bindparam("first"), 0), else_=1), *_ORDER)
)
_TAKEN = (
    select(LotMove.lot_id, Lot.expires_on, func.sum(LotMove.points))
    .join(Lot, Lot.id == LotMove.lot_id)
    .outerjoin(Hold, Hold.id == LotMove.hold_id)
    .where(or_(LotMove.entry_id.in_(bindparam("entries", expanding=True)), Hold.entry_id == bindparam("entry")))
    .group_by(LotMove.lot_id, Lot.expires_on, Lot.id)
    .having(func.sum(LotMove.points) < 0)
    .order_by(*(order.desc() for order in _ORDER))
)
_ON_HOLD = (
    select(LotMove.lot_id, Lot.expires_on, func.sum(LotMove.points))
    .join(Lot, Lot.id == LotMove.lot_id)
    .where(LotMove.hold_id == bindparam("hold"))
    .group_by(LotMove.lot_id, Lot.expires_on, Lot.id)
    .having(func.sum(LotMove.points) < 0)
    .order_by(*(order.desc() for order in _ORDER))
)
_ADJUST = update(Lot).where(Lot.id == bindparam("lot")).values(remaining=Lot.remaining + bindparam("more"))


@dataclass(frozen=True)
class Cause:
    """Why a lot changes: an entry or a hold, never both."""

    entry_id: int | None = None
    hold_id: int | None = None


@dataclass(frozen=True)
class Share:
    """Points of one lot."""

    lot_id: int
    points: int
    expires_on: date | None = None


def open_lot(connection: Quick, account_id: int, entry_id: int, points: int, expires_on: date | None) -> None:
    """A new lot; none when a debt swallowed all of it."""
    if points:
        values = {"account_id": account_id, "entry_id": entry_id, "expires_on": expires_on}
        connection.execute(LOTS, values | {"points": points, "remaining": points})


def draw(connection: Quick, account_id: int, points: int, cause: Cause, *, first: int = 0) -> None:
    """Takes `points` out of the open lots in the order of spending; the lot of entry `first` before all others."""
    if points:
        rows = connection.execute(_OPEN, {"account": account_id, "first": first}).all()
        _move(connection, [(share.lot_id, -share.points) for share in _shares(rows, points)], cause)


def draw_from(connection: Quick, lot_id: int, points: int, cause: Cause) -> None:
    _move(connection, [(lot_id, -points)], cause)


def put_back(connection: Quick, shares: Iterable[Share], points: int, cause: Cause) -> int:
    """Brings up to `points` back into the lots they were taken from, the last to expire first; returns the rest."""
    moves = []
    for share in shares:
        part = min(points, share.points)
        if part:
            moves.append((share.lot_id, part))
            points -= part
    _move(connection, moves, cause)
    return points


def taken_by(connection: Quick, entry_id: int, reversals: Iterable[int]) -> list[Share]:
    """What an entry (or the hold it captured) took from lots and its reversals have not brought back yet."""
    rows = connection.execute(_TAKEN, {"entries": [entry_id, *reversals], "entry": entry_id})
    return [Share(lot_id, -points, expires_on) for lot_id, expires_on, points in rows]


def on_hold(connection: Quick, hold_id: int) -> list[Share]:
    rows = connection.execute(_ON_HOLD, {"hold": hold_id})
    return [Share(lot_id, -points, expires_on) for lot_id, expires_on, points in rows]


def _shares(rows: Iterable[tuple[int, int]], points: int) -> list[Share]:
    shares = []
    for lot_id, remaining in rows:
        shares.append(Share(lot_id, min(points, remaining)))
        points -= shares[-1].points
        if not points:
            return shares
    raise RuntimeError(f"the lots hold {points} points fewer than the balance: run verify")


def _move(connection: Quick, moves: list[tuple[int, int]], cause: Cause) -> None:
    if moves:
        connection.execute(_ADJUST, [{"lot": lot_id, "more": points} for lot_id, points in moves])
        origin = {"entry_id": cause.entry_id, "hold_id": cause.hold_id}
        connection.execute(_MOVES, [origin | {"lot_id": lot, "points": points} for lot, points in moves])
