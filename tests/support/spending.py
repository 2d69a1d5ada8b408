"""People who pay with points: what they have, what is on their screen, and who asks them."""

from datetime import datetime
from itertools import count
from typing import Any

from bot.rules import codes, till_codes
from bot.usecases import keys, spendings
from bot.usecases.actor import By, Client
from bot.usecases.keys import Wanted
from bot.usecases.spendings import SpendSeen, SpendWanted
from db.enums import AccountKind, EntryKind, Role, Scope, StaffState
from db.ledger import post, read
from db.ledger.post import Because
from db.models.chats import Chat
from db.models.members import Member
from db.models.staff import Outlet, Staff
from tests.support.api import CARDS
from tests.support.orders import NOON, OLGA, Shop

TOM = 31
asked = count(1)


async def has(shop: Shop, member_id: int, points: int) -> None:
    """So many points more."""
    because = Because(f"given:{next(asked)}", EntryKind.ADJUST, NOON, "adjust")
    async with shop.db.begin() as session:
        await post.give(session, member_id, points, source=AccountKind.ADJUSTMENT, because=because, expires_on=None)


async def points_of(shop: Shop, member_id: int) -> tuple[int, int]:
    """What they can spend, and what is set aside."""
    async with shop.db.read() as session:
        now = await read.balance(session, member_id)
    return now.available, now.held


async def outlet(shop: Shop, name: str = "Central", spend_max_bp: int | None = None) -> int:
    async with shop.db.begin() as session:
        row = Outlet(name=name, address="", active=True, spend_max_bp=spend_max_bp, created_at=NOON)
        session.add(row)
        await session.flush()
        return row.id


async def tom(shop: Shop, outlet_id: int | None = None) -> By:
    """Tom works at the till."""
    async with shop.db.begin() as session:
        session.add(Chat(chat_id=TOM, first_name="Tom", language="en", created_at=NOON))
        hired: dict[str, Any] = {"role": Role.CASHIER, "state": StaffState.ACTIVE, "created_at": NOON}
        session.add(Staff(chat_id=TOM, name="Tom", outlet_id=outlet_id, **hired))
    return await shop.actor(TOM)


async def key(shop: Shop, scope: Scope = Scope.TILL, outlets: tuple[int, ...] = ()) -> Client:
    """A till (or a site) with a key of its own."""
    made = await keys.make(shop.db, await shop.actor(OLGA), Wanted("A till", scope, outlets), at=NOON, new=shop.new)
    return Client(made.line.id, scope, frozenset(outlets))


async def shows(shop: Shop, member_id: int, at: datetime = NOON) -> str:
    """The six digits on the member's screen."""
    return till_codes.digits(await card_code(shop, member_id), at, CARDS)


async def shows_qr(shop: Shop, member_id: int, at: datetime = NOON) -> str:
    return codes.sign_card(await card_code(shop, member_id), at, CARDS)


async def card_code(shop: Shop, member_id: int) -> str:
    async with shop.db.read() as session:
        return (await session.get_one(Member, member_id)).card_code


def wanted(member_id: int, points: int = 100, **given: Any) -> SpendWanted:
    """Points towards goods of 1 000 roubles."""
    whole: dict[str, Any] = {"key": f"spend{next(asked)}", "eligible_minor": 100_000} | given
    return SpendWanted(member_id=member_id, points=points, **whole)


async def held(shop: Shop, by: By, member_id: int, points: int = 100, **given: Any) -> SpendSeen:
    """Set aside by the digits on the member's screen."""
    at = given.pop("at", NOON)
    asked_for = wanted(member_id, points, **given)
    return await spendings.hold(shop.db, by, asked_for, await shows(shop, member_id, at), at=at, card_key=CARDS)
