"""What members agreed to: kept as rows with the text's version and the moment, never edited; the newest counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.actor import Actor, member_of
from db.enums import ConsentKind, MessageState
from db.models.members import Consent, Member, Person
from db.models.messages import OutgoingMessage
from db.queries import members as queries
from db.session import Database

POLICY = "2026-12"  # the version of the text in bot/telegram/customer/views/policy.py


@dataclass(frozen=True)
class Advertising:
    """Whether the member gets offers now; `changed`: it was otherwise before."""

    on: bool
    changed: bool


async def advertise(db: Database, actor: Actor, on: bool, *, source: str, at: datetime) -> Advertising:
    """The member gets offers from now on, or none: with a proof (text version, time, *source*: where they said so), and
    when off, offers that were about to leave stay. Said twice it is kept once. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        return Advertising(on, await choose(session, member_id, on, source=source, at=at))


async def choose(session: AsyncSession, member_id: int, on: bool, *, source: str, at: datetime) -> bool:
    """The same as a step; says whether anything changed."""
    await session.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    if not on:
        await cancel_planned(session, member_id)
    if await queries.advertising(session, member_id) == on:
        return False
    await record(session, member_id, ConsentKind.ADVERTISING, on, source=source, at=at)
    return True


async def record(
    session: AsyncSession,
    member_id: int,
    kind: ConsentKind,
    given: bool,
    *,
    source: str,
    at: datetime,
    version: str = POLICY,
) -> None:
    """One more row of proof; *version* is that of the text which was read."""
    await keep(
        session, Consent(member_id=member_id, kind=kind, given=given, text_version=version, at=at, source=source)
    )


async def keep(session: AsyncSession, said: Consent) -> None:
    """A step: the row is kept, and what many are asked for cheaply follows it."""
    session.add(said)
    await session.flush()
    if said.kind is ConsentKind.ADVERTISING:
        agreed = update(Person).where(Person.member_id == said.member_id)
        await session.execute(agreed.values(advertising=said.given))


async def cancel_planned(session: AsyncSession, member_id: int) -> None:
    """A step: offers that were about to leave stay."""
    planned = (
        OutgoingMessage.member_id == member_id,
        OutgoingMessage.advertising,
        OutgoingMessage.state == MessageState.PLANNED,
    )
    skipped = {"state": MessageState.SKIPPED, "reason": "no_consent"}
    await session.execute(update(OutgoingMessage).where(*planned).values(**skipped))
