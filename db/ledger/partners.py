"""A partner's own account: what was given there and taken there, line by line and in sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.enums import EntryKind
from db.ledger.accounts import on_connection
from db.models.ledger import Account, Entry, Posting


@dataclass(frozen=True)
class PartnerLine:
    """One entry of a partner's account: `given` to the member there (below zero: taken back again), `taken` from the
    member there (below zero: given back again). One of them is 0."""

    entry_id: int
    at: datetime
    kind: EntryKind
    key: str
    given: int
    taken: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class PartnerTotals:
    """Points of a while: given and taken, what went back taken off; how many entries; what the account's postings sum
    to (always taken - given)."""

    given: int
    taken: int
    entries: int
    balance: int


Columns = Select[*tuple[Any, ...]]

# The partner's leg is above zero where the member's points came to it. A reversal belongs to what it reverses: it takes
# away from that side instead of adding to the other.
_first = aliased(Posting)
_IS_TAKEN = func.coalesce(_first.amount, Posting.amount) > 0
_GIVEN = case((_IS_TAKEN, 0), else_=-Posting.amount)
_TAKEN = case((_IS_TAKEN, Posting.amount), else_=0)
_OF_PARTNER = (
    Account.partner_id == bindparam("partner"),
    Entry.at >= bindparam("since"),
    Entry.at < bindparam("until"),
)


def _joined(statement: Columns) -> Columns:
    return (
        statement.select_from(Posting)
        .join(Account, Account.id == Posting.account_id)
        .join(Entry, Entry.id == Posting.entry_id)
        .outerjoin(_first, and_(_first.entry_id == Entry.reverses_id, _first.account_id == Posting.account_id))
        .where(*_OF_PARTNER)
    )


_LINES = _joined(select(Entry.id, Entry.at, Entry.kind, Entry.key, _GIVEN, _TAKEN, Entry.facts)).order_by(Entry.id)
_TOTALS = _joined(select(func.sum(_GIVEN), func.sum(_TAKEN), func.count(), func.sum(Posting.amount)))


async def lines(session: AsyncSession, partner_id: int, since: datetime, until: datetime) -> list[PartnerLine]:
    """Every entry of the partner's account from `since` up to before `until`, the oldest first."""
    values = {"partner": partner_id, "since": since, "until": until}
    return [PartnerLine(*row) for row in await on_connection(session, lambda sync: sync.execute(_LINES, values).all())]


async def totals(session: AsyncSession, partner_id: int, since: datetime, until: datetime) -> PartnerTotals:
    """What those entries come to; all 0 when there are none."""
    values = {"partner": partner_id, "since": since, "until": until}
    row = await on_connection(session, lambda sync: sync.execute(_TOTALS, values).one())
    return PartnerTotals(*(int(number or 0) for number in row))
