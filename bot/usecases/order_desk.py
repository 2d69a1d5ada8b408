"""What the desk sees of orders: the list, and the card of one."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.rules.timing import at_local, local_date
from bot.usecases import kitchens, program
from bot.usecases.actor import Actor, Hand, allow
from bot.usecases.errors import Refused
from bot.usecases.kitchens import KitchenLine
from bot.usecases.order_sight import OrderSeen, seen
from db.models.orders import Order
from db.models.staff import Staff
from db.queries import order_returns
from db.queries import orders as queries
from db.queries.order_returns import ReturnLine as ReturnLine
from db.queries.orders import EventLine as EventLine
from db.queries.orders import OrderLine as OrderLine
from db.queries.orders import OrderSheet as OrderSheet
from db.session import Database

PAGE = 6


@dataclass(frozen=True)
class OrdersPage:
    """Some of the orders, the newest first; `more`: there are older ones."""

    lines: tuple[OrderLine, ...]
    show: str
    page: int
    more: bool
    zone: ZoneInfo
    can_place: bool
    kitchens: tuple[KitchenLine, ...] = ()


async def listed(db: Database, actor: Actor, show: str, page: int, *, at: datetime) -> OrdersPage:
    """A page of orders: "open", "today", "problems" or "all". Refuses `access.denied`."""
    async with db.read() as session:
        staff = await allow(session, actor, "orders.see")
        zone = (await program.in_force(session, at)).zone
        midnight = at_local(local_date(at, zone), 0, zone)
        found = await queries.page(session, show, midnight, offset=page * PAGE, limit=PAGE + 1)
        busy = await kitchens.lines(session, at)
    may_place = access.may(staff.role, "orders.place")
    return OrdersPage(tuple(found[:PAGE]), show, page, len(found) > PAGE, zone, may_place, busy)


@dataclass(frozen=True)
class OrderCard:
    """All about one order but its code, in words and in numbers, the zone in which its times are read, whether the
    reader may change it, and what came back."""

    sheet: OrderSheet
    zone: ZoneInfo
    can_act: bool
    seen: OrderSeen
    returns: tuple[ReturnLine, ...] = ()


async def card(db: Database, actor: Actor, order_id: int, *, at: datetime) -> OrderCard:
    """One order. Refuses `access.denied`, `order.unknown`."""
    async with db.read() as session:
        staff = await allow(session, actor, "orders.see")
        return await shown(session, staff, order_id, at)


async def shown(session: AsyncSession, hand: Hand, order_id: int, at: datetime) -> OrderCard:
    """The order as this unit leaves it, for *hand*. Refuses `order.unknown`."""
    await session.flush()
    found = await queries.sheet(session, order_id)
    if found is None:
        raise Refused("order.unknown")
    zone = (await program.in_force(session, at)).zone
    may = not isinstance(hand, Staff) or access.may(hand.role, "orders.cancel")
    order = await session.get_one(Order, order_id)
    returns = tuple(await order_returns.of(session, order_id)) if order.delivered_at else ()
    return OrderCard(found, zone, may, seen(order), returns)


async def last_fee(db: Database) -> int:
    """The delivery fee asked last, to be offered again."""
    async with db.read() as session:
        return await queries.last_fee(session)
