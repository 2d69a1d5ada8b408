"""Leases: one replica does a piece of work. An economy only; what must happen once is held by unique rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.automations import Lease
from db.session import Database, insert_once, now

AHEAD = 2  # of its length a lease may end: one that ends later was taken before the clock was put back


@dataclass(frozen=True)
class Attendance:
    """`leads`: the asker has the lease; `number`: of processes that were here lately, the asker among them."""

    leads: bool
    number: int


async def take(db: Database, name: str, holder: str, *, seconds: float = 90) -> bool:
    """True when *holder* has the lease for the next *seconds* (taken or renewed), by the database's clock."""
    async with db.begin() as session:
        return await _taken(session, name, holder, seconds, await now(session))


async def give_up(db: Database, name: str, holder: str) -> None:
    """Another may take it at once."""
    async with db.begin() as session:
        moment = await now(session)
        await session.execute(
            update(Lease)
            .where(Lease.name == name, Lease.holder == holder)
            .values(expires_at=moment - timedelta(seconds=1))
        )


async def attend(db: Database, name: str, holder: str, *, seconds: float) -> Attendance:
    """*holder* is here for the next *seconds*, and has the lease unless another has; whoever is gone is forgotten."""
    async with db.begin() as session:
        moment = await now(session)
        leads = await _taken(session, name, holder, seconds, moment)
        await _taken(session, f"{name}:{holder}", holder, seconds, moment)
        here = Lease.name.startswith(f"{name}:", autoescape=True)
        await session.execute(delete(Lease).where(here, _over(moment, seconds)))
        return Attendance(leads, await session.scalar(select(func.count()).where(here)) or 1)


async def leave(db: Database, name: str, holder: str) -> None:
    """*holder* is here no more, and another may take the lease at once."""
    async with db.begin() as session:
        theirs = Lease.holder == holder, Lease.name.in_((name, f"{name}:{holder}"))
        await session.execute(delete(Lease).where(*theirs))


async def _taken(session: AsyncSession, name: str, holder: str, seconds: float, moment: datetime) -> bool:
    until = moment + timedelta(seconds=seconds)
    first = {"name": name, "holder": holder, "fence": 1, "expires_at": until}
    if await insert_once(session, Lease, first, index=["name"]):
        return True
    won = await session.execute(
        update(Lease)
        .where(Lease.name == name, (Lease.holder == holder) | _over(moment, seconds))
        .values(holder=holder, fence=Lease.fence + 1, expires_at=until)
    )
    return bool(won.rowcount)  # type: ignore[attr-defined]


def _over(moment: datetime, seconds: float) -> ColumnElement[bool]:
    return (Lease.expires_at < moment) | (Lease.expires_at > moment + AHEAD * timedelta(seconds=seconds))
