"""Orders that are delivered, and goods of theirs that come back."""

from datetime import datetime
from itertools import count
from typing import Any

from bot.usecases import deliveries, orders, returns
from bot.usecases.actor import By
from bot.usecases.orders import OrderDraft
from bot.usecases.returns import Returned, ReturnWanted
from db.models.members import Member
from db.session import Database
from tests.support.orders import NOON, OLGA, Shop

_keys = count(1)


async def handed_over(
    shop: Shop, member_id: int, amount_minor: int = 1_240_00, at: datetime = NOON, **given: Any
) -> int:
    """An order was picked up then; returns its number."""
    olga = await shop.actor(OLGA)
    told: dict[str, Any] = {"key": f"bought{next(_keys)}", "member_id": member_id, "amount_minor": amount_minor}
    draft = OrderDraft(**told | given)
    order_id = (await orders.place(shop.db, olga, draft, at=at, new=shop.new)).order_id
    await deliveries.settle(shop.db, olga, order_id, "picked up", at=at)
    return order_id


def wanted(order_id: int, amount_minor: int | None = None, **given: Any) -> ReturnWanted:
    """Goods for so much (None: the rest) come back."""
    told: dict[str, Any] = {"key": f"back{next(_keys)}", "reason": "cold"} | given
    return ReturnWanted(**told, order_id=order_id, amount_minor=amount_minor)


async def comes_back(
    shop: Shop,
    order_id: int,
    amount_minor: int | None = None,
    *,
    by: By | None = None,
    at: datetime = NOON,
    **given: Any,
) -> Returned:
    asked = wanted(order_id, amount_minor, **given)
    return await returns.take(shop.db, by or await shop.actor(OLGA), asked, at=at)


async def member(db: Database, member_id: int) -> Member:
    async with db.read() as session:
        return await session.get_one(Member, member_id)
