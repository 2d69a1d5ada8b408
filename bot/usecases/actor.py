"""Who is acting: a person in their chat (one read tells all of them), or the holder of an API key."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, overload

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.usecases.errors import Refused
from db.enums import Role, Scope, StaffState
from db.models.chats import Chat, ChatState
from db.models.clients import ApiKey
from db.models.members import Person
from db.models.program import ProgramVersion
from db.models.staff import Staff
from db.session import Database


@dataclass(frozen=True)
class Actor:
    """A person in their private chat. `language` is None until chosen; `role` is None for people who are not staff."""

    chat_id: int
    known: bool = False
    language: str | None = None
    telegram_language: str | None = None
    name: str = ""
    reachable: bool = True
    menu: str | None = None
    seen_on: date | None = None
    member_id: int | None = None
    staff_id: int | None = None
    role: Role | None = None
    outlet_id: int | None = None
    step: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    program_version: int = 0

    @property
    def speaks(self) -> str | None:
        return self.language or self.telegram_language

    @property
    def signature(self) -> str:
        """How entries and audit lines name this person: by number only."""
        if self.staff_id is not None:
            return f"staff:{self.staff_id}"
        return f"member:{self.member_id}" if self.member_id is not None else "guest"


@dataclass(frozen=True)
class Client:
    """A till, a site or a partner that speaks by an API key. `outlets`: those it is bound to; none: every one."""

    key_id: int
    scope: Scope
    outlets: frozenset[int] = frozenset()
    partner_id: int | None = None

    @property
    def signature(self) -> str:
        return f"key:{self.key_id}"


By = Actor | Client  # who asks
Hand = Staff | ApiKey  # their row, read again inside the unit


def signature(hand: Hand) -> str:
    """How entries name whoever did it: by number only."""
    return f"key:{hand.id}" if isinstance(hand, ApiKey) else f"staff:{hand.id}"


def staff_id(hand: Hand) -> int | None:
    return None if isinstance(hand, ApiKey) else hand.id


def key_id(hand: Hand) -> int | None:
    return hand.id if isinstance(hand, ApiKey) else None


_COLUMNS = (
    Chat.language,
    Chat.telegram_language,
    Chat.first_name,
    Chat.reachable,
    Chat.menu,
    Chat.seen_on,
    Person.member_id,
    Person.name,
    Staff.id.label("staff_id"),
    Staff.role,
    Staff.outlet_id,
    ChatState.step,
    ChatState.data,
)
_newest = select(func.max(ProgramVersion.version)).where(ProgramVersion.effective_at <= bindparam("at"))
# Built once: every update asks it, and building costs more than the database's answer.
_FOUND = (
    select(*_COLUMNS, _newest.scalar_subquery().label("program_version"))
    .select_from(Chat)
    .outerjoin(Person, Person.chat_id == Chat.chat_id)
    .outerjoin(Staff, and_(Staff.chat_id == Chat.chat_id, Staff.state == StaffState.ACTIVE))
    .outerjoin(ChatState, ChatState.chat_id == Chat.chat_id)
    .where(Chat.chat_id == bindparam("chat"))
)


async def read(db: Database, chat_id: int, at: datetime) -> Actor:
    """The actor of *chat_id*, or one with known=False. One statement."""
    async with db.read() as session:
        row = (await session.execute(_FOUND, {"chat": chat_id, "at": at})).first()
    if row is None:
        return Actor(chat_id)
    return Actor(
        chat_id=chat_id,
        known=True,
        language=row.language,
        telegram_language=row.telegram_language,
        name=row.name or row.first_name,
        reachable=row.reachable,
        menu=row.menu,
        seen_on=row.seen_on,
        member_id=row.member_id,
        staff_id=row.staff_id,
        role=row.role,
        outlet_id=row.outlet_id,
        step=row.step,
        data=row.data or {},
        program_version=row.program_version or 0,
    )


@overload
async def allow(session: AsyncSession, by: Actor, act: str, *, at: datetime | None = None) -> Staff: ...


@overload
async def allow(session: AsyncSession, by: Client, act: str, *, at: datetime | None = None) -> ApiKey: ...


@overload
async def allow(session: AsyncSession, by: By, act: str, *, at: datetime | None = None) -> Hand: ...


async def allow(session: AsyncSession, by: By, act: str, *, at: datetime | None = None) -> Hand:
    """The row of whoever acts, read again inside this unit: a right taken away a second ago is gone.

    Refuses `access.denied` when the person is no active staff, the key was revoked (or has ended, by *at*), or their
    role or its scope may not perform *act*.
    """
    if isinstance(by, Client):
        return await _allow_key(session, by, act, at)
    staff = await session.scalar(select(Staff).where(Staff.chat_id == by.chat_id, Staff.state == StaffState.ACTIVE))
    if staff is None or not access.may(staff.role, act):
        raise Refused("access.denied", act=act)
    return staff


async def _allow_key(session: AsyncSession, by: Client, act: str, at: datetime | None) -> ApiKey:
    key = await session.get(ApiKey, by.key_id)
    ended = key is None or key.revoked_at is not None or (at and key.expires_at and key.expires_at <= at)
    if key is None or ended or not access.in_scope(key.scope, act):
        raise Refused("access.denied", act=act)
    return key


def here(hand: Hand, outlet_id: int | None) -> int | None:
    """The outlet at which *hand* acts: the one named, else the only one it is bound to. Refuses `outlet.not_yours`
    when it is bound to others."""
    bound = hand.outlets if isinstance(hand, ApiKey) else []
    if outlet_id is None:
        return bound[0] if len(bound) == 1 else (None if isinstance(hand, ApiKey) else hand.outlet_id)
    if bound and outlet_id not in bound:
        raise Refused("outlet.not_yours", outlet=outlet_id)
    return outlet_id


def member_of(actor: Actor) -> int:
    """The actor's member id. Refuses `member.needed` for guests."""
    if actor.member_id is None:
        raise Refused("member.needed")
    return actor.member_id
