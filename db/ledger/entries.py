"""Writing one entry with its two legs, and finding one again by its key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, func, insert, select
from sqlalchemy.orm import aliased

from db.enums import EntryKind
from db.ledger.accounts import Standing
from db.ledger.chain import Link, canonical, next_hash
from db.ledger.refusals import KeyReused
from db.models.ledger import Account, Entry, Posting
from db.session import once

ENTRIES = cast(Table, Entry.__table__)

_house_leg = aliased(Posting)
_BY_KEY = (
    select(
        Entry.id,
        Posting.account_id,
        Posting.amount,
        _house_leg.account_id,
        Account.kind,
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
class Written:
    """An entry that is there: what its legs say."""

    entry_id: int
    account_id: int
    amount: int
    house_id: int
    house: Any
    reverses_id: int | None


def find(connection: Connection, key: str) -> Written | None:
    row = connection.execute(_BY_KEY, {"key": key}).one_or_none()
    return Written(*row) if row else None


def reversals(connection: Connection, entry_id: int) -> dict[int, int]:
    """The points of every reversal of this entry, by entry."""
    return {row[0]: row[1] for row in connection.execute(_REVERSALS, {"entry": entry_id})}


def same(written: Written | None, standing: Standing, amount: int, reverses_id: int | None) -> Written | None:
    """The entry again if it is this very movement; KeyReused if its key stands for another."""
    if written is None:
        return None
    there = (written.account_id, written.house_id, written.amount, written.reverses_id)
    if there != (standing.account_id, standing.house_id, amount, reverses_id):
        raise KeyReused(f"entry {written.entry_id} has this key")
    return written


def write(
    connection: Connection, standing: Standing, amount: int, because: Because, reverses_id: int | None = None
) -> tuple[int, bytes] | None:
    """Writes the entry, both legs and the link of the chain; returns its id and the new head, or None if the key was
    there. The account must be locked: the chain and the key are only safe behind the lock."""
    entry_id = _insert_entry(connection, because, reverses_id)
    if entry_id is None:
        return None
    balance = standing.available + standing.held + amount
    link = Link(
        entry_id=entry_id,
        key=because.key,
        kind=because.kind,
        at=because.at,
        actor=because.actor,
        reason=because.reason,
        facts=because.facts,
        reverses_id=reverses_id,
        account_id=standing.account_id,
        house_id=standing.house_id,
        amount=amount,
        balance=balance,
    )
    head = next_hash(standing.head, canonical(link))
    chained: dict[str, Any] = {"balance": balance, "prev_hash": standing.head, "hash": head}
    unchained: dict[str, Any] = {"balance": None, "prev_hash": None, "hash": None}
    legs = [
        {"seq": 0, "account_id": standing.account_id, "amount": amount} | chained,
        {"seq": 1, "account_id": standing.house_id, "amount": -amount} | unchained,
    ]
    connection.execute(insert(Posting), [leg | {"entry_id": entry_id} for leg in legs])
    return entry_id, head


def _insert_entry(connection: Connection, because: Because, reverses_id: int | None) -> int | None:
    values = {
        "key": because.key,
        "kind": because.kind,
        "at": because.at.astimezone(UTC),
        "actor": because.actor,
        "reason": because.reason,
        "facts": dict(because.facts),
        "reverses_id": reverses_id,
    }
    statement = once(connection.dialect.name, ENTRIES, ("key",)).returning(ENTRIES.c.id)
    return connection.execute(statement, values).scalar_one_or_none()
