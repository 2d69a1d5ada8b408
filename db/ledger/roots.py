"""The day's root over every member's chain: sealed once, kept outside too, and provable to each member."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.ledger.accounts import START_OF_CHAIN
from db.ledger.chain import Link, canonical, climb, leaf, merkle_path, merkle_root, next_hash
from db.ledger.refusals import UnknownAccount
from db.models.ledger import Account, Entry, Posting, SealedDay
from db.session import insert_once

Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Root:
    """Merkle root over (account, head) of every account with postings up to `last_entry_id`, by account."""

    day: date
    root: bytes
    accounts: int
    last_entry_id: int
    sealed_at: datetime | None


@dataclass(frozen=True)
class Proof:
    """A member's own history, as it was hashed, and the way from its head to a sealed root."""

    account_id: int
    entries: tuple[bytes, ...]
    root: Root
    path: tuple[tuple[bool, bytes], ...]


_last = select(Posting.account_id, func.max(Posting.entry_id).label("entry_id")).where(
    Posting.seq == 0, Posting.entry_id <= bindparam("last")
)
_newest = _last.group_by(Posting.account_id).subquery()
_HEADS: Columns = (
    select(Posting.account_id, Posting.hash)
    .join(_newest, and_(Posting.account_id == _newest.c.account_id, Posting.entry_id == _newest.c.entry_id))
    .order_by(Posting.account_id)
)
_house_leg = aliased(Posting)
_LINKS: Columns = (
    select(
        Entry.id.label("entry_id"),
        *(Entry.key, Entry.kind, Entry.at, Entry.actor, Entry.reason, Entry.facts, Entry.reverses_id),
        *(Posting.account_id, _house_leg.account_id.label("house_id"), Posting.amount, Posting.balance),
    )
    .join(Posting, Posting.entry_id == Entry.id)
    .join(_house_leg, and_(_house_leg.entry_id == Entry.id, _house_leg.seq == 1))
    .where(Posting.account_id == bindparam("account"), Entry.id <= bindparam("last"))
    .order_by(Entry.id)
)


async def seal_day(session: AsyncSession, day: date, at: datetime) -> Root:
    """Stores the day's root, once: the same day again returns the first. Keep the result outside the database as well:
    only then does it show a history that was rewritten as a whole."""
    sealed = await _sealed(session, day)
    if sealed:
        return sealed
    if session.get_bind().dialect.name == "postgresql":  # units that run now end first: their ids must lie below ours
        await session.execute(text("LOCK TABLE entries IN SHARE MODE"))
    fresh = await _computed(session, day, await session.scalar(select(func.max(Entry.id))) or 0)
    values = {"day": day, "root": fresh.root, "accounts": fresh.accounts}
    values |= {"last_entry_id": fresh.last_entry_id, "at": at}
    await insert_once(session, SealedDay, values, index=["day"])
    stored = await _sealed(session, day)
    assert stored
    return stored


async def day_root(session: AsyncSession, day: date) -> Root:
    """The root as the postings give it now, of the entries the sealed day covered (of all, if it is not sealed)."""
    sealed = await _sealed(session, day)
    last = sealed.last_entry_id if sealed else await session.scalar(select(func.max(Entry.id))) or 0
    return await _computed(session, day, last)


async def latest(session: AsyncSession) -> Root | None:
    """The root of the last day sealed."""
    day = await session.scalar(select(func.max(SealedDay.day)))
    return await _sealed(session, day) if day else None


async def unlike_their_seal(session: AsyncSession) -> list[date]:
    """Days whose stored root is not what the postings give now."""
    days = list(await session.scalars(select(SealedDay.day).order_by(SealedDay.day)))
    return [day for day in days if (await day_root(session, day)).root != _root_of(await _sealed(session, day))]


async def proof(session: AsyncSession, member_id: int) -> Proof | None:
    """What shows this member that their history is in the last sealed root; None while it is in none."""
    account_id = await session.scalar(select(Account.id).where(Account.member_id == member_id))
    if account_id is None:
        raise UnknownAccount(f"member {member_id} has no account")
    sealed = await latest(session)
    if sealed is None:
        return None
    heads = await _heads(session, sealed.last_entry_id)
    if account_id not in heads:
        return None
    rows = await session.execute(_LINKS, {"account": account_id, "last": sealed.last_entry_id})
    entries = tuple(canonical(Link(**row)) for row in rows.mappings())
    leaves = [leaf(account, head) for account, head in heads.items()]
    path = merkle_path(leaves, list(heads).index(account_id))
    return Proof(account_id, entries, sealed, tuple(path))


def check(given: Proof) -> bool:
    """Whether the history leads to the root, by arithmetic alone."""
    head = START_OF_CHAIN
    for form in given.entries:
        head = next_hash(head, form)
    return climb(leaf(given.account_id, head), given.path) == given.root.root


async def _sealed(session: AsyncSession, day: date) -> Root | None:
    columns = (SealedDay.day, SealedDay.root, SealedDay.accounts, SealedDay.last_entry_id, SealedDay.at)
    row = (await session.execute(select(*columns).where(SealedDay.day == day))).one_or_none()
    return Root(*row) if row else None


async def _computed(session: AsyncSession, day: date, last_entry_id: int) -> Root:
    heads = await _heads(session, last_entry_id)
    root = merkle_root(leaf(account, head) for account, head in heads.items())
    return Root(day, root, len(heads), last_entry_id, None)


async def _heads(session: AsyncSession, last_entry_id: int) -> dict[int, bytes]:
    """Every account's head as of an entry, in the order of accounts."""
    rows = await session.execute(_HEADS, {"last": last_entry_id})
    return {row.account_id: row.hash for row in rows}


def _root_of(sealed: Root | None) -> bytes:
    assert sealed
    return sealed.root
