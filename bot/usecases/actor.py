"""Who is acting: one read tells the person's language, membership, role and where their dialogue stands."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.usecases.errors import Refused
from db.enums import Role, StaffState
from db.models.chats import Chat, ChatState
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


async def allow(session: AsyncSession, actor: Actor, act: str) -> Staff:
    """The staff row of *actor*, read again inside this unit: a right taken away a second ago is gone.

    Refuses `access.denied` when the person is no active staff or their role may not perform *act*.
    """
    staff = await session.scalar(select(Staff).where(Staff.chat_id == actor.chat_id, Staff.state == StaffState.ACTIVE))
    if staff is None or not access.may(staff.role, act):
        raise Refused("access.denied", act=act)
    return staff


def member_of(actor: Actor) -> int:
    """The actor's member id. Refuses `member.needed` for guests."""
    if actor.member_id is None:
        raise Refused("member.needed")
    return actor.member_id
