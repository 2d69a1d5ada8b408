"""Members as tills, sites and partners see them: found by what the customer says or shows, told as far as the key goes.

A till knows the name and the last digits of the phone, a site everything, a partner the name, a reader no person.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import codes, people
from bot.rules.timing import Birthday
from bot.usecases import balance, program
from bot.usecases.actor import Client, allow
from bot.usecases.balance import BalanceView
from bot.usecases.errors import Refused
from db.enums import Scope, Tier
from db.ledger import read
from db.ledger.read import Line
from db.models.members import Member, Person
from db.queries import members_search as queries
from db.queries.members_search import FoundLine, ProfileRow
from db.session import Database

SEE = "members.see"
NAMED = frozenset({Scope.SITE, Scope.TILL, Scope.PARTNER})


@dataclass(frozen=True)
class Wanted:
    """What the customer says or shows; one of these. `card`: the text of the card's QR, a link or what is below it."""

    phone: str | None = None
    number: str | None = None
    card: str | None = None


@dataclass(frozen=True)
class MemberSeen:
    """A member; None is what this key is not told, or nobody knows. `in_chat`: they can be asked there. `just_shown`:
    the card was on their screen just now (a picture or a printed one was not)."""

    id: int
    number: str
    in_chat: bool
    name: str | None = None
    tier: Tier | None = None
    available: int | None = None
    phone: str | None = None
    joined_at: datetime | None = None
    orders_count: int | None = None
    birthday: Birthday | None = None
    language: str | None = None
    offers: bool | None = None
    just_shown: bool | None = None


async def find(db: Database, by: Client, wanted: Wanted, *, at: datetime, card_key: bytes) -> MemberSeen:
    """Whose phone, number or card it is. Changes nothing.

    Refuses `access.denied`, `member.unknown`; raises BadPhone, and BadCode for a card somebody made up.
    """
    async with db.read() as session:
        await allow(session, by, "members.find", at=at)
        found, fresh = await _found(session, wanted, at, card_key)
        if not found:
            raise Refused("member.unknown")
        return await seen(session, by, found[0].member_id, just_shown=fresh)


async def _found(
    session: AsyncSession, wanted: Wanted, at: datetime, card_key: bytes
) -> tuple[list[FoundLine], bool | None]:
    if wanted.card is not None:
        card = codes.read_card(wanted.card, at, card_key)
        return await queries.by_card(session, card.code), card.fresh
    if wanted.number is not None:
        number = codes.parse_number(wanted.number)
        return (await queries.by_number(session, number) if number else []), None
    region = people.region_of((await program.in_force(session, at)).program.time_zone)
    return await queries.by_phone(session, people.normal_phone(wanted.phone or "", region)), None


async def look(db: Database, by: Client, member_id: int, *, at: datetime) -> MemberSeen:
    """One member. Changes nothing. Refuses `access.denied`, `member.unknown`."""
    async with db.read() as session:
        await allow(session, by, SEE, at=at)
        return await seen(session, by, member_id)


async def seen(session: AsyncSession, by: Client, member_id: int, *, just_shown: bool | None = None) -> MemberSeen:
    """A step: the member as this key may see them. Refuses `member.unknown`."""
    row = await queries.profile(session, member_id)
    if row is None or row.name is None:
        raise Refused("member.unknown")
    told = MemberSeen(member_id, row.number, row.chat_id is not None, just_shown=just_shown)
    if by.scope in NAMED:
        told = _with(told, name=row.name)
    if by.scope is not Scope.PARTNER:
        available = (await read.balance(session, member_id)).available
        told = _with(told, tier=row.tier, available=available, joined_at=row.joined_at, orders_count=row.orders_count)
    if by.scope is Scope.TILL:
        told = _with(told, phone=people.mask_phone(row.phone or ""))
    return await _whole(session, told, row) if by.scope is Scope.SITE else told


def _with(told: MemberSeen, **more: object) -> MemberSeen:
    return MemberSeen(**{**told.__dict__, **more})


async def _whole(session: AsyncSession, told: MemberSeen, row: ProfileRow) -> MemberSeen:
    person = await session.get_one(Person, told.id)
    born = None
    if person.birthday_day and person.birthday_month:
        born = Birthday(person.birthday_day, person.birthday_month, person.birthday_year)
    return _with(told, phone=row.phone, birthday=born, language=row.language, offers=person.advertising)


async def points_of(db: Database, by: Client, member_id: int, *, at: datetime) -> BalanceView:
    """The member's points by state, and the way to the next level. Changes nothing. Refuses `access.denied`,
    `member.unknown`."""
    async with db.read() as session:
        await allow(session, by, SEE, at=at)
        await known(session, member_id)
        rules = await program.in_force(session, at)
    return await balance.look(db, member_id, at, rules)


@dataclass(frozen=True)
class HistorySeen:
    """Lines of the ledger, the newest first; `older`: the entry before which the next page begins, None on the last."""

    lines: list[Line]
    older: int | None


async def history(
    db: Database, by: Client, member_id: int, *, before: int | None, limit: int, at: datetime
) -> HistorySeen:
    """The member's lines older than entry *before*. Changes nothing. Refuses `access.denied`, `member.unknown`."""
    async with db.read() as session:
        await allow(session, by, SEE, at=at)
        await known(session, member_id)
        lines = await read.history(session, member_id, before=before, limit=limit + 1)
    return HistorySeen(lines[:limit], lines[limit - 1].entry_id if len(lines) > limit else None)


async def known(session: AsyncSession, member_id: int) -> Member:
    """A step: the member, if there is a person behind the number. Refuses `member.unknown`."""
    member = await session.get(Member, member_id)
    if member is None or member.erased_at is not None:
        raise Refused("member.unknown")
    return member
