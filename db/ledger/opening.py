"""Accounts of many new members at once, each with what its member brings along from another programme.

A list of a hundred thousand would take minutes member by member; here a page of it is a handful of statements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import AccountKind
from db.ledger.accounts import START_OF_CHAIN, Standing, check_points, on_connection, open_house
from db.ledger.chain import canonical, next_hash
from db.ledger.entries import POSTINGS, Because, Movement, link_of
from db.ledger.lots import LOTS
from db.models.ledger import Account, Balance, Entry
from db.quick import Quick

_ACCOUNTS = insert(cast(Table, Account.__table__)).returning(Account.id, Account.member_id)
_ENTRIES = insert(cast(Table, Entry.__table__)).returning(Entry.id, Entry.key)
_BALANCES = insert(cast(Table, Balance.__table__))
_KEYS = select(Entry.key).where(Entry.key.in_(bindparam("keys", expanding=True)))


@dataclass(frozen=True)
class Opening:
    """What a new member brings along: at least one point."""

    member_id: int
    points: int
    because: Because
    expires_on: date | None


async def open_many(session: AsyncSession, member_ids: Sequence[int], openings: Sequence[Opening]) -> None:
    """Opens the accounts of members made in this unit, and gives each of *openings* its points out of OPENING. All of
    them are new: an account or a key that is there already undoes the unit. Refuses PointsOutOfRange."""
    await on_connection(session, _open_many, member_ids, openings)


async def keys_there(session: AsyncSession, keys: Iterable[str]) -> set[str]:
    """Which of *keys* stand for an entry."""
    return set(await session.scalars(_KEYS, {"keys": list(keys)}))


def _open_many(connection: Quick, member_ids: Sequence[int], openings: Sequence[Opening]) -> None:
    if not member_ids:
        return
    for opening in openings:
        check_points(opening.points)
    new = [{"kind": AccountKind.MEMBER, "member_id": member_id} for member_id in member_ids]
    accounts = {member: account for account, member in connection.execute(_ACCOUNTS, new).all() if member}
    heads = _post(connection, accounts, openings)
    points = {opening.member_id: opening.points for opening in openings}
    balances = [
        {
            "account_id": account,
            "available": points.get(member, 0),
            "held": 0,
            "head": heads.get(member, START_OF_CHAIN),
        }
        for member, account in accounts.items()
    ]
    connection.execute(_BALANCES, balances)


def _post(connection: Quick, accounts: dict[int, int], openings: Sequence[Opening]) -> dict[int, bytes]:
    """The entries with both their legs and their lots; returns the new head of each member's chain."""
    if not openings:
        return {}
    house = open_house(connection, AccountKind.OPENING)
    written = [_entry(opening.because) for opening in openings]
    entries: dict[str, int] = {key: entry for entry, key in connection.execute(_ENTRIES, written).all()}
    heads: dict[int, bytes] = {}
    legs, brought = [], []
    for opening in openings:
        entry_id, account_id = entries[opening.because.key], accounts[opening.member_id]
        movement = Movement(Standing(account_id, house, 0, 0, START_OF_CHAIN), opening.points, opening.because)
        head = next_hash(START_OF_CHAIN, canonical(link_of(movement, entry_id, opening.points)))
        heads[opening.member_id] = head
        legs += _legs(movement, entry_id, head)
        brought.append(_lot(opening, account_id, entry_id))
    connection.execute(POSTINGS, legs)
    connection.execute(LOTS, brought)
    return heads


def _entry(because: Because) -> dict[str, Any]:
    return {
        "key": because.key,
        "kind": because.kind,
        "at": because.at,
        "actor": because.actor,
        "reason": because.reason,
        "facts": dict(because.facts),
        "reverses_id": None,
    }


def _legs(movement: Movement, entry_id: int, head: bytes) -> list[dict[str, Any]]:
    standing, points = movement.standing, movement.amount
    link = {"balance": points, "prev_hash": START_OF_CHAIN, "hash": head}
    no_link = {"balance": None, "prev_hash": None, "hash": None}
    return [
        {"entry_id": entry_id, "seq": 0, "account_id": standing.account_id, "amount": points, **link},
        {"entry_id": entry_id, "seq": 1, "account_id": standing.house_id, "amount": -points, **no_link},
    ]


def _lot(opening: Opening, account_id: int, entry_id: int) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "entry_id": entry_id,
        "points": opening.points,
        "remaining": opening.points,
        "expires_on": opening.expires_on,
        "extended_at": None,
    }
