"""Named reads about what is on."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import AutomationKind, FiringState
from db.models.automations import Automation, Firing


async def rule(session: AsyncSession, kind: AutomationKind) -> Automation | None:
    """The standing rule of that kind, if it is on."""
    return await session.scalar(select(Automation).where(Automation.kind == kind, Automation.enabled))


async def last_fired(session: AsyncSession, rule_id: int, member_id: int) -> datetime | None:
    """When that rule last gave this member something."""
    fired = (Firing.automation_id == rule_id, Firing.member_id == member_id, Firing.state == FiringState.FIRED)
    return await session.scalar(select(func.max(Firing.at)).where(*fired))
