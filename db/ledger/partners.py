"""A partner's own account: what was given there and taken there, line by line and in sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.enums import EntryKind
from db.ledger.accounts import on_connection
from db.models.ledger import Account, Entry, Hold, Lot, LotMove, Posting


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


@dataclass(frozen=True)
class Flow:
    """Points of one spending that had been earned at `earned_at` and were spent at `spent_at`, by partner (None: with
    us); below zero: they came back. `facts` are the spending's own."""

    entry_id: int
    earned_at: int | None
    spent_at: int | None
    points: int
    facts: Mapping[str, Any]


_cause, _undone = aliased(Entry), aliased(Entry)
_made_leg, _made, _spent_leg, _spent = aliased(Posting), aliased(Account), aliased(Posting), aliased(Account)


def _flows(moved: Columns) -> Columns:
    """*moved* joins what a spending took from lots: by itself, or by the hold that it captured."""
    return (
        moved.join(Lot, Lot.id == LotMove.lot_id)
        .outerjoin(_undone, _undone.id == _cause.reverses_id)
        .join(_made_leg, and_(_made_leg.entry_id == Lot.entry_id, _made_leg.seq == 1))
        .join(_made, _made.id == _made_leg.account_id)
        .join(_spent_leg, and_(_spent_leg.entry_id == _cause.id, _spent_leg.seq == 1))
        .join(_spent, _spent.id == _spent_leg.account_id)
        .where(_cause.at >= bindparam("since"), _cause.at < bindparam("until"))
        .where(func.coalesce(_undone.kind, _cause.kind) == EntryKind.REDEEM)
        .where(or_(_made.partner_id.is_not(None), _spent.partner_id.is_not(None)))
        .group_by(_cause.id, _made.partner_id, _spent.partner_id)
        .order_by(_cause.id)
    )


_FLOW = select(_cause.id, _made.partner_id, _spent.partner_id, -func.sum(LotMove.points), _cause.facts)
_BY_ITSELF = _flows(_FLOW.select_from(_cause).join(LotMove, LotMove.entry_id == _cause.id))
_BY_A_HOLD = _flows(
    _FLOW.select_from(_cause).join(Hold, Hold.entry_id == _cause.id).join(LotMove, LotMove.hold_id == Hold.id)
)


async def flows(session: AsyncSession, since: datetime, until: datetime) -> list[Flow]:
    """Where points that partners gave were spent, and where points that partners took were earned, by the lots they
    came from: every spending from `since` up to before `until`, and what came back of earlier ones."""
    values = {"since": since, "until": until}
    by_itself = await on_connection(session, lambda sync: sync.execute(_BY_ITSELF, values).all())
    by_a_hold = await on_connection(session, lambda sync: sync.execute(_BY_A_HOLD, values).all())
    return [Flow(row[0], row[1], row[2], int(row[3]), row[4]) for row in (*by_itself, *by_a_hold)]
