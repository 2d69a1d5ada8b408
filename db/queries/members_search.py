"""Named reads by which the staff find members, and all that is told of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConsentKind, ReferralState, Tier
from db.models.chats import Chat
from db.models.members import Consent, Member, MemberNote, MemberTag, Person
from db.models.referrals import Referral
from db.models.staff import Staff

MOST_FOUND = 10


@dataclass(frozen=True)
class FoundLine:
    """A member as the choice list shows them."""

    member_id: int
    number: str
    name: str
    phone: str
    tier: Tier
    orders_count: int


@dataclass(frozen=True)
class ProfileRow:
    """A member and the person behind the number; the person's columns are None once erased."""

    member_id: int
    number: str
    tier: Tier
    joined_at: datetime
    source: str | None
    orders_count: int
    spent_minor: int
    last_order_at: datetime | None
    name: str | None
    phone: str | None
    chat_id: int | None
    birthday_day: int | None
    birthday_month: int | None
    language: str | None
    reachable: bool | None


@dataclass(frozen=True)
class ConsentLine:
    """The newest word of a member about one kind of consent."""

    kind: ConsentKind
    given: bool
    at: datetime


@dataclass(frozen=True)
class NoteLine:
    text: str
    by: str | None
    at: datetime


@dataclass(frozen=True)
class ReferralLine:
    """Friends by state, and the points they brought."""

    friends: int
    qualified: int
    points: int
    invited_by: str | None


_FOUND = select(Member.id, Member.number, Person.name, Person.phone, Member.tier, Member.orders_count).join(
    Person, Person.member_id == Member.id
)
_PROFILE_COLUMNS: tuple[Any, ...] = (
    Member.id,
    Member.number,
    Member.tier,
    Member.joined_at,
    Member.source,
    Member.orders_count,
    Member.spent_minor,
    Member.last_order_at,
    Person.name,
    Person.phone,
    Person.chat_id,
    Person.birthday_day,
    Person.birthday_month,
    Chat.language,
    Chat.reachable,
)
_PROFILE = (
    select(*_PROFILE_COLUMNS)
    .outerjoin(Person, Person.member_id == Member.id)
    .outerjoin(Chat, Chat.chat_id == Person.chat_id)
)


async def by_number(session: AsyncSession, number: str) -> list[FoundLine]:
    """Whose number it is, with its check digit."""
    return await _found(session, Member.number == number)


async def by_card(session: AsyncSession, code: str) -> list[FoundLine]:
    """Whose card it is."""
    return await _found(session, Member.card_code == code)


async def by_phone(session: AsyncSession, phone: str) -> list[FoundLine]:
    """Whose phone it is, in the international form."""
    return await _found(session, Person.phone == phone)


async def by_last_digits(session: AsyncSession, digits: str) -> list[FoundLine]:
    """Everybody whose phone ends so, at most MOST_FOUND; those who ordered most first."""
    return await _found(session, Person.phone.endswith(digits, autoescape=True))


async def by_name(session: AsyncSession, fragment: str) -> list[FoundLine]:
    """Everybody whose name has *fragment* in it, at most MOST_FOUND. Written out in four ways, because SQLite tells
    capitals from small letters in every alphabet but the English."""
    ways = {fragment, fragment.lower(), fragment.upper(), fragment.title()}
    return await _found(session, or_(*(Person.name.contains(way, autoescape=True) for way in sorted(ways))))


async def _found(session: AsyncSession, which: ColumnElement[bool]) -> list[FoundLine]:
    statement = _FOUND.where(which).order_by(Member.orders_count.desc(), Member.id).limit(MOST_FOUND)
    return [FoundLine(*row) for row in await session.execute(statement)]


async def profile(session: AsyncSession, member_id: int) -> ProfileRow | None:
    """All about a member that stands in one row."""
    row = (await session.execute(_PROFILE.where(Member.id == member_id))).one_or_none()
    return ProfileRow(*row) if row else None


async def consents(session: AsyncSession, member_id: int) -> list[ConsentLine]:
    """What the member last said about each kind."""
    newest = select(func.max(Consent.id)).where(Consent.member_id == member_id).group_by(Consent.kind)
    found = select(Consent.kind, Consent.given, Consent.at).where(Consent.id.in_(newest)).order_by(Consent.kind)
    return [ConsentLine(*row) for row in await session.execute(found)]


async def tags(session: AsyncSession, member_id: int) -> list[str]:
    """The words the staff put on the member, in order."""
    return list(
        await session.scalars(select(MemberTag.tag).where(MemberTag.member_id == member_id).order_by(MemberTag.tag))
    )


async def notes(session: AsyncSession, member_id: int, *, limit: int) -> list[NoteLine]:
    """The newest remarks of the staff."""
    found = (
        select(MemberNote.text, Staff.name, MemberNote.at)
        .outerjoin(Staff, Staff.id == MemberNote.staff_id)
        .where(MemberNote.member_id == member_id)
        .order_by(MemberNote.id.desc())
        .limit(limit)
    )
    return [NoteLine(*row) for row in await session.execute(found)]


async def referrals(session: AsyncSession, member_id: int) -> ReferralLine:
    """Whom the member brought, and who brought them."""
    paid = func.count().filter(Referral.state == ReferralState.PAID)
    brought = select(func.count(), paid, func.coalesce(func.sum(Referral.points_inviter), 0)).where(
        Referral.inviter_id == member_id
    )
    friends, qualified, brought_points = (await session.execute(brought)).one()
    inviter = (
        select(func.coalesce(Person.name, Member.number))
        .select_from(Referral)
        .join(Member, Member.id == Referral.inviter_id)
        .outerjoin(Person, Person.member_id == Member.id)
        .where(Referral.friend_id == member_id)
    )
    return ReferralLine(friends, qualified, int(brought_points), await session.scalar(inviter))
