"""Named reads about what is on."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import AutomationKind
from db.models.automations import Automation


async def is_on(session: AsyncSession, kind: AutomationKind) -> bool:
    """Whether the standing rule of that kind fires."""
    return await session.scalar(select(Automation.id).where(Automation.kind == kind, Automation.enabled)) is not None
