"""Every way points move. Each movement is one entry with a key: the same key again changes nothing.

All of these are steps of a write unit and wait for the member's account first. A unit that moves points of two members
calls accounts.lock_members before.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import AccountKind
from db.ledger import entries, lots, reversals
from db.ledger.accounts import (
    ANY_DEBT,
    House,
    PartnerHouse,
    change,
    check_points,
    check_room,
    locked,
    member_of,
)
from db.ledger.entries import Because, Movement, Posted, posted
from db.ledger.lots import Cause
from db.ledger.refusals import InsufficientPoints
from db.models.ledger import Lot
from db.quick import Quick

__all__ = ["Because", "House", "PartnerHouse", "Posted", "expire_lot", "give", "give_back", "take", "take_back"]

_LOT = select(Lot.account_id, Lot.remaining, Lot.expires_on).where(Lot.id == bindparam("lot"))


@dataclass(frozen=True)
class Asked:
    """A movement as the caller wants it."""

    member_id: int
    points: int
    house: House
    because: Because


async def give(
    session: AsyncSession,
    member_id: int,
    points: int,
    *,
    source: House,
    because: Because,
    expires_on: date | None,
) -> Posted:
    """Points from a house account to the member. A debt is repaid first; the rest is a lot that can be spent up to and
    with `expires_on` (None: for ever). Refuses PointsOutOfRange, KeyReused, UnknownAccount."""
    return await posted(session, _give, Asked(member_id, points, source, because), expires_on)


async def take(
    session: AsyncSession,
    member_id: int,
    points: int,
    *,
    into: House,
    because: Because,
    allow_debt: bool = False,
) -> Posted:
    """Points from the member to a house account, soonest-expiring lot first, then the oldest. Refuses
    InsufficientPoints unless `allow_debt`, PointsOutOfRange, KeyReused, UnknownAccount."""
    return await posted(session, _take, Asked(member_id, points, into, because), allow_debt)


async def give_back(
    session: AsyncSession, entry_key: str, points: int, *, because: Because, at_least_until: date
) -> Posted:
    """Reverses a spending, or part of one: into the lots it came from, the last to expire first; what would expire
    before `at_least_until` becomes a lot that ends then. Refuses ReversalTooLarge when all reversals together would
    exceed the spending, NotReversible, UnknownEntry, PointsOutOfRange, KeyReused."""
    return await posted(session, reversals.give_back, entry_key, points, because, at_least_until)


async def take_back(session: AsyncSession, entry_key: str, points: int, *, because: Because) -> Posted:
    """Reverses an earning, or part of one, out of its own lot first; what was spent meanwhile is left as debt. Refuses
    ReversalTooLarge, NotReversible, UnknownEntry, PointsOutOfRange, KeyReused."""
    return await posted(session, reversals.take_back, entry_key, points, because)


async def expire_lot(
    session: AsyncSession, lot_id: int, *, because: Because, today: date | None = None
) -> Posted | None:
    """Ends a lot: what remains of it and is not on hold goes to EXPIRED. None when nothing remained, or when its last
    day is not over by *today* (None: the caller knows that it is). Refuses KeyReused; a lot that never expires is a
    ValueError."""
    return await posted(session, _expire_lot, lot_id, because, today)


def _give(connection: Quick, asked: Asked, expires_on: date | None) -> Posted:
    check_points(asked.points)
    standing = locked(connection, asked.member_id, asked.house)
    check_room(standing, asked.points)
    movement = Movement(standing, asked.points, asked.because)
    written = entries.write(connection, movement)
    if written is None:
        return _done_before(connection, movement)
    entry_id, head = written
    into_lot = asked.points - min(asked.points, standing.debt)
    lots.open_lot(connection, standing.account_id, entry_id, into_lot, expires_on)
    available, held = change(connection, standing, asked.points, head=head, least=ANY_DEBT)
    return Posted(entry_id, False, asked.points, available, held)


def _take(connection: Quick, asked: Asked, allow_debt: bool) -> Posted:
    check_points(asked.points)
    standing = locked(connection, asked.member_id, asked.house)
    movement = Movement(standing, -asked.points, asked.because)
    if asked.points > standing.available and not allow_debt:
        return _done_or_insufficient(connection, movement)
    check_room(standing, -asked.points)
    written = entries.write(connection, movement)
    if written is None:
        return _done_before(connection, movement)
    entry_id, head = written
    lots.draw(connection, standing.account_id, min(asked.points, standing.free), Cause(entry_id))
    least = ANY_DEBT if allow_debt else 0
    available, held = change(connection, standing, -asked.points, head=head, least=least)
    return Posted(entry_id, False, asked.points, available, held)


def _expire_lot(connection: Quick, lot_id: int, because: Because, today: date | None) -> Posted | None:
    account_id, _, expires_on = connection.execute(_LOT, {"lot": lot_id}).one()
    if expires_on is None:
        raise ValueError(f"lot {lot_id} never expires")
    standing = locked(connection, member_of(connection, account_id), AccountKind.EXPIRED)
    done = entries.find(connection, because.key)
    if done:
        return entries.replayed(connection, Movement(standing, done.amount, because))
    _, remaining, last_day = connection.execute(_LOT, {"lot": lot_id}).one()  # again, now behind the lock
    if not remaining or (today and last_day and last_day >= today):
        return None
    entry_id, head = entries.write_new(connection, Movement(standing, -remaining, because))
    lots.draw_from(connection, lot_id, remaining, Cause(entry_id))
    available, held = change(connection, standing, -remaining, head=head, least=0)
    return Posted(entry_id, False, remaining, available, held)


def _done_before(connection: Quick, movement: Movement) -> Posted:
    posted = entries.replayed(connection, movement)
    assert posted, "an entry that refused its key to another is there"
    return posted


def _done_or_insufficient(connection: Quick, movement: Movement) -> Posted:
    posted = entries.replayed(connection, movement)
    if posted is None:
        raise InsufficientPoints(movement.standing.available)
    return posted
