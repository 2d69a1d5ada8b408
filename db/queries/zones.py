"""The time zones members named."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.members import Person

_first = select(func.min(Person.time_zone).label("name")).cte("names", recursive=True)
_next = select(func.min(Person.time_zone)).where(Person.time_zone > _first.c.name).correlate(_first).scalar_subquery()
_names = _first.union(select(_next).where(_first.c.name.is_not(None)))
# From name to name along the index: as many steps as there are names, however many people there are.
_NAMED = select(_names.c.name).where(_names.c.name.is_not(None)).order_by(_names.c.name)


async def names(session: AsyncSession) -> list[str]:
    """Every zone somebody named, each once."""
    return list(await session.scalars(_NAMED))
