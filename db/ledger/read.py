"""What a member may see of the ledger. Plain columns, one indexed statement each; in read() and in begin()."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, distinct, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.enums import AccountKind, EntryKind, HoldState
from db.ledger.accounts import on_connection
from db.ledger.refusals import UnknownAccount
from db.models import ledger as tables
from db.models.ledger import LOT_IS_OPEN, Account, Entry, Hold, Lot, LotMove, Posting


@dataclass(frozen=True)
class Balance:
    """Points now. `available` is never below zero, `debt` is what the next earnings repay; `soonest_points` of it are
    lost after `soonest_on` (None: nothing expires)."""

    available: int
    held: int
    debt: int
    soonest_points: int
    soonest_on: date | None


@dataclass(frozen=True)
class LotLine:
    """Points earned together; `reason` is that of the earning."""

    id: int
    points: int
    remaining: int
    expires_on: date | None
    reason: str


@dataclass(frozen=True)
class Line:
    """A line of the history: `points` with its sign, `balance_after` counts points on hold in."""

    entry_id: int
    at: datetime
    kind: EntryKind
    reason: str
    points: int
    balance_after: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class DueLot:
    """A lot of which something is left to expire."""

    lot_id: int
    member_id: int
    remaining: int
    expires_on: date


Columns = Select[*tuple[Any, ...]]

_account = select(Account.id).where(Account.member_id == bindparam("member")).scalar_subquery()
_soonest_on = (
    select(func.min(Lot.expires_on))
    .where(Lot.account_id == Account.id, LOT_IS_OPEN)
    .correlate(Account)
    .scalar_subquery()
)
_soonest_points = (
    select(func.sum(Lot.remaining))
    .where(Lot.account_id == Account.id, LOT_IS_OPEN, Lot.expires_on == _soonest_on)
    .correlate(Account)
    .scalar_subquery()
)
_BALANCE: Columns = (
    select(tables.Balance.available, tables.Balance.held, _soonest_points, _soonest_on)
    .join(Account, Account.id == tables.Balance.account_id)
    .where(Account.member_id == bindparam("member"))
)
_AVAILABLE: Columns = (
    select(Account.member_id, tables.Balance.available)
    .join(Account, Account.id == tables.Balance.account_id)
    .where(Account.member_id.in_(bindparam("members", expanding=True)))
)
_LOTS: Columns = (
    select(Lot.id, Lot.points, Lot.remaining, Lot.expires_on, Entry.reason)
    .join(Entry, Entry.id == Lot.entry_id)
    .where(Lot.account_id == _account, LOT_IS_OPEN)
    .order_by(Lot.expires_on.is_(None), Lot.expires_on, Lot.id)
)
_LINES: Columns = select(
    Entry.id, Entry.at, Entry.kind, Entry.reason, Posting.amount, Posting.balance, Entry.facts
).join(Posting, Posting.entry_id == Entry.id)
_NEWEST = _LINES.where(Posting.account_id == _account).order_by(Posting.entry_id.desc()).limit(bindparam("limit"))
_OLDER = _NEWEST.where(Posting.entry_id < bindparam("before"))
_ONE: Columns = _LINES.where(Posting.account_id == _account, Posting.entry_id == bindparam("entry"))
_BY_KEY = _LINES.where(Posting.seq == 0, Entry.key == bindparam("key"))
_COUNT: Columns = select(func.count()).select_from(Posting).where(Posting.account_id == _account)
_DUE: Columns = (
    select(Lot.id, Account.member_id, Lot.remaining, Lot.expires_on)
    .join(Account, Account.id == Lot.account_id)
    .where(LOT_IS_OPEN, Lot.expires_on < bindparam("before"), Lot.id > bindparam("after"))
    .order_by(Lot.id)
    .limit(bindparam("limit"))
)
_ISSUED: Columns = (
    select(func.coalesce(func.sum(-Posting.amount), 0))
    .join(Entry, Entry.id == Posting.entry_id)
    .join(Account, Account.id == Posting.account_id)
    .where(Account.kind == bindparam("source"), Account.member_id.is_(None), Account.partner_id.is_(None))
    .where(Entry.at >= bindparam("since"), Entry.at < bindparam("until"))
)
_SPENT: Columns = (
    select(func.coalesce(func.sum(-LotMove.points), 0), func.count(distinct(Lot.id)))
    .join(Lot, Lot.id == LotMove.lot_id)
    .join(Entry, Entry.id == Lot.entry_id)
    .outerjoin(Hold, Hold.id == LotMove.hold_id)
    .outerjoin(_cause := aliased(Entry), _cause.id == LotMove.entry_id)
    .where(Entry.key.in_(bindparam("keys", expanding=True)))
    .where(or_(Hold.state == HoldState.CAPTURED, _cause.kind == EntryKind.REDEEM))
)
AT_ONCE = 500  # keys in one statement


async def balance(session: AsyncSession, member_id: int) -> Balance:
    """What the member has at this moment. Refuses UnknownAccount."""
    rows = await _rows(session, _BALANCE, member=member_id)
    if not rows:
        raise UnknownAccount(f"member {member_id} has no account")
    available, held, soonest_points, soonest_on = rows[0]
    return Balance(max(0, available), held, max(0, -available), int(soonest_points or 0), soonest_on)


async def available(session: AsyncSession, member_ids: Sequence[int]) -> dict[int, int]:
    """What each of the members can spend at this moment, never below zero; who has no account is left out."""
    return {member: max(0, points) for member, points in await _rows(session, _AVAILABLE, members=list(member_ids))}


async def lots(session: AsyncSession, member_id: int) -> list[LotLine]:
    """The lots that can still be spent, in the order in which they will be."""
    return [LotLine(*row) for row in await _rows(session, _LOTS, member=member_id)]


async def history(session: AsyncSession, member_id: int, *, before: int | None, limit: int) -> list[Line]:
    """Up to `limit` lines, the newest first, older than entry `before`."""
    if before is None:
        rows = await _rows(session, _NEWEST, member=member_id, limit=limit)
    else:
        rows = await _rows(session, _OLDER, member=member_id, limit=limit, before=before)
    return [Line(*row) for row in rows]


async def line(session: AsyncSession, member_id: int, entry_id: int) -> Line | None:
    """One line of this member's history; None if it is another member's or not there."""
    rows = await _rows(session, _ONE, member=member_id, entry=entry_id)
    return Line(*rows[0]) if rows else None


async def by_key(session: AsyncSession, key: str) -> Line | None:
    """The entry with this key, as its member sees it."""
    rows = await _rows(session, _BY_KEY, key=key)
    return Line(*rows[0]) if rows else None


async def count(session: AsyncSession, member_id: int) -> int:
    """How many lines the member's history has."""
    return int((await _rows(session, _COUNT, member=member_id))[0][0])


async def lots_to_expire(session: AsyncSession, before: date, *, after_id: int, limit: int) -> list[DueLot]:
    """Lots with something left whose last day lies before `before`, by id, beyond `after_id`."""
    return [DueLot(*row) for row in await _rows(session, _DUE, before=before, after=after_id, limit=limit)]


async def issued_between(session: AsyncSession, source: AccountKind, since: datetime, until: datetime) -> int:
    """Points that left one of the programme's own accounts from `since` up to before `until`; what came back is taken
    off. What partners gave and took: partners.totals."""
    return int((await _rows(session, _ISSUED, source=source, since=since, until=until))[0][0])


async def spent_of(session: AsyncSession, keys: Sequence[str]) -> tuple[int, int]:
    """Of the points these entries brought: how many were spent, and of how many entries something was."""
    points = entries = 0
    for start in range(0, len(keys), AT_ONCE):
        [(moved, touched)] = await _rows(session, _SPENT, keys=list(keys[start : start + AT_ONCE]))
        points, entries = points + int(moved), entries + int(touched)
    return points, entries


async def _rows(session: AsyncSession, statement: Columns, **values: object) -> Sequence[Row[*tuple[Any, ...]]]:
    return await on_connection(session, lambda quick: quick.connection.execute(statement, values).all())
