"""Lots that end: on the clocks of some places, of one member soon, or lately gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import EntryKind
from db.models.ledger import LOT_IS_OPEN, Account, Entry, Lot, LotMove
from db.models.members import Person

RESTORED = "lot.restored"  # the reason of an entry that brings an expired lot back


@dataclass(frozen=True)
class Place:
    """People who named one of these `zones`, and, `at_home`, those who named none."""

    zones: tuple[str, ...]
    at_home: bool = False


@dataclass(frozen=True)
class EndingLot:
    """A lot of which something is left; `extended`: its member has moved its last day already."""

    id: int
    member_id: int
    remaining: int
    expires_on: date
    extended: bool


_EXTENDED = Lot.extended_at.is_not(None)


async def among(
    session: AsyncSession, place: Place, *, first: date, last: date, after: int, limit: int
) -> list[EndingLot]:
    """Lots of the people of *place* whose last day is from *first* to *last*, by id, beyond *after*."""
    # Not the bare column: SQLite would begin with everybody who lives there, and these few days' lots are fewer.
    lives_there = func.coalesce(Person.time_zone, "").in_([*place.zones, *([""] if place.at_home else [])])
    found: Select[*tuple[Any, ...]] = (
        select(Lot.id, Account.member_id, Lot.remaining, Lot.expires_on, _EXTENDED)
        .join(Account, Account.id == Lot.account_id)
        .join(Person, Person.member_id == Account.member_id)
        .where(LOT_IS_OPEN, Lot.expires_on.between(first, last), Lot.id > after)
        .where(lives_there)
        .order_by(Lot.id)
        .limit(limit)
    )
    return [EndingLot(*row) for row in await session.execute(found)]


async def of_member(session: AsyncSession, member_id: int, *, first: date, last: date) -> list[EndingLot]:
    """The member's lots whose last day is from *first* to *last*, the soonest first."""
    found: Select[*tuple[Any, ...]] = (
        select(Lot.id, Account.member_id, Lot.remaining, Lot.expires_on, _EXTENDED)
        .join(Account, Account.id == Lot.account_id)
        .where(Account.member_id == member_id, LOT_IS_OPEN, Lot.expires_on.between(first, last))
        .order_by(Lot.expires_on, Lot.id)
    )
    return [EndingLot(*row) for row in await session.execute(found)]


@dataclass(frozen=True)
class LastDay:
    """Up to when an entry's lot can be spent; `extended_at`: when its member moved that day."""

    expires_on: date | None
    extended_at: datetime | None


async def last_day_of(session: AsyncSession, entry_id: int) -> LastDay | None:
    """Of the lot this entry made; None when it made none."""
    row = (await session.execute(select(Lot.expires_on, Lot.extended_at).where(Lot.entry_id == entry_id))).first()
    return LastDay(*row) if row else None


@dataclass(frozen=True)
class GoneLot:
    """What expired of a lot, and when; `reason` is that of the earning."""

    id: int
    member_id: int
    points: int
    expires_on: date
    gone_at: datetime
    reason: str


async def gone(session: AsyncSession, member_id: int, *, since: datetime, lot_id: int | None = None) -> list[GoneLot]:
    """The member's lots (or that one) of which something expired from *since* on, the newest first; none that had been
    brought back before."""
    cause, made = Entry.__table__.alias("cause"), Entry.__table__.alias("made")
    found = (
        select(
            Lot.id,
            Account.member_id,
            func.sum(-LotMove.points),
            Lot.expires_on,
            func.max(cause.c.at),
            made.c.reason,
        )
        .join(LotMove, LotMove.lot_id == Lot.id)
        .join(cause, cause.c.id == LotMove.entry_id)
        .join(made, made.c.id == Lot.entry_id)
        .join(Account, Account.id == Lot.account_id)
        .where(Account.member_id == member_id, cause.c.kind == EntryKind.EXPIRE, cause.c.at >= since)
        .where(made.c.reason != RESTORED)
        .group_by(Lot.id, Account.member_id, Lot.expires_on, made.c.reason)
        .order_by(Lot.id.desc())
    )
    if lot_id is not None:
        found = found.where(Lot.id == lot_id)
    return [GoneLot(row[0], row[1], int(row[2]), row[3], row[4], row[5]) for row in await session.execute(found)]


async def keys_there(session: AsyncSession, keys: Sequence[str]) -> set[str]:
    """Which of these entries are written."""
    return set(await session.scalars(select(Entry.key).where(Entry.key.in_(keys))))
