"""Reversals: a spending given back into its lots, an earning taken back out of its own; never more than was moved."""

from datetime import date

from db.enums import AccountKind
from db.ledger import entries, lots
from db.ledger.accounts import ANY_DEBT, Standing, change, check_points, check_room, locked, member_of
from db.ledger.entries import Because, Movement, Posted, Written
from db.ledger.lots import Cause
from db.ledger.refusals import NotReversible, ReversalTooLarge, UnknownEntry
from db.quick import Quick


def give_back(connection: Quick, entry_key: str, points: int, because: Because, at_least_until: date) -> Posted:
    original, standing = _original(connection, entry_key, points, was_spent=True)
    movement = Movement(standing, points, because, original.entry_id)
    done = entries.replayed(connection, movement)
    if done:
        return done
    earlier = _check(connection, original, movement)
    entry_id, head = entries.write_new(connection, movement)
    shares = lots.taken_by(connection, original.entry_id, earlier)
    lasting = [share for share in shares if share.expires_on is None or share.expires_on >= at_least_until]
    rest = lots.put_back(connection, lasting, points - min(points, standing.debt), Cause(entry_id))
    lots.open_lot(connection, standing.account_id, entry_id, rest, at_least_until)
    available, held = change(connection, standing, points, head=head, least=ANY_DEBT)
    return Posted(entry_id, False, points, available, held)


def take_back(connection: Quick, entry_key: str, points: int, because: Because) -> Posted:
    original, standing = _original(connection, entry_key, points, was_spent=False)
    movement = Movement(standing, -points, because, original.entry_id)
    done = entries.replayed(connection, movement)
    if done:
        return done
    _check(connection, original, movement)
    entry_id, head = entries.write_new(connection, movement)
    drawn = min(points, standing.free)
    lots.draw(connection, standing.account_id, drawn, Cause(entry_id), first=original.entry_id)
    available, held = change(connection, standing, -points, head=head, least=ANY_DEBT)
    return Posted(entry_id, False, points, available, held)


def _original(connection: Quick, key: str, points: int, *, was_spent: bool) -> tuple[Written, Standing]:
    """The entry to reverse, and its member's account, locked."""
    check_points(points)
    original = entries.find(connection, key)
    if original is None:
        raise UnknownEntry(key)
    expired = original.house is AccountKind.EXPIRED  # nobody spent these
    if original.reverses_id or expired or (original.amount < 0) != was_spent:
        raise NotReversible(key)
    return original, locked(connection, member_of(connection, original.account_id), original.house)


def _check(connection: Quick, original: Written, movement: Movement) -> list[int]:
    """The reversals so far, if this one still fits beside them."""
    earlier = entries.reversals(connection, original.entry_id)
    left = abs(original.amount) - sum(earlier.values())
    if abs(movement.amount) > left:
        raise ReversalTooLarge(left)
    check_room(movement.standing, movement.amount)
    return list(earlier)
