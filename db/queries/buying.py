"""How one member buys: what kinds of things, what most often, and what they did with the offers sent to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MessageState, OrderState, Response
from db.models.broadcasts import OfferResponse
from db.models.members import Member
from db.models.messages import OutgoingMessage
from db.models.orders import Order, OrderItem
from db.models.segments import Threshold


@dataclass(frozen=True)
class BuyerRow:
    """What is kept beside the member of their habits, and the sums they are compared by."""

    rhythm_days: int | None
    usual_hour: int | None
    usual_weekday: int | None
    favourite: str | None
    orders: int
    spent_minor: int
    last_order_at: datetime | None


@dataclass(frozen=True)
class Bought:
    """A category (None: dishes without one) or a dish: pieces, and what they cost before discounts."""

    name: str | None
    pieces: int
    sum_minor: int


async def buyer(session: AsyncSession, member_id: int) -> BuyerRow | None:
    """None when there is no such member."""
    habits = Member.rhythm_days, Member.usual_hour, Member.usual_weekday, Member.favourite
    found = select(*habits, Member.orders_count, Member.spent_minor, Member.last_order_at)
    row = (await session.execute(found.where(Member.id == member_id))).one_or_none()
    return BuyerRow(*row) if row else None


def _bought(column: Any, member_id: int) -> Select[Any]:
    """Of delivered orders, by *column*, the dearest first."""
    total = func.sum(OrderItem.sum_minor)
    found = select(column, func.sum(OrderItem.quantity), total).join(Order, Order.id == OrderItem.order_id)
    theirs = found.where(OrderItem.member_id == member_id, Order.state == OrderState.DELIVERED)
    return theirs.group_by(column).order_by(total.desc())


async def categories(session: AsyncSession, member_id: int) -> list[Bought]:
    """Every category they bought from."""
    rows = await session.execute(_bought(OrderItem.category, member_id))
    return [Bought(row[0], int(row[1]), int(row[2])) for row in rows]


async def dishes(session: AsyncSession, member_id: int, limit: int) -> list[Bought]:
    """What they bought most often."""
    often = _bought(OrderItem.name, member_id).order_by(None).order_by(func.sum(OrderItem.quantity).desc())
    rows = await session.execute(often.limit(limit))
    return [Bought(row[0], int(row[1]), int(row[2])) for row in rows]


async def answers(session: AsyncSession, member_id: int) -> dict[Response, int]:
    """How many offers they answered in each way."""
    counted = select(OfferResponse.what, func.count()).where(OfferResponse.member_id == member_id)
    rows = await session.execute(counted.group_by(OfferResponse.what))
    return {row[0]: row[1] for row in rows}


async def offers_sent(session: AsyncSession, member_id: int) -> int:
    """Advertising messages that reached them."""
    sent = OutgoingMessage.state == MessageState.SENT
    theirs = select(func.count()).where(OutgoingMessage.member_id == member_id, OutgoingMessage.advertising, sent)
    return await session.scalar(theirs) or 0


async def steps(session: AsyncSession) -> dict[str, list[int]]:
    """Where the fifths end, lowest first, as the night counted them."""
    rows = await session.execute(select(Threshold.what, Threshold.value).order_by(Threshold.what, Threshold.step))
    found: dict[str, list[int]] = {}
    for what, value in rows:
        found.setdefault(what, []).append(value)
    return found
