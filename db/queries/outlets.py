"""Named reads about outlets."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.staff import Outlet


@dataclass(frozen=True)
class OutletLine:
    """A shop or kitchen of the brand as lists show it."""

    id: int
    name: str
    address: str
    active: bool
    spend_max_bp: int | None = None  # of a bill here that points may pay; None: as the programme says


_LINES = select(Outlet.id, Outlet.name, Outlet.address, Outlet.active, Outlet.spend_max_bp)


async def every(session: AsyncSession) -> list[OutletLine]:
    """All outlets: open ones first, each in the order they were added."""
    return [OutletLine(*row) for row in await session.execute(_LINES.order_by(Outlet.active.desc(), Outlet.id))]


async def active(session: AsyncSession) -> list[OutletLine]:
    """The outlets that are open for business."""
    return [OutletLine(*row) for row in await session.execute(_LINES.where(Outlet.active).order_by(Outlet.id))]
