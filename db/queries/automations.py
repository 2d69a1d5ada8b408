"""Standing rules: what each is and how far it has looked, and what was fired."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConsentKind, FiringState
from db.models.automations import Automation, AutomationDay, Firing
from db.models.members import Consent, Member
from db.queries import segments


async def standing(session: AsyncSession) -> Sequence[Automation]:
    """Every rule, oldest first."""
    return (await session.scalars(select(Automation).order_by(Automation.id))).all()


async def days_done(session: AsyncSession) -> dict[int, list[AutomationDay]]:
    """By rule, how far it has looked in each zone."""
    done: dict[int, list[AutomationDay]] = {}
    for row in await session.scalars(select(AutomationDay)):
        done.setdefault(row.automation_id, []).append(row)
    return done


async def still_on(session: AsyncSession, automation_id: int) -> bool:
    """Whether the rule is on; it cannot be switched before this unit ends, nor can another unit of it fire."""
    found = select(Automation.enabled).where(Automation.id == automation_id).with_for_update()
    return bool(await session.scalar(found))


async def states(
    session: AsyncSession, automation_id: int, members: Sequence[int]
) -> dict[tuple[int, str], FiringState]:
    """(member, period) → what became of it."""
    found = select(Firing.member_id, Firing.period, Firing.state).where(
        Firing.automation_id == automation_id, Firing.member_id.in_(members)
    )
    return {(row.member_id, row.period): row.state for row in await session.execute(found)}


async def made_up(session: AsyncSession, who: Mapping[str, Any], outcome: Mapping[str, Any]) -> bool:
    """A skipped firing becomes what it is now; False when another unit was first."""
    late = update(Firing).where(*(getattr(Firing, name) == value for name, value in who.items()))
    late = late.where(Firing.state == FiringState.SKIPPED).values(**outcome)
    return bool((await session.execute(late)).rowcount)  # type: ignore[attr-defined]


async def skipped_since(session: AsyncSession, automation_id: int, since: datetime, after: int) -> list[int]:
    """Members whose firing was skipped since then and may be made up for: who had not agreed to offers, only if they
    have said something since. By number, from *after* on."""
    said = select(Consent.id).where(
        Consent.member_id == Firing.member_id, Consent.kind == ConsentKind.ADVERTISING, Consent.at >= Firing.at
    )
    found = (
        select(Firing.member_id)
        .where(Firing.automation_id == automation_id, Firing.at >= since, Firing.state == FiringState.SKIPPED)
        .where(or_(Firing.reason != "no_consent", said.exists()), Firing.member_id > after)
        .distinct()
    )
    return list(await session.scalars(found.order_by(Firing.member_id).limit(200)))


async def in_segment(
    session: AsyncSession, segment: Mapping[str, Any], members: Sequence[int], at: datetime, zone: ZoneInfo
) -> Collection[int]:
    """Those of *members* who belong to the segment."""
    found = select(Member.id).where(Member.id.in_(members), segments.where(segment, at=at, zone=zone))
    return set(await session.scalars(found))


async def fired_count(session: AsyncSession, automation_id: int, since: datetime) -> int:
    """How often it fired since then, over all members."""
    fired = (Firing.automation_id == automation_id, Firing.at >= since, Firing.state == FiringState.FIRED)
    return await session.scalar(select(func.count()).select_from(Firing).where(*fired)) or 0


async def fired_since(session: AsyncSession, automation_id: int, since: datetime) -> dict[tuple[str, str | None], int]:
    """(state, reason) -> how many firings since then."""
    counted = (
        select(Firing.state, Firing.reason, func.count())
        .where(Firing.automation_id == automation_id, Firing.at >= since)
        .group_by(Firing.state, Firing.reason)
    )
    return {(str(state.value), reason): number for state, reason, number in (await session.execute(counted)).all()}
