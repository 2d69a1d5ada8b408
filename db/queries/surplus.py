"""Surplus flashes: the dishes a word means, and how much of what was left has found somebody."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastOrigin, BroadcastState, VoucherState
from db.models.broadcasts import Broadcast
from db.models.messages import OutgoingMessage as Message
from db.models.orders import Dish, OrderItem
from db.models.vouchers import Voucher

ALIKE = 10


async def dishes(session: AsyncSession, folded: str) -> Sequence[Any]:
    """(name, folded, category) of the dish of this name, else of those whose names hold the word."""
    found = select(Dish.name, Dish.folded, Dish.category).order_by(Dish.folded).limit(ALIKE)
    same = (await session.execute(found.where(Dish.folded == folded))).all()
    return same or (await session.execute(found.where(Dish.folded.contains(folded, autoescape=True)))).all()


async def price_minor(session: AsyncSession, folded: Sequence[str]) -> int | None:
    """What one piece of these costs on average; None: never sold."""
    sold = select(func.sum(OrderItem.sum_minor), func.sum(OrderItem.quantity)).where(OrderItem.folded.in_(folded))
    total, pieces = (await session.execute(sold)).one()
    return int(total) // int(pieces) if pieces else None


def _used() -> Select[Any]:
    """Vouchers of flashes that have been used."""
    found = select(func.count()).select_from(Voucher).join(Message, Message.key == Voucher.key)
    return found.where(Voucher.state == VoucherState.USED)


async def saved_since(session: AsyncSession, since: datetime) -> int:
    """Pieces that were handed over from *since* on."""
    of_flashes = _used().join(Broadcast, Broadcast.id == Message.broadcast_id)
    of_flashes = of_flashes.where(Broadcast.origin == BroadcastOrigin.SURPLUS, Voucher.used_at >= since)
    return await session.scalar(of_flashes) or 0


async def newest(session: AsyncSession, limit: int) -> Sequence[Any]:
    """(id, name, state, stock, claimed, saved) of the newest flashes that are no drafts."""
    saved = _used().where(Message.broadcast_id == Broadcast.id).correlate(Broadcast).scalar_subquery().label("saved")
    asked = select(Broadcast.id, Broadcast.name, Broadcast.state, Broadcast.stock, Broadcast.claimed, saved)
    sent = asked.where(Broadcast.origin == BroadcastOrigin.SURPLUS, Broadcast.state != BroadcastState.DRAFT)
    return (await session.execute(sent.order_by(Broadcast.id.desc()).limit(limit))).all()
