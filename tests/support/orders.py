"""A shop in the middle of its day: Olga owns it, Carl and Dan deliver, Ann and Bob are members. Rows, no dialogues."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.rules import codes
from bot.rules.program import Program
from bot.rules.program_json import to_json
from bot.usecases import makers, orders
from bot.usecases.actor import Actor, read
from bot.usecases.makers import Makers
from bot.usecases.orders import OrderDraft, OrderPlaced
from db.enums import Role, StaffState
from db.ledger import accounts
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.models.program import ProgramVersion
from db.models.staff import Staff
from db.session import Database
from tests.support.programs import SUSHI

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OLGA, CARL, DAN, ANN, BOB = 1, 11, 12, 21, 22
drafts = count(1)


@dataclass(frozen=True)
class Shop:
    """Who is who, by number; `code` is the handover code of every order until it is sent again."""

    db: Database
    carl: int
    dan: int
    ann: int
    bob: int
    code: str = "4821"

    @property
    def new(self) -> Makers:
        return Makers(**{**makers.from_system().__dict__, "handover_code": lambda: self.code})

    async def actor(self, chat_id: int) -> Actor:
        return await read(self.db, chat_id, NOON)

    async def place(self, **given: Any) -> OrderPlaced:
        """Bob's order of 1 240 roubles, for Carl."""
        draft: dict[str, Any] = {
            "member_id": self.bob,
            "amount_minor": 124_000,
            "fee_minor": 15_000,
            "address": "Nevsky 1",
        }
        draft |= {"courier_id": self.carl, "key": f"draft{next(drafts)}"} | given
        return await orders.place(self.db, await self.actor(OLGA), OrderDraft(**draft), at=NOON, new=self.new)

    async def order(self, order_id: int) -> Order:
        async with self.db.read() as session:
            return await session.get_one(Order, order_id)

    async def told(self, chat_id: int) -> list[str]:
        """The kinds of what was planned for this chat, in order."""
        found = select(OutgoingMessage.kind).where(OutgoingMessage.chat_id == chat_id).order_by(OutgoingMessage.id)
        async with self.db.read() as session:
            return list(await session.scalars(found))


async def opened(db: Database, program: Program = SUSHI) -> Shop:
    """The shop with its people; everybody speaks English."""
    async with db.begin() as session:
        version = ProgramVersion(
            version=1, settings=to_json(program), effective_at=NOON, published_at=NOON, published_by=None
        )
        session.add(version)
        people = ((OLGA, "Olga"), (CARL, "Carl"), (DAN, "Dan"), (ANN, "Ann Green"), (BOB, "Bob Stone"))
        session.add_all(Chat(chat_id=chat, first_name=name, language="en", created_at=NOON) for chat, name in people)
        staff = [
            Staff(chat_id=chat_id, name=name, role=role, state=StaffState.ACTIVE, created_at=NOON)
            for chat_id, name, role in (
                (OLGA, "Olga", Role.OWNER),
                (CARL, "Carl", Role.COURIER),
                (DAN, "Dan", Role.COURIER),
            )
        ]
        members = [
            Member(number=number, card_code=f"{number:0>13}", referral_code=number, joined_at=NOON)
            for number in (codes.member_number(1), codes.member_number(2))
        ]
        session.add_all([*staff, *members])
        await session.flush()
        for member, chat_id, name in zip(members, (ANN, BOB), ("Ann Green", "Bob Stone"), strict=True):
            session.add(Person(member_id=member.id, chat_id=chat_id, name=name, phone=f"+486001002{chat_id}"))
            await accounts.open_member(session, member.id)
        return Shop(db, staff[1].id, staff[2].id, members[0].id, members[1].id)
