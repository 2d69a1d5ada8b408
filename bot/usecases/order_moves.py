"""An order on its way, as a till or a site tells of it: accepted, left, delivered. The courier's own way with a code is
in deliveries."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import handover, order_news, program
from bot.usecases.actor import Client, allow
from bot.usecases.errors import Refused
from bot.usecases.order_sight import OrderSeen, seen
from bot.usecases.order_steps import happened, locked, reachable, still_open
from db.enums import OrderState
from db.models.clients import ApiKey
from db.models.orders import Order
from db.session import Database

MOVE = "orders.move"


async def accept(db: Database, client: Client, order_id: int, *, at: datetime) -> OrderSeen:
    """Somebody has taken the order on, and the member sees it. Accepted before: nothing changes.

    Refuses `access.denied`, `order.unknown`, `order.already_delivered`, `order.already_cancelled`.
    """
    async with db.begin() as session:
        key, order = await _open(session, client, MOVE, order_id, at)
        if order.state is OrderState.PLACED:
            order.state, order.accepted_at = OrderState.ACCEPTED, at
            await order_news.moved(session, order, at=at)
            await happened(session, key, order, "deliveries.accept", at=at)
        return seen(order)


async def start(db: Database, client: Client, order_id: int, *, at: datetime) -> OrderSeen:
    """The order is on its way, and the member sees it. On the way before: nothing changes.

    Refuses what `accept` refuses, and `delivery.accept_first`.
    """
    async with db.begin() as session:
        key, order = await _open(session, client, MOVE, order_id, at)
        if order.state is OrderState.PLACED:
            raise Refused("delivery.accept_first", order=order.id)
        if order.state is OrderState.ACCEPTED:
            order.state, order.started_at = OrderState.ON_THE_WAY, at
            await order_news.moved(session, order, at=at)
            await happened(session, key, order, "deliveries.start", at=at)
        return seen(order)


async def deliver(db: Database, client: Client, order_id: int, *, at: datetime) -> OrderSeen:
    """The order is delivered, by the word of whoever holds the key, from whichever state it was in: its points,
    welcome, tier and invitation are settled, what was set aside for it is taken, and everybody is told. Delivered
    before: nothing changes.

    Refuses `access.denied`, `order.unknown`, `order.already_cancelled`.
    """
    async with db.begin() as session:
        key = await allow(session, client, "orders.settle", at=at)
        order = reachable(key, await locked(session, order_id))
        if order.state not in (OrderState.DELIVERED, OrderState.RETURNED):
            still_open(order)
            rules = await program.in_force(session, at)
            await order_news.problem_over(session, order, "settle", by=key, at=at)
            await order_news.taken_off(session, order, order.courier_id, "settled", at=at)
            await handover.complete(session, order, at=at, rules=rules)
            await happened(session, key, order, "deliveries.settle", at=at)
        return seen(order)


async def _open(session: AsyncSession, client: Client, act: str, order_id: int, at: datetime) -> tuple[ApiKey, Order]:
    """The key, and an unfinished order it may know of, locked."""
    key = await allow(session, client, act, at=at)
    order = reachable(key, await locked(session, order_id))
    still_open(order)
    return key, order
