"""What a member told they can't eat: only to warn them; it goes when they take it back or erase themselves."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from db.enums import Allergen
from db.models.members import Person
from db.session import Database


@dataclass(frozen=True)
class Declared:
    """The member's allergens, in the order of the regulation."""

    allergens: tuple[Allergen, ...]


async def look(db: Database, actor: Actor) -> Declared:
    """What the member declared. Changes nothing. Refuses `member.needed`."""
    async with db.read() as session:
        return _declared(await _person(session, member_of(actor)))


async def declare(db: Database, actor: Actor, allergen: Allergen, on: bool) -> Declared:
    """The member has (or no longer has) declared *allergen*; twice is once. Refuses `member.needed`."""
    async with db.begin() as session:
        person = await _person(session, member_of(actor), locked=True)
        others = [each for each in person.allergens if each != allergen]
        person.allergens = sorted([*others, allergen.value] if on else others)
        return _declared(person)


async def _person(session: AsyncSession, member_id: int, *, locked: bool = False) -> Person:
    found = select(Person).where(Person.member_id == member_id)
    person = await session.scalar(found.with_for_update() if locked else found)
    if person is None:
        raise Refused("member.needed")
    return person


def _declared(person: Person) -> Declared:
    return Declared(tuple(each for each in Allergen if each in person.allergens))
