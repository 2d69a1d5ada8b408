"""Derives everything that is stored about points again, and names the first bad row of each chain."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from db.enums import AccountKind
from db.ledger.accounts import START_OF_CHAIN
from db.ledger.chain import Link, canonical, next_hash
from db.models.ledger import HOLD_IS_OPEN, Account, Balance, Entry, Hold, Lot, LotMove, Posting

AT_ONCE = 500

Rows = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it must be: `where` names the row ("posting 7/0", "account 3", "lot 12")."""

    where: str
    what: str


@dataclass
class Report:
    """What was looked at, and what was wrong."""

    entries: int = 0
    postings: int = 0
    accounts: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass
class _Chain:
    """Where the walk along one account's chain has come to."""

    account_id: int = 0
    head: bytes = START_OF_CHAIN
    balance: int = 0
    broken: bool = False


async def verify(session: AsyncSession, *, since: datetime | None = None) -> Report:
    """Reads the whole ledger once, as a stream (use read(long=True)); nothing is changed or repaired.

    `since` checks only the links of entries from that moment on, taking the one before them as given; balances, lots
    and holds are always checked in full.
    """
    report = Report()
    report.entries = await session.scalar(select(func.count()).select_from(Entry)) or 0
    report.postings = await session.scalar(select(func.count()).select_from(Posting)) or 0
    await _chains(session, report, since)
    await _sums(session, report)
    await _balances(session, report)
    await _lots(session, report)
    await _partners(session, report)
    return report


async def _chains(session: AsyncSession, report: Report, since: datetime | None) -> None:
    chain = _Chain()
    async for row in _stream(session, _links(since)):
        if row.account_id != chain.account_id:
            trusted = since is not None
            start = row.prev_hash if trusted else START_OF_CHAIN
            chain = _Chain(row.account_id, start, row.balance - row.amount if trusted else 0)
        what = None if chain.broken else _fault(row, chain)
        if what:
            chain.broken = True
            report.problems.append(Problem(f"posting {row.id}/0", what))
        chain.head, chain.balance = row.hash, row.balance


def _links(since: datetime | None) -> Rows:
    house = aliased(Posting)
    columns = (Entry.id, Entry.key, Entry.kind, Entry.at, Entry.actor, Entry.reason, Entry.facts, Entry.reverses_id)
    leg = (Posting.account_id, Posting.amount, Posting.balance, Posting.prev_hash, Posting.hash)
    statement = (
        select(*columns, *leg, house.account_id.label("house_id"))
        .join(Posting, and_(Posting.entry_id == Entry.id, Posting.seq == 0))
        .outerjoin(house, and_(house.entry_id == Entry.id, house.seq == 1))
        .order_by(Posting.account_id, Posting.entry_id)
    )
    if since is None:
        return statement
    return statement.where(Entry.id >= select(func.min(Entry.id)).where(Entry.at >= since).scalar_subquery())


def _fault(row: AnyRow, chain: _Chain) -> str | None:
    if row.hash is None:
        return "the member's leg is not a link"
    if row.prev_hash != chain.head:
        return "does not follow the posting before it: one was removed, added or changed"
    if row.balance != chain.balance + row.amount:
        return f"leaves {row.balance}, should leave {chain.balance + row.amount}"
    link = Link(
        entry_id=row.id,
        key=row.key,
        kind=row.kind,
        at=row.at,
        actor=row.actor,
        reason=row.reason,
        facts=row.facts,
        reverses_id=row.reverses_id,
        account_id=row.account_id,
        house_id=row.house_id,
        amount=row.amount,
        balance=row.balance,
    )
    return None if next_hash(row.prev_hash, canonical(link)) == row.hash else "was changed after it was written"


async def _sums(session: AsyncSession, report: Report) -> None:
    total = func.coalesce(func.sum(Posting.amount), 0)
    statement = (
        select(Entry.id, total.label("total"), func.count(Posting.seq).label("legs"))
        .outerjoin(Posting, Posting.entry_id == Entry.id)
        .group_by(Entry.id)
        .having(or_(total != 0, func.count(Posting.seq) != 2))
    )
    async for row in _stream(session, statement):
        report.problems.append(Problem(f"entry {row.id}", f"has {row.legs} legs that sum to {row.total}"))


async def _balances(session: AsyncSession, report: Report) -> None:
    """Stored = derived: the sum of postings, of lots, of open holds, and the head of the chain."""
    posted = _total(Posting.amount, Posting.account_id == Account.id)
    in_lots = _total(Lot.remaining, Lot.account_id == Account.id)
    open_holds = _total(Hold.points, and_(Hold.account_id == Account.id, HOLD_IS_OPEN))
    last = (
        select(Posting.hash)
        .where(Posting.account_id == Account.id)
        .order_by(Posting.entry_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (Balance.available, Balance.held, Balance.head, posted, in_lots, open_holds, last)
    statement = (
        select(Account.id, *columns)
        .outerjoin(Balance, Balance.account_id == Account.id)
        .where(Account.member_id.is_not(None))
    )
    async for account_id, *stored in _stream(session, statement):
        report.accounts += 1
        report.problems += [Problem(f"account {account_id}", what) for what in _account_faults(*stored)]


def _account_faults(
    available: int | None, held: int, head: bytes, posted: int, in_lots: int, open_holds: int, last: bytes | None
) -> list[str]:
    if available is None:
        return ["has no balance row"]
    checks = (
        (available + held == posted, f"stores {available} + {held} held, its postings sum to {posted}"),
        (max(0, available) == in_lots, f"has {available} available, its lots hold {in_lots}"),
        (held == open_holds, f"has {held} held, its open holds sum to {open_holds}"),
        (head == (last or START_OF_CHAIN), "its head is not the hash of its last posting"),
    )
    return [what for fine, what in checks if not fine]


async def _lots(session: AsyncSession, report: Report) -> None:
    moved = _total(LotMove.points, LotMove.lot_id == Lot.id)
    statement = select(Lot.id, Lot.remaining, Lot.points + moved).where(Lot.remaining != Lot.points + moved)
    async for lot_id, remaining, derived in _stream(session, statement):
        report.problems.append(Problem(f"lot {lot_id}", f"keeps {remaining}, its moves leave {derived}"))


async def _partners(session: AsyncSession, report: Report) -> None:
    """Whoever says that it is a partner's belongs to one, and nobody else does."""
    is_partners = Account.kind == AccountKind.PARTNER
    odd = or_(and_(is_partners, Account.partner_id.is_(None)), and_(~is_partners, Account.partner_id.is_not(None)))
    async for account_id, kind, partner_id in _stream(
        session, select(Account.id, Account.kind, Account.partner_id).where(odd)
    ):
        report.problems.append(
            Problem(f"account {account_id}", f"is of the kind {kind}, with the partner {partner_id}")
        )


def _total(column: InstrumentedAttribute[int], where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.coalesce(func.sum(column), 0)).where(where).scalar_subquery()


async def _stream(session: AsyncSession, statement: Rows) -> AsyncIterator[AnyRow]:
    result = await session.stream(statement, execution_options={"yield_per": AT_ONCE})
    async for row in result:
        yield row
