"""An order in numbers: what tills and sites see of it, one or a page of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.actor import By, Hand, allow
from bot.usecases.errors import Refused
from bot.usecases.order_steps import reachable
from db.enums import Channel, OrderState
from db.models.clients import ApiKey
from db.models.orders import Order
from db.session import Database

ACT = "orders.see"


@dataclass(frozen=True)
class OrderSeen:
    """Sums in minor units: the goods, the fee of the delivery, what came off each, what points paid of the goods, and
    what is left to pay. `points`: what it earns, from `earned_at` on theirs to spend."""

    id: int
    member_id: int
    outlet_id: int | None
    courier_id: int | None
    state: OrderState
    channel: Channel
    currency: str
    amount_minor: int
    fee_minor: int
    discount_minor: int
    fee_off_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    points: int
    base_minor: int
    voucher_id: int | None
    spending_id: int | None
    campaign: str | None
    returned_minor: int
    late_points: int
    promised_at: datetime | None
    placed_at: datetime
    accepted_at: datetime | None
    started_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    earned_at: datetime | None


def seen(order: Order) -> OrderSeen:
    """*order* as it is now."""
    return OrderSeen(**{name: getattr(order, name) for name in OrderSeen.__dataclass_fields__})


async def look(db: Database, by: By, order_id: int, *, at: datetime) -> OrderSeen:
    """One order. Refuses `access.denied`, `order.unknown` (also to a key of other outlets)."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        return seen(reachable(hand, await session.get(Order, order_id)))


@dataclass(frozen=True)
class OrdersWanted:
    """Which orders, and after which one; what is None asks for nothing."""

    member_id: int | None = None
    outlet_id: int | None = None
    state: OrderState | None = None
    before_id: int | None = None
    limit: int = 50


async def listed(db: Database, by: By, wanted: OrdersWanted, *, at: datetime) -> list[OrderSeen]:
    """The newest first, older than `before_id`; a key bound to outlets sees theirs alone. Refuses `access.denied`,
    `outlet.not_yours`."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        return await _page(session, hand, wanted)


async def _page(session: AsyncSession, hand: Hand, wanted: OrdersWanted) -> list[OrderSeen]:
    bound = hand.outlets if isinstance(hand, ApiKey) else []
    if bound and wanted.outlet_id is not None and wanted.outlet_id not in bound:
        raise Refused("outlet.not_yours", outlet=wanted.outlet_id)
    found = select(Order).order_by(Order.id.desc()).limit(wanted.limit)
    asked = {Order.member_id: wanted.member_id, Order.outlet_id: wanted.outlet_id, Order.state: wanted.state}
    found = found.where(*[column == value for column, value in asked.items() if value is not None])
    if bound:
        found = found.where(Order.outlet_id.in_(bound))
    if wanted.before_id is not None:
        found = found.where(Order.id < wanted.before_id)
    return [seen(order) for order in await session.scalars(found)]
