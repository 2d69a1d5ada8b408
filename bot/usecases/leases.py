"""Leases: one replica does a piece of work. An economy only; what must happen once is held by unique rows."""

from datetime import timedelta

from sqlalchemy import update

from db.models.automations import Lease
from db.session import Database, insert_once, now


async def take(db: Database, name: str, holder: str, *, seconds: int = 90) -> bool:
    """True when *holder* has the lease for the next *seconds* (taken or renewed), by the database's clock."""
    async with db.begin() as session:
        moment = await now(session)
        until = moment + timedelta(seconds=seconds)
        first = {"name": name, "holder": holder, "fence": 1, "expires_at": until}
        if await insert_once(session, Lease, first, index=["name"]):
            return True
        won = await session.execute(
            update(Lease)
            .where(Lease.name == name, (Lease.holder == holder) | (Lease.expires_at < moment))
            .values(holder=holder, fence=Lease.fence + 1, expires_at=until)
        )
        return bool(won.rowcount)  # type: ignore[attr-defined]


async def give_up(db: Database, name: str, holder: str) -> None:
    """Another may take it at once."""
    async with db.begin() as session:
        moment = await now(session)
        await session.execute(
            update(Lease)
            .where(Lease.name == name, Lease.holder == holder)
            .values(expires_at=moment - timedelta(seconds=1))
        )
