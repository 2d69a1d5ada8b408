"""A counter in a test: Tom and Sue at the tills of two outlets, Mia who manages, and members with points."""

from bot.rules.program import Program
from db.enums import Role, StaffState
from db.models.chats import Chat
from db.models.staff import Outlet, Staff
from db.session import Database
from tests.support.orders import BOB, NOON, Shop, opened
from tests.support.programs import SUSHI
from tests.support.talk import Person, Talk

TOM, SUE, MIA = 41, 42, 43
PEOPLE = ((TOM, "Tom", Role.CASHIER, 1), (SUE, "Sue", Role.CASHIER, 2), (MIA, "Mia", Role.MANAGER, None))


async def staffed(db: Database, program: Program = SUSHI) -> Shop:
    """The shop with its outlets Central (1) and Riverside (2) and the people at the counter."""
    shop = await opened(db, program)
    async with db.begin() as session:
        for number, name in ((1, "Central"), (2, "Riverside")):
            session.add(Outlet(id=number, name=name, address="", active=True, created_at=NOON))
        await session.flush()
        for chat, name, role, outlet in PEOPLE:
            session.add(Chat(chat_id=chat, first_name=name, language="en", created_at=NOON))
            person = {"role": role, "state": StaffState.ACTIVE, "created_at": NOON}
            session.add(Staff(chat_id=chat, name=name, outlet_id=outlet, **person))
    return shop


async def a_counter(talk: Talk, program: Program = SUSHI) -> tuple[Shop, Person, Person]:
    """The shop, Tom and Bob."""
    shop = await staffed(talk.db, program)
    return shop, talk.person("Tom", id=TOM), talk.person("Bob", id=BOB)
