"""Friends who join by somebody's link and have an order delivered: the short way, without the chat."""

from datetime import datetime

from bot.usecases import program, referral
from db.ledger import accounts, read
from db.models.chats import Chat
from db.models.members import Member, Person
from db.session import Database
from tests.support.orders import NOON

FIRST_CHAT = 5000


async def joins(db: Database, number: int, inviter_id: int | None, *, at: datetime = NOON) -> int:
    """Friend *number* (each has their own) is a member from now on, invited by *inviter_id*; returns their id."""
    chat_id, name = FIRST_CHAT + number, f"Friend {number}"
    async with db.begin() as session:
        tag = f"F{number}"
        member = Member(number=tag, card_code=tag, referral_code=tag, joined_at=at)
        session.add_all([member, Chat(chat_id=chat_id, first_name=name, language="en", created_at=at)])
        await session.flush()
        session.add(Person(member_id=member.id, chat_id=chat_id, name=name, phone=f"+7900{number:07d}"))
        await accounts.open_member(session, member.id)
        rules = await program.in_force(session, at)
        await referral.claim(session, friend_id=member.id, inviter_id=inviter_id, at=at, rules=rules)
        return member.id


async def first_order(db: Database, friend_id: int, *, net_minor: int = 100_000, at: datetime = NOON) -> int:
    """An order of the friend is delivered; returns the points the friend got for the invitation."""
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        return await referral.qualify(
            session, friend_id=friend_id, order_id=friend_id, net_minor=net_minor, at=at, rules=rules
        )


async def available(db: Database, member_id: int) -> int:
    async with db.read() as session:
        return (await read.balance(session, member_id)).available
