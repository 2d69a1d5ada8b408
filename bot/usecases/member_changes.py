"""What a site changes of a member: name and birthday by the rules of the chat, offers with a proof, and erasing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import people
from bot.rules.timing import Birthday
from bot.usecases import consents, member_lookup, privacy, profile
from bot.usecases.actor import Client, allow
from bot.usecases.enrolments import Agreed, past, prove, real
from bot.usecases.errors import Refused
from bot.usecases.member_lookup import MemberSeen
from db.enums import ConsentKind
from db.ledger import accounts
from db.models.members import Member, Person
from db.queries import members as queries
from db.queries.personal import Subject
from db.session import Database

CHANGE = "members.change"


@dataclass(frozen=True)
class Changes:
    """What is to be otherwise; None stays as it is."""

    name: str | None = None
    birthday: Birthday | None = None


async def change(db: Database, by: Client, member_id: int, changes: Changes, *, at: datetime) -> MemberSeen:
    """The member is called so, and the birthday is kept; both as if they had said so in the chat.

    Refuses `access.denied`, `member.unknown`, `birthday.locked` (with the date `until`); raises BadName, BadDate.
    """
    async with db.begin() as session:
        await allow(session, by, CHANGE, at=at)
        await _held(session, member_id)
        if changes.name is not None:
            name = people.clean_name(changes.name)
            await session.execute(update(Person).where(Person.member_id == member_id).values(name=name))
        if changes.birthday is not None:
            await profile.set_birthday(session, member_id, real(changes.birthday, at), at=at)
        session.expire_all()
        return await member_lookup.seen(session, by, member_id)


async def _held(session: AsyncSession, member_id: int) -> None:
    """They cannot erase themselves until this unit ends, or its answer would be kept. Refuses `member.unknown`."""
    await accounts.lock_members(session, [member_id])
    await member_lookup.known(session, member_id)


async def offers(
    db: Database, by: Client, member_id: int, wanted: bool, consent: Agreed, *, at: datetime
) -> MemberSeen:
    """The member gets offers from now on, or none, by this proof; what was about to leave stays. Said twice it is kept
    once. Refuses `access.denied`, `member.unknown`, `consent.from_the_future`."""
    async with db.begin() as session:
        await allow(session, by, CHANGE, at=at)
        await _held(session, member_id)
        past(consent, at)
        if not wanted:
            await consents.cancel_planned(session, member_id)
        if await queries.advertising(session, member_id) != wanted:
            await prove(session, by, member_id, ConsentKind.ADVERTISING, wanted, consent)
        session.expire_all()
        return await member_lookup.seen(session, by, member_id)


@dataclass(frozen=True)
class Erased:
    """The member is a number only; `forfeited` points went back to the shop."""

    id: int
    forfeited: int


async def erase(db: Database, by: Client, member_id: int, *, at: datetime) -> Erased:
    """The person is gone as if they had erased themselves in the chat. Erased before: nothing changes.

    Refuses `access.denied`, `member.unknown`, `privacy.order_open` (with `order`) while an order is not finished.
    """
    async with db.begin() as session:
        key = await allow(session, by, "members.erase", at=at)
        if await session.get(Member, member_id) is None:
            raise Refused("member.unknown")
        chat_id = await session.scalar(select(Person.chat_id).where(Person.member_id == member_id))
        gone = await privacy.forget(session, Subject(member_id, chat_id), at=at, by=key)
    await db.scrub()
    return Erased(member_id, gone.forfeited)
