"""Every way points move. Each movement is one entry with a key: the same key again changes nothing.

All of these are steps of a write unit and wait for the member's account first. A unit that moves points of two members
calls accounts.lock_members before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from db.enums import AccountKind
from db.ledger import entries, lots
from db.ledger.accounts import Standing, change, check_points, check_room, locked, member_of
from db.ledger.entries import Because, Written
from db.ledger.lots import Cause
from db.ledger.refusals import InsufficientPoints, KeyReused, NotReversible, ReversalTooLarge, UnknownEntry
from db.models.ledger import MOST_HELD, Lot

__all__ = ["Because", "Posted", "expire_lot", "give", "give_back", "take", "take_back"]

ANY_DEBT = -MOST_HELD

P = ParamSpec("P")
T = TypeVar("T")

_LOT = select(Lot.account_id, Lot.remaining, Lot.expires_on).where(Lot.id == bindparam("lot"))


@dataclass(frozen=True)
class Posted:
    """What is now true: the entry (`already`: it was there before), its points, what the member has at this moment."""

    entry_id: int
    already: bool
    points: int
    available: int
    held: int


async def give(
    session: AsyncSession,
    member_id: int,
    points: int,
    *,
    source: AccountKind,
    because: Because,
    expires_on: date | None,
) -> Posted:
    """Points from a house account to the member. A debt is repaid first; the rest is a lot that can be spent up to and
    with `expires_on` (None: for ever). Refuses PointsOutOfRange, KeyReused, UnknownAccount."""
    return await on_connection(session, _give, member_id, points, source, because, expires_on)


async def take(
    session: AsyncSession,
    member_id: int,
    points: int,
    *,
    into: AccountKind,
    because: Because,
    allow_debt: bool = False,
) -> Posted:
    """Points from the member to a house account, soonest-expiring lot first, then the oldest. Refuses
    InsufficientPoints unless `allow_debt`, PointsOutOfRange, KeyReused, UnknownAccount."""
    return await on_connection(session, _take, member_id, points, into, because, allow_debt)


async def give_back(
    session: AsyncSession, entry_key: str, points: int, *, because: Because, at_least_until: date
) -> Posted:
    """Reverses a spending, or part of one: into the lots it came from, the last to expire first; what would expire
    before `at_least_until` becomes a lot that ends then. Refuses ReversalTooLarge when all reversals together would
    exceed the spending, NotReversible, UnknownEntry, PointsOutOfRange, KeyReused."""
    return await on_connection(session, _give_back, entry_key, points, because, at_least_until)


async def take_back(session: AsyncSession, entry_key: str, points: int, *, because: Because) -> Posted:
    """Reverses an earning, or part of one, out of its own lot first; what was spent meanwhile is left as debt. Refuses
    ReversalTooLarge, NotReversible, UnknownEntry, PointsOutOfRange, KeyReused."""
    return await on_connection(session, _take_back, entry_key, points, because)


async def expire_lot(session: AsyncSession, lot_id: int, *, because: Because) -> Posted | None:
    """Ends a lot: what remains of it and is not on hold goes to EXPIRED. None when nothing remained. Whether its day
    has passed is the caller's to know. Refuses KeyReused; a lot that never expires is a ValueError."""
    return await on_connection(session, _expire_lot, lot_id, because)


async def on_connection(
    session: AsyncSession, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Runs all statements of one step behind a single switch of context: half the time of awaiting each."""

    def run(sync: Session) -> T:
        return work(sync.connection(), *args, **kwargs)

    return await session.run_sync(run)


def _give(
    connection: Connection,
    member_id: int,
    points: int,
    source: AccountKind,
    because: Because,
    expires_on: date | None,
) -> Posted:
    check_points(points)
    standing = locked(connection, member_id, source)
    check_room(standing, points)
    written = entries.write(connection, standing, points, because)
    if written is None:
        return _replayed(connection, standing, points, because) or _reused(because)
    entry_id, head = written
    into_lot = points - min(points, _debt(standing))
    lots.open_lot(connection, standing.account_id, entry_id, into_lot, expires_on)
    available, held = change(connection, standing, points, head=head, least=ANY_DEBT)
    return Posted(entry_id, False, points, available, held)


def _take(
    connection: Connection,
    member_id: int,
    points: int,
    into: AccountKind,
    because: Because,
    allow_debt: bool,
) -> Posted:
    check_points(points)
    standing = locked(connection, member_id, into)
    if points > standing.available and not allow_debt:
        return _replayed(connection, standing, -points, because) or _insufficient(standing)
    check_room(standing, -points)
    written = entries.write(connection, standing, -points, because)
    if written is None:
        return _replayed(connection, standing, -points, because) or _reused(because)
    entry_id, head = written
    lots.draw(connection, standing.account_id, min(points, _free(standing)), Cause(entry_id))
    least = ANY_DEBT if allow_debt else 0
    available, held = change(connection, standing, -points, head=head, least=least)
    return Posted(entry_id, False, points, available, held)


def _give_back(connection: Connection, entry_key: str, points: int, because: Because, at_least_until: date) -> Posted:
    original, standing = _original(connection, entry_key, points, was_spent=True)
    done = _replayed(connection, standing, points, because, original.entry_id)
    if done:
        return done
    earlier = _reversible(connection, original, points)
    check_room(standing, points)
    entry_id, head = _write(connection, standing, points, because, original.entry_id)
    shares = lots.taken_by(connection, original.entry_id, earlier)
    lasting = [share for share in shares if share.expires_on is None or share.expires_on >= at_least_until]
    restored = points - min(points, _debt(standing))
    rest = lots.put_back(connection, lasting, restored, Cause(entry_id))
    lots.open_lot(connection, standing.account_id, entry_id, rest, at_least_until)
    available, held = change(connection, standing, points, head=head, least=ANY_DEBT)
    return Posted(entry_id, False, points, available, held)


def _take_back(connection: Connection, entry_key: str, points: int, because: Because) -> Posted:
    original, standing = _original(connection, entry_key, points, was_spent=False)
    done = _replayed(connection, standing, -points, because, original.entry_id)
    if done:
        return done
    _reversible(connection, original, points)
    check_room(standing, -points)
    entry_id, head = _write(connection, standing, -points, because, original.entry_id)
    drawn = min(points, _free(standing))
    lots.draw(connection, standing.account_id, drawn, Cause(entry_id), first=original.entry_id)
    available, held = change(connection, standing, -points, head=head, least=ANY_DEBT)
    return Posted(entry_id, False, points, available, held)


def _expire_lot(connection: Connection, lot_id: int, because: Because) -> Posted | None:
    account_id, _, expires_on = connection.execute(_LOT, {"lot": lot_id}).one()
    if expires_on is None:
        raise ValueError(f"lot {lot_id} never expires")
    standing = locked(connection, member_of(connection, account_id), AccountKind.EXPIRED)
    done = entries.find(connection, because.key)
    if done:
        return _replayed(connection, standing, done.amount, because)
    remaining = connection.execute(_LOT, {"lot": lot_id}).one().remaining  # again, now behind the lock
    if not remaining:
        return None
    entry_id, head = _write(connection, standing, -remaining, because)
    lots.draw_from(connection, lot_id, remaining, Cause(entry_id))
    available, held = change(connection, standing, -remaining, head=head, least=0)
    return Posted(entry_id, False, remaining, available, held)


def _original(connection: Connection, key: str, points: int, *, was_spent: bool) -> tuple[Written, Standing]:
    """The entry to reverse and its member's account, locked."""
    check_points(points)
    original = entries.find(connection, key)
    if original is None:
        raise UnknownEntry(key)
    if original.reverses_id or (original.amount < 0) != was_spent:
        raise NotReversible(key)
    return original, locked(connection, member_of(connection, original.account_id), original.house)


def _reversible(connection: Connection, original: Written, points: int) -> list[int]:
    """The reversals so far, if these points still fit beside them."""
    earlier = entries.reversals(connection, original.entry_id)
    left = abs(original.amount) - sum(earlier.values())
    if points > left:
        raise ReversalTooLarge(left)
    return list(earlier)


def _replayed(
    connection: Connection, standing: Standing, amount: int, because: Because, reverses_id: int | None = None
) -> Posted | None:
    """The movement as it was done before, if it was; KeyReused if the key stands for another."""
    done = entries.same(entries.find(connection, because.key), standing, amount, reverses_id)
    return Posted(done.entry_id, True, abs(amount), standing.available, standing.held) if done else None


def _write(
    connection: Connection, standing: Standing, amount: int, because: Because, reverses_id: int | None = None
) -> tuple[int, bytes]:
    """For movements that asked for the key behind the lock: only another member's unit can have it since."""
    return entries.write(connection, standing, amount, because, reverses_id) or _reused(because)


def _reused(because: Because) -> NoReturn:
    raise KeyReused(because.key)


def _insufficient(standing: Standing) -> NoReturn:
    raise InsufficientPoints(standing.available)


def _debt(standing: Standing) -> int:
    return max(0, -standing.available)


def _free(standing: Standing) -> int:
    return max(0, standing.available)
