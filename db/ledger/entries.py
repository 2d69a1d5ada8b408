"""Writing one entry with its two legs, and finding one again by its key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Table, bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningInsert

from db import telling
from db.enums import EntryKind
from db.ledger.accounts import House, PartnerHouse, Standing, on_connection
from db.ledger.chain import Link, canonical, next_hash
from db.ledger.refusals import KeyReused
from db.models.ledger import Account, Entry, Posting
from db.quick import Quick
from db.session import once

P = ParamSpec("P")

POSTINGS = insert(cast(Table, Posting.__table__))
_house_leg = aliased(Posting)
_BY_KEY = (
    select(
        Entry.id,
        Posting.account_id,
        Posting.amount,
        _house_leg.account_id,
        Account.kind,
        Account.partner_id,
        Entry.reverses_id,
    )
    .join(Posting, (Posting.entry_id == Entry.id) & (Posting.seq == 0))
    .join(_house_leg, (_house_leg.entry_id == Entry.id) & (_house_leg.seq == 1))
    .join(Account, Account.id == _house_leg.account_id)
    .where(Entry.key == bindparam("key"))
)
_REVERSALS = (
    select(Entry.id, func.abs(Posting.amount))
    .join(Posting, (Posting.entry_id == Entry.id) & (Posting.seq == 0))
    .where(Entry.reverses_id == bindparam("entry"))
)


@dataclass(frozen=True)
class Because:
    """Why points move. `key` is the fact, once for all time; `reason` the short word of the history line; `facts` what
    "Why?" prints: whole numbers, words, lists of them, nothing about a person; `actor`: "programme", "staff:7"…"""

    key: str
    kind: EntryKind
    at: datetime
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    actor: str = "programme"

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"a moment without its time zone: {self.at!r}")
        if not 1 <= len(self.key) <= 200:
            raise ValueError(f"a key has 1 to 200 characters: {self.key!r}")


@dataclass(frozen=True)
class Posted:
    """What is now true: the entry (`already`: it was there before), its points, what the member has at this moment."""

    entry_id: int
    already: bool
    points: int
    available: int
    held: int


D = TypeVar("D", Posted, Posted | None)


@dataclass(frozen=True)
class Movement:
    """Points of a locked account about to move: above zero to the member, below zero from the member."""

    standing: Standing
    amount: int
    because: Because
    reverses_id: int | None = None


@dataclass(frozen=True)
class Written:
    """An entry that is there: what its legs say."""

    entry_id: int
    account_id: int
    amount: int
    house_id: int
    house: House
    reverses_id: int | None


async def posted(
    session: AsyncSession, step: Callable[Concatenate[Quick, P], D], *args: P.args, **kwargs: P.kwargs
) -> D:
    """Runs a step that moves points; whoever listens outside is told of its entry when the unit ends."""
    done = await on_connection(session, step, *args, **kwargs)
    if done is not None and not done.already:
        telling.note(session, done.entry_id)
    return done


def find(connection: Quick, key: str) -> Written | None:
    row = connection.execute(_BY_KEY, {"key": key}).one_or_none()
    if row is None:
        return None
    entry_id, account_id, amount, house_id, kind, partner_id, reverses_id = row
    house = kind if partner_id is None else PartnerHouse(partner_id)
    return Written(entry_id, account_id, amount, house_id, house, reverses_id)


def reversals(connection: Quick, entry_id: int) -> dict[int, int]:
    """The points of every reversal of this entry, by entry."""
    return {row[0]: row[1] for row in connection.execute(_REVERSALS, {"entry": entry_id})}


def replayed(connection: Quick, movement: Movement) -> Posted | None:
    """The movement as it was done before, if it was; KeyReused if its key stands for another."""
    done = find(connection, movement.because.key)
    if done is None:
        return None
    standing = movement.standing
    there = (done.account_id, done.house_id, done.amount, done.reverses_id)
    if there != (standing.account_id, standing.house_id, movement.amount, movement.reverses_id):
        raise KeyReused(f"entry {done.entry_id} has the key {movement.because.key}")
    return Posted(done.entry_id, True, abs(done.amount), standing.available, standing.held)


def write(connection: Quick, movement: Movement) -> tuple[int, bytes] | None:
    """Writes the entry, both legs and the link of the chain; returns its id and the new head, or None if the key was
    there. The account must be locked: the chain and the key are only safe behind the lock."""
    entry_id = _insert_entry(connection, movement)
    if entry_id is None:
        return None
    standing, amount = movement.standing, movement.amount
    balance = standing.available + standing.held + amount
    head = next_hash(standing.head, canonical(link_of(movement, entry_id, balance)))
    member = {"seq": 0, "account_id": standing.account_id, "amount": amount}
    house = {"seq": 1, "account_id": standing.house_id, "amount": -amount}
    legs: list[dict[str, Any]] = [
        member | {"entry_id": entry_id, "balance": balance, "prev_hash": standing.head, "hash": head},
        house | {"entry_id": entry_id, "balance": None, "prev_hash": None, "hash": None},
    ]
    connection.execute(POSTINGS, legs)
    return entry_id, head


def write_new(connection: Quick, movement: Movement) -> tuple[int, bytes]:
    """For a movement that asked for its key behind the lock: only another member's unit can have taken it since."""
    written = write(connection, movement)
    if written is None:
        raise KeyReused(movement.because.key)
    return written


def _insert_entry(connection: Quick, movement: Movement) -> int | None:
    because = movement.because
    values = {
        "key": because.key,
        "kind": because.kind,
        "at": because.at,
        "actor": because.actor,
        "reason": because.reason,
        "facts": dict(because.facts),
        "reverses_id": movement.reverses_id,
    }
    found = connection.execute(_insert(connection.dialect.name), values).scalar_one_or_none()
    return cast(int | None, found)


@cache
def _insert(dialect: str) -> ReturningInsert[int]:
    table = cast(Table, Entry.__table__)
    return once(dialect, table, ("key",)).returning(table.c.id)


def link_of(movement: Movement, entry_id: int, balance: int) -> Link:
    """The movement as its account's chain has it, *balance* being what it left."""
    because, standing = movement.because, movement.standing
    return Link(
        entry_id=entry_id,
        key=because.key,
        kind=because.kind,
        at=because.at,
        actor=because.actor,
        reason=because.reason,
        facts=because.facts,
        reverses_id=movement.reverses_id,
        account_id=standing.account_id,
        house_id=standing.house_id,
        amount=movement.amount,
        balance=balance,
    )
