"""What members tell of themselves if they like: their city, and their gender. Nothing depends on either."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from bot.rules.people import clean_city
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from db.enums import Gender
from db.models.members import Person
from db.session import Database


@dataclass(frozen=True)
class AboutMe:
    """As it stands; None: not told."""

    city: str | None
    gender: Gender | None


async def look(db: Database, actor: Actor) -> AboutMe:
    """Refuses `member.needed`."""
    told = select(Person.city, Person.gender).where(Person.member_id == member_of(actor))
    async with db.read() as session:
        row = (await session.execute(told)).one_or_none()
    if row is None:
        raise Refused("member.needed")
    return AboutMe(row.city, row.gender)


async def live_in(db: Database, actor: Actor, text: str | None) -> AboutMe:
    """The member's city is this one, cleaned; None takes it away. Refuses `member.needed`; raises BadName, BadCity."""
    return await _tell(db, actor, city=clean_city(text) if text is not None else None)


async def be(db: Database, actor: Actor, gender: Gender | None) -> AboutMe:
    """The member's gender is this one; None takes it away. Refuses `member.needed`."""
    return await _tell(db, actor, gender=gender)


async def _tell(db: Database, actor: Actor, **values: Any) -> AboutMe:
    mine = Person.member_id == member_of(actor)
    async with db.begin() as session:
        await session.execute(update(Person).where(mine).values(**values))
    return await look(db, actor)
