"""The question of a quarter: who could be asked, and what was answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState
from db.models.feedback import NpsAnswer
from db.models.members import Member, Person
from db.models.orders import Order

ANSWERED = NpsAnswer.score.is_not(None)


async def could_be_asked(
    session: AsyncSession, quarter: str, ordered_since: datetime, *, after: int, limit: int
) -> Sequence[Any]:
    """(id, number, time_zone) of members who agreed to advertising, have ordered since then, and were not asked in
    *quarter*, in the order of their ids."""
    asked = select(NpsAnswer.id).where(NpsAnswer.member_id == Member.id, NpsAnswer.quarter == quarter)
    found = (
        select(Member.id, Member.number, Person.time_zone)
        .join(Person, Person.member_id == Member.id)
        .where(Member.id > after, Member.state == MemberState.ACTIVE, ~Member.holdout, Person.advertising)
        .where(Member.last_order_at >= ordered_since, ~asked.exists())
        .order_by(Member.id)
        .limit(limit)
    )
    return (await session.execute(found)).all()


async def of_member(session: AsyncSession, member_id: int, quarter: str) -> NpsAnswer | None:
    """What the member was asked in that quarter, while they are a person."""
    found = select(NpsAnswer).join(Person, Person.member_id == NpsAnswer.member_id)
    return await session.scalar(found.where(NpsAnswer.member_id == member_id, NpsAnswer.quarter == quarter))


async def by_quarter(session: AsyncSession, since: str) -> Sequence[Any]:
    """(quarter, score, times), from quarter *since* on."""
    found = select(NpsAnswer.quarter, NpsAnswer.score, func.count().label("times"))
    found = found.where(NpsAnswer.quarter >= since, ANSWERED)
    return (await session.execute(found.group_by(NpsAnswer.quarter, NpsAnswer.score))).all()


async def by_tier(session: AsyncSession, quarters: Sequence[str]) -> Sequence[Any]:
    """(tier the member has now, score, times) of these quarters."""
    found = select(Member.tier, NpsAnswer.score, func.count().label("times")).join(Member)
    found = found.where(NpsAnswer.quarter.in_(quarters), ANSWERED)
    return (await session.execute(found.group_by(Member.tier, NpsAnswer.score))).all()


async def by_outlet(session: AsyncSession, quarters: Sequence[str]) -> Sequence[Any]:
    """(outlet_id of the member's last order that was delivered before they were asked, score, times)."""
    last = (
        select(func.max(Order.id))
        .where(Order.member_id == NpsAnswer.member_id, Order.delivered_at <= NpsAnswer.asked_at)
        .correlate(NpsAnswer)
        .scalar_subquery()
    )
    found = select(Order.outlet_id, NpsAnswer.score, func.count().label("times")).join(Order, Order.id == last)
    found = found.where(NpsAnswer.quarter.in_(quarters), ANSWERED)
    return (await session.execute(found.group_by(Order.outlet_id, NpsAnswer.score))).all()


async def asked(session: AsyncSession, quarter: str) -> tuple[int, int]:
    """How many were asked in that quarter, and how many answered."""
    found = select(func.count(), func.count(NpsAnswer.score)).where(NpsAnswer.quarter == quarter)
    row = (await session.execute(found)).one()
    return int(row[0]), int(row[1])
