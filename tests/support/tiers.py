"""A member's past, as rows: what was bought when; and what became of their tier."""

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select, update

from bot.usecases import program, tiers
from db.enums import OrderState
from db.models.members import Member, TierChange
from db.models.orders import Order
from db.session import Database
from tests.support.orders import NOON, Shop

_orders = count(1)


def day(number: int) -> datetime:
    """Noon so many days from the tests' today."""
    return NOON + timedelta(days=number)


async def bought(shop: Shop, member_id: int, net_minor: int, at: datetime = NOON) -> None:
    """An order was delivered then; nothing else has happened yet."""
    async with shop.db.begin() as session:
        session.add(
            Order(
                key=f"past{next(_orders)}",
                member_id=member_id,
                state=OrderState.DELIVERED,
                placed_by=1,
                currency="RUB",
                amount_minor=net_minor,
                base_minor=net_minor,
                points=0,
                program_version=1,
                earning="{}",
                handover_code="0000",
                placed_at=at,
                delivered_at=at,
                earned_at=at,
            )
        )
        spent = Member.spent_minor + net_minor
        await session.execute(update(Member).where(Member.id == member_id).values(spent_minor=spent))


async def recheck(db: Database, member_id: int, at: datetime = NOON) -> object:
    async with db.begin() as session:
        return await tiers.recheck(session, member_id, at, await program.in_force(session, at))


async def member(db: Database, member_id: int) -> Member:
    async with db.read() as session:
        return await session.get_one(Member, member_id)


async def steps(db: Database, member_id: int) -> list[tuple[str, str, str]]:
    """(old, new, why) of each change, oldest first."""
    found = select(TierChange.old, TierChange.new, TierChange.why).where(TierChange.member_id == member_id)
    async with db.read() as session:
        return [(old.value, new.value, why) for old, new, why in await session.execute(found.order_by(TierChange.id))]
