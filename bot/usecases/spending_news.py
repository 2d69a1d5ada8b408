"""Who hears what about paying with points: the member is asked, whoever asked them is answered."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.notify import Notice, tell, tell_member
from bot.usecases.spending_begin import SpendSeen
from bot.usecases.spending_steps import key_of
from db.enums import Lane
from db.models.members import Person
from db.models.spendings import Spending
from db.models.staff import Staff


async def asked(session: AsyncSession, seen: SpendSeen, at: datetime) -> None:
    """The question, in the message that turns when it is over."""
    facts = {
        "spending": seen.id,
        "points": seen.points,
        "pays": seen.pays_minor,
        "currency": seen.currency,
        "place": seen.place,
        "until": seen.until.isoformat(),
    }
    notice = Notice(
        "spending.asked",
        facts,
        key=f"spending:{seen.id}:asked",
        lane=Lane.PERSON,
        thread=key_of(seen.id),
        until=seen.until,
    )
    await tell_member(session, seen.member_id, notice, at=at)


async def answered(
    session: AsyncSession, spending: Spending, at: datetime, *, yes: bool, expired: bool = False
) -> None:
    """Whoever of the staff asked sees the answer where they wait for it; a till asks by itself."""
    staff = await session.get(Staff, spending.staff_id) if spending.staff_id else None
    if staff is None:
        return
    name = await session.scalar(select(Person.name).where(Person.member_id == spending.member_id))
    facts = {"spending": spending.id, "member": name, "points": spending.points, "yes": yes, "expired": expired}
    notice = Notice("spending.answered", facts, lane=Lane.PERSON, thread=key_of(spending.id))
    await tell(session, staff.chat_id, notice, at=at)


async def over(session: AsyncSession, seen: SpendSeen, why: str, at: datetime) -> None:
    """The member's question turns: there is nothing to answer any more."""
    facts = {"spending": seen.id, "points": seen.points, "place": seen.place, "why": why}
    await tell_member(session, seen.member_id, Notice("spending.over", facts, thread=key_of(seen.id)), at=at)
