"""Segments that were saved, their editions, and everything that keeps a tree in which they may stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, MemberState, Tier
from db.models.automations import Automation
from db.models.broadcasts import Broadcast
from db.models.deals import Deal
from db.models.members import Member, Person
from db.models.promocodes import PromoCode
from db.models.segments import RfmCell, Segment, SegmentEdit
from db.models.staff import Staff

NEWEST_BROADCASTS = 200
UserKind = Literal["automation", "promo", "deal", "broadcast", "segment"]


@dataclass(frozen=True)
class EditLine:
    """One edition: what it was called and asked, when it was made, by whom."""

    edition: int
    name: str
    tree: dict[str, Any] | None
    at: datetime
    by: str | None


@dataclass(frozen=True)
class UserRow:
    """Something that says for whom it is. `own_edition` guards its changes; `name` is the kind of an automation."""

    kind: UserKind
    id: int
    own_edition: int
    name: str
    tree: dict[str, Any]
    changeable: bool = True


async def every(session: AsyncSession, *, retired: bool = False) -> Sequence[Segment]:
    """The saved ones by name; with *retired* those that are no longer offered."""
    gone = Segment.retired_at.is_not(None) if retired else Segment.retired_at.is_(None)
    return (await session.scalars(select(Segment).where(gone).order_by(func.lower(Segment.name), Segment.id))).all()


async def named(session: AsyncSession) -> list[tuple[int, str, int, dict[str, Any] | None]]:
    """Number, name, edition and tree of all, retired ones too: what uses them names them still."""
    rows = await session.execute(select(Segment.id, Segment.name, Segment.edition, Segment.tree))
    return [(row.id, row.name, row.edition, row.tree) for row in rows]


async def names(session: AsyncSession) -> dict[int, str]:
    """What each is called, retired ones too."""
    return {row.id: row.name for row in await session.execute(select(Segment.id, Segment.name))}


async def editions(session: AsyncSession, segment_id: int, limit: int) -> list[EditLine]:
    """The newest editions, newest first."""
    found = (
        select(SegmentEdit.edition, SegmentEdit.name, SegmentEdit.tree, SegmentEdit.at, Staff.name)
        .outerjoin(Staff, Staff.id == SegmentEdit.staff_id)
        .where(SegmentEdit.segment_id == segment_id)
        .order_by(SegmentEdit.edition.desc())
        .limit(limit)
    )
    return [EditLine(*row) for row in await session.execute(found)]


def _users() -> list[tuple[UserKind, Select[Any]]]:
    sent = Broadcast.state != BroadcastState.DRAFT
    titles = Deal.titles
    return [
        ("automation", select(Automation.id, Automation.edition, Automation.kind, Automation.segment)),
        ("promo", select(PromoCode.id, PromoCode.edition, PromoCode.name, PromoCode.segment)),
        ("deal", select(Deal.id, Deal.edition, titles, Deal.segment).where(Deal.removed.is_(False))),
        (
            "broadcast",
            select(Broadcast.id, Broadcast.edition, Broadcast.name, Broadcast.segment, sent.label("sent"))
            .order_by(Broadcast.id.desc())
            .limit(NEWEST_BROADCASTS),
        ),
        (
            "segment",
            select(Segment.id, Segment.edition, Segment.name, Segment.tree).where(Segment.retired_at.is_(None)),
        ),
    ]


async def users(session: AsyncSession) -> list[UserRow]:
    """Everything that keeps a tree: rules, codes, deals, the newest messages to members, other saved segments."""
    found: list[UserRow] = []
    for kind, rows in _users():
        for number, edition, name, tree, *sent in await session.execute(rows):
            if tree is not None:
                shown = next(iter(name.values()), "") if isinstance(name, dict) else str(name)
                found.append(UserRow(kind, number, edition, shown, tree, not any(sent)))
    return found


@dataclass(frozen=True)
class Cell:
    """Members whose orders are that lately and that often, and what they spent."""

    recency: int
    frequency: int
    members: int
    spent_minor: int


async def cells(session: AsyncSession) -> tuple[list[Cell], datetime | None]:
    """Recency × frequency as the night counted them, and when; nothing before the first night."""
    pair = RfmCell.recency, RfmCell.frequency
    summed = select(*pair, func.sum(RfmCell.members), func.sum(RfmCell.spent_minor)).group_by(*pair)
    found = [Cell(*map(int, row)) for row in await session.execute(summed)]
    return found, await session.scalar(select(func.max(RfmCell.at)))


@dataclass(frozen=True)
class PersonRow:
    """One member of a segment."""

    member_id: int
    number: str
    name: str
    phone: str
    tier: Tier
    orders: int
    spent_minor: int
    last_order_at: datetime | None
    city: str | None

    def masked(self, phone: str) -> "PersonRow":
        return replace(self, phone=phone)


async def people(session: AsyncSession, belongs: ColumnElement[bool], *, start: int, most: int) -> list[PersonRow]:
    """Active members for whom *belongs* holds, those who spent most first."""
    found = (
        select(
            *(Member.id, Member.number, Person.name, Person.phone, Member.tier),
            *(Member.orders_count, Member.spent_minor, Member.last_order_at, Person.city),
        )
        .join(Person, Person.member_id == Member.id)
        .where(Member.state == MemberState.ACTIVE, belongs)
        .order_by(Member.spent_minor.desc(), Member.id)
        .offset(start)
        .limit(most)
    )
    return [PersonRow(*row) for row in await session.execute(found)]
