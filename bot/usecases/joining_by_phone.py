"""Somebody known by their phone only, from a till, a site or another programme, joins in chat: the same member."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import codes
from bot.usecases import outside_events, outside_facts
from db.models.members import Member, Person
from db.queries.members import Known

CAME_BY_LIST = "import:"  # a source; nobody outside has heard of these members yet


async def adopt(session: AsyncSession, known: Known, chat_id: int, name: str, *, at: datetime) -> Known | None:
    """A step: the member has this chat from now on, and the name they are known by; *name* only where nobody ever told
    one. None: somebody was quicker."""
    free = (Person.member_id == known.member_id, Person.chat_id.is_(None))
    nameless = known.name == codes.format_number(known.number)
    called = name if name and nameless else known.name
    done = await session.execute(update(Person).where(*free).values(chat_id=chat_id, name=called))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        return None
    member = await session.get_one(Member, known.member_id)
    if (member.source or "").startswith(CAME_BY_LIST):
        outside_events.tell(session, outside_facts.joined(member.id, member.source), at=at)
    return Known(known.member_id, chat_id, known.number, called)
