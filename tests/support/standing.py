"""A shop with its standing rules, for tests of what fires when: Ann and Bob agreed to offers, nothing else happened."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from bot.rules import codes
from bot.usecases import automation_rounds, automations, consents, habits, program
from db.enums import AutomationKind, ConsentKind, MessageState, OrderState
from db.ledger import accounts, read
from db.models.automations import Automation, AutomationDay, Firing
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order, OrderItem
from db.session import Database
from tests.support import orders as shops
from tests.support.orders import ANN, BOB, NOON, Shop

TODAY = NOON.date()
MOSCOW = ZoneInfo("Europe/Moscow")


def moscow(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """The moment Moscow's clocks show that."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=MOSCOW)


@dataclass
class Calendar:
    """What is told of members as rows, and what the rules did."""

    shop: Shop
    db: Database

    async def only(self, kind: AutomationKind, *, on: date = TODAY, **values: Any) -> int:
        """That rule alone is on, since the day *on*, with these values in its row; returns its id."""
        async with self.db.begin() as session:
            await session.execute(update(Automation).values(enabled=False))
            began = {"enabled": True, "enabled_on": on, "enabled_at": moscow(on, 0)}
            await session.execute(update(Automation).where(Automation.kind == kind).values(**began, **values))
            await session.execute(delete(AutomationDay))
            return (await session.scalars(select(Automation.id).where(Automation.kind == kind))).one()

    async def agrees(self, chat: int = ANN, on: bool = True, *, at: datetime = NOON) -> None:
        await consents.advertise(self.db, await self.shop.actor(chat), on, source="settings", at=at)

    async def is_so(self, member: int, **values: Any) -> None:
        """Columns of the member and of the person."""
        async with self.db.begin() as session:
            rows = (await session.get_one(Member, member), await session.get_one(Person, member))
            for name, value in values.items():
                setattr(next(row for row in rows if hasattr(row, name)), name, value)

    async def born(self, member: int, day: int, month: int, *, told_on: date = date(2025, 1, 1)) -> None:
        told = {"birthday_day": day, "birthday_month": month, "birthday_md": month * 100 + day}
        await self.is_so(member, **told, birthday_set_on=told_on)

    async def had(self, member: int, at: datetime, minor: int = 100_000, *, category: str | None = None) -> int:
        """An order delivered then; the member's counts and habits follow."""
        async with self.db.begin() as session:
            who = await session.get_one(Member, member)
            who.first_order_at, who.last_order_at = who.first_order_at or at, at
            who.orders_count, who.spent_minor = who.orders_count + 1, who.spent_minor + minor
            order = Order(
                key=f"{member}:{at.isoformat()}",
                member_id=member,
                state=OrderState.DELIVERED,
                placed_by=1,
                currency="RUB",
                amount_minor=minor,
                base_minor=minor,
                points=0,
                program_version=1,
                earning="{}",
                handover_code="1",
                placed_at=at,
                delivered_at=at,
            )
            session.add(order)
            await session.flush()
            line = {"name": "Roll", "folded": "roll", "category": category, "quantity": 1, "sum_minor": minor}
            session.add(OrderItem(order_id=order.id, member_id=member, **line))
            await session.flush()
            await habits.refresh(session, member, rules=await program.in_force(session, NOON))
            return order.id

    async def passes(self, first: date, days: int, *, hour: int = 20) -> int:
        """The bell rings once on each of so many days."""
        return sum([await self.rings(moscow(first + timedelta(days=n), hour)) for n in range(days)])

    async def rings(self, at: datetime) -> int:
        """What was planned before has left by then."""
        async with self.db.begin() as session:
            due = update(OutgoingMessage).where(OutgoingMessage.state == MessageState.PLANNED)
            await session.execute(due.values(state=MessageState.SENT, left_at=OutgoingMessage.due_at))
        return await automation_rounds.fire_due(self.db, at)

    async def firings(self) -> list[tuple[int, str, str, str | None]]:
        async with self.db.read() as session:
            rows = await session.scalars(select(Firing).order_by(Firing.id))
            return [(row.member_id, row.period, row.state.value, row.reason) for row in rows]

    async def messages(self) -> list[OutgoingMessage]:
        async with self.db.read() as session:
            found = select(OutgoingMessage).where(OutgoingMessage.kind.startswith("automation."))
            return list(await session.scalars(found.order_by(OutgoingMessage.id)))

    async def available(self, member: int) -> int:
        async with self.db.read() as session:
            return (await read.balance(session, member)).available


async def many(db: Database, count: int, *, offers: bool = False, **person: Any) -> list[int]:
    """So many members more, who agreed to *offers* or were not asked."""
    async with db.begin() as session:
        members = [
            Member(number=codes.member_number(n), card_code=f"m{n:0>12}", referral_code=f"R{n}", joined_at=NOON)
            for n in range(100, 100 + count)
        ]
        session.add_all(members)
        await session.flush()
        for n, member in enumerate(members):
            session.add(Chat(chat_id=5000 + n, first_name=f"P{n}", language="en", created_at=NOON))
            theirs = {"chat_id": 5000 + n, "name": f"P{n}", "phone": f"+4870{n:07}", **person}
            session.add(Person(member_id=member.id, **theirs))
            await accounts.open_member(session, member.id)
            if offers:
                await consents.record(session, member.id, ConsentKind.ADVERTISING, True, source="join", at=NOON)
        return [member.id for member in members]


async def opened(db: Database) -> AsyncIterator[Calendar]:
    shop = await shops.opened(db)
    async with db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
    calendar = Calendar(shop, db)
    await calendar.agrees(ANN)
    await calendar.agrees(BOB)
    yield calendar
