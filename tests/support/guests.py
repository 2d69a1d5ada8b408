"""People at the shop's door, and people who have just come in."""

from datetime import UTC, datetime

from bot.rules.deep_links import Link
from bot.rules.program import Program
from bot.rules.program_json import to_json
from bot.usecases import chats, makers, registration
from bot.usecases.actor import Actor, read
from bot.usecases.registration import Joined, SharedContact
from db.models.program import ProgramVersion
from db.session import Database
from tests.support.programs import SUSHI

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NEW = makers.from_system()


async def open_shop(db: Database, program: Program = SUSHI) -> None:
    """The rules are in force; nobody is here yet."""
    async with db.begin() as session:
        settings = to_json(program)
        session.add(
            ProgramVersion(version=1, settings=settings, effective_at=NOON, published_at=NOON, published_by=None)
        )


async def guest(db: Database, chat_id: int, name: str) -> Actor:
    """Somebody who has written to the bot for the first time."""
    await chats.meet(db, chat_id, first_name=name, username=None, language="en", at=NOON)
    return await read(db, chat_id, NOON)


async def agreed(db: Database, chat_id: int, name: str, *, by: str = "", offers: bool = False) -> Actor:
    """A guest who came (by the referral code *by*), read and agreed."""
    actor = await guest(db, chat_id, name)
    await registration.arrive(db, actor, Link("referral", by) if by else Link("none"), at=NOON)
    await registration.agree(db, actor, offers=offers, at=NOON)
    return actor


async def shares(db: Database, actor: Actor, phone: str) -> Joined:
    """The guest shares their own phone."""
    contact = SharedContact(phone, actor.chat_id, actor.name)
    return await registration.complete(db, actor, contact, at=NOON, new=NEW)


async def member(db: Database, chat_id: int, name: str, *, by: str = "", offers: bool = False) -> Actor:
    """The same person as a member; their phone is made of the chat's number."""
    await shares(db, await agreed(db, chat_id, name, by=by, offers=offers), f"+4860010{chat_id:04d}")
    return await read(db, chat_id, NOON)
