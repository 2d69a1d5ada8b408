"""Named reads of the till: who is served, and whose a voucher is."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState, Tier
from db.models.members import Member, Person
from db.models.staff import Outlet


@dataclass(frozen=True)
class Served:
    """A member at the till."""

    member_id: int
    number: str
    name: str
    tier: Tier
    chat_id: int | None  # None: known by the phone only


async def served(session: AsyncSession, member_id: int) -> Served | None:
    """The member, if there is a person behind the number."""
    found = (
        select(Member.id, Member.number, Person.name, Member.tier, Person.chat_id)
        .join(Person, Person.member_id == Member.id)
        .where(Member.id == member_id, Member.state == MemberState.ACTIVE)
    )
    row = (await session.execute(found)).one_or_none()
    return Served(*row) if row else None


async def outlet_name(session: AsyncSession, outlet_id: int | None) -> str | None:
    """What the outlet is called."""
    return await session.scalar(select(Outlet.name).where(Outlet.id == outlet_id)) if outlet_id else None
