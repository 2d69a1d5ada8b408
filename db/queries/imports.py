"""Named reads and bulk writes of lists that are brought in, and of the list that is taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState, Tier
from db.models.members import Member, Person, TierChange
from db.models.tills import OldCard

Rows = Sequence[Mapping[str, Any]]
_MEMBERS = cast(Table, Member.__table__)
_BY_PHONE = select(Person.phone, Person.member_id).where(Person.phone.in_(bindparam("phones", expanding=True)))
_CARDS = select(OldCard.number).where(OldCard.number.in_(bindparam("numbers", expanding=True)))
_NEW_MEMBERS = insert(_MEMBERS).returning(_MEMBERS.c.id, _MEMBERS.c.card_code)
_NUMBERED = (
    update(_MEMBERS)
    .where(_MEMBERS.c.id == bindparam("member"))
    .values(number=bindparam("new_number"), holdout=bindparam("held_out"))
)


async def by_phones(session: AsyncSession, phones: Iterable[str]) -> dict[str, int]:
    """Whose these numbers are."""
    return {row[0]: row[1] for row in await session.execute(_BY_PHONE, {"phones": list(phones)})}


async def cards_there(session: AsyncSession, numbers: Iterable[str]) -> set[str]:
    """Which of these old cards a list has named before."""
    return set(await session.scalars(_CARDS, {"numbers": list(numbers)}))


async def waiting_cards(session: AsyncSession, import_id: int) -> tuple[int, int]:
    """How many cards of a list have no member yet, and the points on them."""
    whose = (OldCard.import_id == import_id, OldCard.member_id.is_(None))
    counted = select(func.count(), func.coalesce(func.sum(OldCard.points), 0)).where(*whose)
    cards, points = (await session.execute(counted)).one()
    return cards, int(points)


async def add_members(session: AsyncSession, rows: Rows) -> dict[str, int]:
    """New members; returns the number of each by its card's code."""
    return {code: number for number, code in (await session.execute(_NEW_MEMBERS, list(rows))).all()}


async def number_members(session: AsyncSession, rows: Rows) -> None:
    """Each `member` has its `new_number`, and is `held_out` or not."""
    await session.run_sync(lambda sync: sync.connection().execute(_NUMBERED, list(rows)))


async def add_people(session: AsyncSession, rows: Rows) -> None:
    await session.execute(insert(Person), list(rows))


async def add_cards(session: AsyncSession, rows: Rows) -> None:
    await session.execute(insert(OldCard), list(rows))


async def add_tier_changes(session: AsyncSession, rows: Rows) -> None:
    await session.execute(insert(TierChange), list(rows))


@dataclass(frozen=True)
class ListLine:
    """A member as the list has them that is taken out."""

    member_id: int
    phone: str
    name: str
    birthday_day: int | None
    birthday_month: int | None
    birthday_year: int | None
    number: str
    tier: Tier
    last_order_at: datetime | None
    joined_at: datetime


async def members_after(session: AsyncSession, member_id: int, limit: int) -> list[ListLine]:
    """The next page of members who are somebody, in the order of their joining."""
    columns: tuple[Any, ...] = (
        *(Member.id, Person.phone, Person.name, Person.birthday_day, Person.birthday_month, Person.birthday_year),
        *(Member.number, Member.tier, Member.last_order_at, Member.joined_at),
    )
    found = (
        select(*columns)
        .join(Person, Person.member_id == Member.id)
        .where(Member.id > member_id, Member.state == MemberState.ACTIVE)
        .order_by(Member.id)
        .limit(limit)
    )
    return [ListLine(*row) for row in await session.execute(found)]
