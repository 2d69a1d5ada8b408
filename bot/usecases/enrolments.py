"""Members who join at a site or a till: known by their phone alone, with the proof of what they agreed to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import people
from bot.rules.timing import Birthday, parse_birthday
from bot.usecases import claim_steps, consents, member_lookup, newcomers, profile, program
from bot.usecases.actor import Client, allow
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.member_lookup import MemberSeen
from db.enums import ConsentKind
from db.ledger import accounts
from db.models.members import Consent, Person
from db.queries import members as queries
from db.session import Database, insert_once

CLOCKS_APART = timedelta(minutes=5)


@dataclass(frozen=True)
class Agreed:
    """What somebody agreed to elsewhere: the version of the text they read, when, and how that can be checked."""

    version: str
    at: datetime
    proof: str


@dataclass(frozen=True)
class Newcomer:
    """Somebody who joins. `offers`: they agreed to those too, by the same proof; `campaign`: what brought them."""

    phone: str
    name: str
    consent: Agreed
    offers: bool = False
    birthday: Birthday | None = None
    campaign: str | None = None


async def enrol(db: Database, by: Client, newcomer: Newcomer, *, at: datetime, new: Makers) -> MemberSeen:
    """They are a member with number, card and account (with the points that waited on their phone), and the proof is
    kept. They hear nothing until they open the bot; sharing the same phone there makes them this very member.

    Refuses `access.denied`, `program.not_set_up`, `registration.phone_known` (with nothing about whom),
    `consent.from_the_future`; raises BadPhone, BadName.
    """
    async with db.begin() as session:
        await allow(session, by, "members.create", at=at)
        rules = await program.in_force(session, at)
        if not rules.version:
            raise Refused("program.not_set_up")
        past(newcomer.consent, at)
        phone = people.normal_phone(newcomer.phone, people.region_of(rules.program.time_zone))
        if await queries.by_phone(session, phone):
            raise Refused("registration.phone_known")
        member = await newcomers.write(session, newcomer.campaign or by.signature, rules, at=at, new=new)
        await _introduce(session, member.id, phone, people.clean_name(newcomer.name))
        await _agreed(session, by, member.id, newcomer)
        await accounts.open_member(session, member.id)
        if newcomer.birthday:
            await profile.set_birthday(session, member.id, real(newcomer.birthday, at), at=at)
        await claim_steps.arrive(session, member.id, phone=phone, claim_id=None, at=at, rules=rules)
        return await member_lookup.seen(session, by, member.id)


def past(consent: Agreed, at: datetime) -> None:
    """Refuses `consent.from_the_future`, but for what clocks may differ by."""
    if consent.at > at + CLOCKS_APART:
        raise Refused("consent.from_the_future")


def real(birthday: Birthday, at: datetime) -> Birthday:
    """A day there is, of somebody who can be alive. Raises BadDate."""
    year = f".{birthday.year:04}" if birthday.year is not None else ""
    return parse_birthday(f"{birthday.day}.{birthday.month}{year}", at.date())


async def _introduce(session: AsyncSession, member_id: int, phone: str, name: str) -> None:
    person: dict[str, Any] = {"member_id": member_id, "chat_id": None, "name": name, "phone": phone}
    if not await insert_once(session, Person, person, index=[]):  # the same phone joined between our look and our word
        raise Refused("registration.phone_known")


async def _agreed(session: AsyncSession, by: Client, member_id: int, newcomer: Newcomer) -> None:
    kinds = [ConsentKind.DATA, *([ConsentKind.ADVERTISING] if newcomer.offers else [])]
    for kind in kinds:
        await prove(session, by, member_id, kind, True, newcomer.consent)


async def prove(
    session: AsyncSession, by: Client, member_id: int, kind: ConsentKind, given: bool, consent: Agreed
) -> None:
    """A step: one more row of proof, in the words of whoever heard it."""
    said = {"source": by.signature, "at": consent.at, "text_version": consent.version, "proof": consent.proof}
    await consents.keep(session, Consent(member_id=member_id, kind=kind, given=given, **said))
