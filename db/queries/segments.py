"""A segment as SQL: a condition for any select that has Member, correlated with it alone.

It takes the tree as it is stored (`Automation.segment`, `PromoCode.segment`), written by bot/rules/segments.py; what it
answers is held against bot/rules/segment_facts.py. A question unknown here raises ValueError: it must not quietly
become "everybody". Counting reads every member: ask in `db.read(long=True)`, away from the loop.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState
from db.models.members import Member, MemberTag
from db.queries import segment_orders, segment_people
from db.queries.segment_asking import Asking, Is

Stored = Mapping[str, Any] | None  # None: everybody
QUESTIONS = {**segment_people.QUESTIONS, **segment_orders.QUESTIONS}


def where(segment: Stored, *, at: datetime, zone: ZoneInfo) -> Is:
    """Whether Member belongs to *segment* at that moment; days are counted by the local dates of *zone*."""
    return true() if segment is None else _Asked(at, zone).node(segment)


async def count(session: AsyncSession, segment: Stored, at: datetime, zone: ZoneInfo) -> int:
    """How many active members belong to it."""
    counted = select(func.count()).select_from(Member).where(Member.state == MemberState.ACTIVE)
    return await session.scalar(counted.where(where(segment, at=at, zone=zone))) or 0


async def has(session: AsyncSession, segment: Stored, member_id: int, at: datetime, zone: ZoneInfo) -> bool:
    """Whether this active member belongs to it."""
    if segment is None:
        return True
    found = select(Member.id).where(Member.id == member_id, Member.state == MemberState.ACTIVE)
    return await session.scalar(found.where(where(segment, at=at, zone=zone))) is not None


@dataclass(frozen=True)
class _Asked:
    """A segment asked at a moment."""

    at: datetime
    zone: ZoneInfo

    def node(self, node: Mapping[str, Any]) -> Is:
        if "all" in node:
            return and_(true(), *(self.node(part) for part in node["all"]))
        if "any" in node:
            return or_(false(), *(self.node(part) for part in node["any"]))
        if "not" in node:
            return not_(self.node(node["not"]))
        if "saved" in node:
            return self.node(node["part"])
        question = QUESTIONS.get(node["field"])
        if question is None:
            raise ValueError(f"no segment asks for {node['field']} {node['op']}")
        return question(Asking(node["op"], node.get("value"), self.at, self.zone))


async def tags(session: AsyncSession, limit: int) -> list[str]:
    """The tags members wear, the most frequent first."""
    worn = select(MemberTag.tag).group_by(MemberTag.tag).order_by(func.count().desc(), MemberTag.tag).limit(limit)
    return list(await session.scalars(worn))
