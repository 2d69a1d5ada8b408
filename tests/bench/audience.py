"""Members by the million, and a broadcast to all of them, as rows made by the database itself."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.program_json import to_json
from bot.usecases import broadcast_launch, program
from db.enums import BroadcastState, ConsentKind, Role, StaffState
from db.models.broadcasts import Broadcast
from db.models.chats import Chat
from db.models.members import Consent, Member, Person
from db.models.program import ProgramVersion
from db.models.staff import Staff
from db.patience import patiently
from db.session import Database
from tests.support.orders import NOON
from tests.support.programs import SUSHI

FIRST_CHAT = 10_000
TEXT = "<b>Two for one</b> until eight: rolls with salmon, tuna and eel. Come by, or order as always."
AS_OF = NOON - timedelta(days=30)


async def opened(db: Database, members: int) -> None:
    """A shop whose owner has the chat 1, and members who agreed to offers."""
    async with db.begin() as session:
        since = {"effective_at": AS_OF, "published_at": AS_OF, "published_by": None}
        session.add(ProgramVersion(version=1, settings=to_json(SUSHI), **since))
        session.add(Chat(chat_id=1, first_name="Olga", language="en", created_at=AS_OF))
        session.add(Staff(chat_id=1, name="Olga", role=Role.OWNER, state=StaffState.ACTIVE, created_at=AS_OF))
    for model in (Chat, Member, Person, Consent):
        async with db.begin() as session:
            await _join(session, model, members)


async def _join(session: AsyncSession, model: type[Any], members: int) -> None:
    n = select(literal(1).label("n")).cte("numbers", recursive=True)
    n = n.union_all(select(n.c.n + 1).where(n.c.n < members))
    number, tag = n.c.n, cast(n.c.n, String)
    rows: dict[type[Any], dict[str, Any]] = {
        Chat: {"chat_id": number + FIRST_CHAT, "first_name": "Ann " + tag, "language": "en", "created_at": AS_OF},
        Member: {"id": number, **dict.fromkeys(("number", "card_code", "referral_code"), tag), "joined_at": AS_OF},
        Person: {"member_id": number, "chat_id": number + FIRST_CHAT, "name": "Ann", "phone": tag, "advertising": True},
        Consent: {"member_id": number, "kind": ConsentKind.ADVERTISING, "given": True, "at": AS_OF}
        | {"text_version": "1", "source": "join"},
    }
    values = {name: _column(model, name, value) for name, value in rows[model].items()}
    await patiently(session, insert(model).from_select(list(values), select(*values.values())))


async def planned(db: Database, *, at: datetime, **how: Any) -> int:
    """A running broadcast to everybody, planned as a started one is; returns its number."""
    async with db.begin() as session:
        content: dict[str, Any] = {"A": {"*": {"text": TEXT, "chat": None, "copy": []}}}
        olga = await session.scalar(select(Staff.id))
        row = Broadcast(staff_id=olga, content=content, state=BroadcastState.DRAFT, created_at=at, **how)
        session.add(row)
        await session.flush()
        await broadcast_launch.freeze(session, row, at, await program.in_force(session, at))
        return row.id


def _column(model: type[Any], name: str, value: Any) -> ColumnElement[Any]:
    made: ColumnElement[Any] = (
        value if isinstance(value, ColumnElement) else literal(value, model.__table__.c[name].type)
    )
    return made
