"""Who is due for a birthday gift or a nudge, and what was fired."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import FiringState, MemberState
from db.models.automations import Firing
from db.models.members import Member, Person


def _fired(automation_id: int, period: str) -> Any:
    return exists().where(
        and_(
            Firing.automation_id == automation_id,
            Firing.member_id == Member.id,
            Firing.period == period,
            Firing.state != FiringState.SKIPPED,
        )
    )


async def birthdays(
    session: AsyncSession, automation_id: int, *, days: Sequence[int], period: str, after: int, limit: int
) -> Sequence[Any]:
    """(id, birthday_day, birthday_month, birthday_set_on) of members born on *days* (month × 100 + day) without
    the gift of *period* yet; by id, from *after* on."""
    found = (
        select(Member.id, Person.birthday_day, Person.birthday_month, Person.birthday_set_on)
        .join(Person, Person.member_id == Member.id)
        .where(Person.birthday_md.in_(days), Member.state == MemberState.ACTIVE, Member.id > after)
        .where(~_fired(automation_id, period))
    )
    return (await session.execute(found.order_by(Member.id).limit(limit))).all()


async def silent(session: AsyncSession, *, since: datetime, until: datetime, after: int, limit: int) -> Sequence[Any]:
    """(id, last_order_at) of members whose last order was delivered in [since, until); by id, from *after* on."""
    found = select(Member.id, Member.last_order_at).where(
        Member.last_order_at >= since,
        Member.last_order_at < until,
        Member.state == MemberState.ACTIVE,
        Member.id > after,
    )
    return (await session.execute(found.order_by(Member.id).limit(limit))).all()


async def fired_since(session: AsyncSession, automation_id: int, since: datetime) -> dict[tuple[str, str | None], int]:
    """(state, reason) -> how many firings since then."""
    counted = (
        select(Firing.state, Firing.reason, func.count())
        .where(Firing.automation_id == automation_id, Firing.at >= since)
        .group_by(Firing.state, Firing.reason)
    )
    return {(str(state.value), reason): number for state, reason, number in (await session.execute(counted)).all()}
