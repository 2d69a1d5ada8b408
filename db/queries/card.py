"""Named reads for the card."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.members import Member, Person
from db.models.program import BrandFile

LOGO = "logo"


@dataclass(frozen=True)
class Holder:
    """Whose card it is."""

    name: str
    number: str
    card_code: str
    joined_at: datetime


async def holder(session: AsyncSession, member_id: int) -> Holder | None:
    """The person on the card; None when nobody is behind the number (any more)."""
    found = (
        select(Person.name, Member.number, Member.card_code, Member.joined_at)
        .join(Member, Member.id == Person.member_id)
        .where(Member.id == member_id)
    )
    row = (await session.execute(found)).one_or_none()
    return Holder(*row) if row else None


async def logo(session: AsyncSession) -> bytes | None:
    """The brand's logo as it was uploaded."""
    content: bytes | None = await session.scalar(select(BrandFile.content).where(BrandFile.name == LOGO))
    return content
