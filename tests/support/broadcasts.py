"""A broadcast as it stands once it was sent, in the shop from tests/support/orders.py: rows, no dialogue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.rules import broadcasts as shapes
from bot.rules.automations import Offer
from bot.rules.broadcasts import Brings, OfferButton, Words
from bot.usecases.broadcast_ready import Said
from db.enums import BroadcastState, Lane, MessageState, OfferKind, OrderState, Topic
from db.models.broadcasts import Broadcast, OfferResponse
from db.models.chats import Chat
from db.models.members import Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.session import Database
from tests.support.ledger import joined
from tests.support.orders import NOON

SAID = Said(*({"en": each, "ru": each} for each in ("Come", "Yes", "No")))
POINTS = Offer(OfferKind.POINTS, 50, valid_days=14)
KIND = "broadcast.sent"
FIRST_CHAT = 10_000


async def running(db: Database, brings: Brings | None = POINTS, **given: Any) -> int:
    """A broadcast under way, to nobody yet; its number."""
    buttons = given.pop("buttons", (OfferButton("claim", {"en": "I take it"}),))
    text = given.pop("text", "<b>Sushi evening</b>\nCome and see")
    row: dict[str, Any] = {
        "staff_id": 1,
        "name": "Evening",
        "state": BroadcastState.RUNNING,
        "content": shapes.content_json({"A": {"*": Words(text)}}),
        "buttons": shapes.buttons_json(buttons),
        "offer": shapes.offer_json(brings),
        "created_at": NOON,
        "started_at": NOON,
    }
    async with db.begin() as session:
        made = Broadcast(**row | given)
        session.add(made)
        await session.flush()
        return made.id


async def sent(
    db: Database, broadcast_id: int, members: Iterable[int], variant: str | None = "A", **given: Any
) -> None:
    """These members got it; without a variant they are those who get nothing, to compare."""
    state = {"state": MessageState.SENT} if variant else {"state": MessageState.SKIPPED, "reason": "control"}
    async with db.begin() as session:
        found = select(Person.member_id, Person.chat_id).where(Person.member_id.in_(list(members)))
        for member_id, chat_id in (await session.execute(found)).all():
            row: dict[str, Any] = {
                "key": f"broadcast:{broadcast_id}:{member_id}",
                "chat_id": chat_id,
                "member_id": member_id,
                "broadcast_id": broadcast_id,
                "variant": variant,
                "lane": Lane.BULK,
                "advertising": True,
                "topic": Topic.OFFERS,
                "kind": KIND,
                "facts": {"broadcast": broadcast_id},
                "created_at": NOON,
                "due_at": NOON,
                "left_at": NOON if variant else None,
            }
            session.add(OutgoingMessage(**row | state | given))


async def crowd(db: Database, number: int, **chat: Any) -> list[int]:
    """So many members more, with a chat each."""
    members = await joined(db, *(f"Guest{n}" for n in range(number)))
    async with db.begin() as session:
        for member in members:
            named = {"chat_id": FIRST_CHAT + member, "first_name": "Guest", "language": "en", "created_at": NOON}
            session.add(Chat(**named | chat))
            phone = f"+4870{member:07}"
            session.add(Person(member_id=member, chat_id=FIRST_CHAT + member, name=f"Guest {member}", phone=phone))
    return members


async def bought(db: Database, member: int, when: datetime, minor: int = 100_000, **given: Any) -> None:
    """A delivered order of that net sum."""
    row: dict[str, Any] = {
        "key": f"{member}:{when.isoformat()}",
        "member_id": member,
        "state": OrderState.DELIVERED,
        "placed_by": 1,
        "currency": "RUB",
        "amount_minor": minor,
        "base_minor": minor,
        "points": 0,
        "program_version": 1,
        "earning": "{}",
        "handover_code": "1",
        "placed_at": when,
        "delivered_at": when,
    }
    async with db.begin() as session:
        session.add(Order(**row | given))


async def broadcast(db: Database, broadcast_id: int) -> Broadcast:
    async with db.read() as session:
        return await session.get_one(Broadcast, broadcast_id)


async def changed(db: Database, broadcast_id: int, **values: Any) -> None:
    async with db.begin() as session:
        row = await session.get_one(Broadcast, broadcast_id)
        for name, value in values.items():
            setattr(row, name, value)


async def answers(db: Database, source: str) -> set[tuple[int, str, str]]:
    """(member, what, detail) of everything noted."""
    theirs = select(OfferResponse).where(OfferResponse.source == source)
    async with db.read() as session:
        return {(each.member_id, each.what.value, each.detail) for each in await session.scalars(theirs)}


def at(text: str) -> datetime:
    """ "22T18" in the November of the tests, UTC."""
    return datetime.fromisoformat(f"2026-11-{text}:00:00+00:00")
