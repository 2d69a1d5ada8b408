"""How busy the kitchens are, as the desk says or their orders tell; and points for who chooses a later time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.rules import kitchen as rule
from bot.rules.kitchen import Seen
from bot.usecases import audit, lots
from bot.usecases.actor import Actor, Hand, allow, key_id, staff_id
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, KitchenLoad
from db.ledger.post import Because
from db.models.feedback import Kitchen
from db.models.orders import Order, OrderEvent
from db.models.staff import Outlet, Staff
from db.queries import kitchens as queries
from db.session import Database, upsert

SEE, ACT = "orders.see", "kitchens.say"
FORGOTTEN = timedelta(hours=12)  # an order open for longer keeps no kitchen busy


@dataclass(frozen=True)
class KitchenLine:
    """An outlet and how busy it is. `said_by`: who said so (None: its open orders tell)."""

    outlet_id: int
    name: str
    load: KitchenLoad
    said_by: str | None
    open_orders: int


@dataclass(frozen=True)
class Kitchens:
    """`may_say`, `may_offer`: what the reader may do about it."""

    lines: tuple[KitchenLine, ...]
    may_say: bool
    may_offer: bool


async def look(db: Database, actor: Actor, *, at: datetime) -> Kitchens:
    """How busy each outlet is now. Refuses `access.denied`."""
    async with db.read() as session:
        return await _look(session, await allow(session, actor, SEE), at)


async def _look(session: AsyncSession, staff: Staff, at: datetime) -> Kitchens:
    may = access.may(staff.role, ACT), access.may(staff.role, "broadcasts.send")
    return Kitchens(await lines(session, at), *may)


async def lines(session: AsyncSession, at: datetime) -> tuple[KitchenLine, ...]:
    """Every outlet that is open for business, as a step."""
    return tuple([_line(row, at) for row in await queries.every(session, at - FORGOTTEN)])


def _line(row: Any, at: datetime) -> KitchenLine:
    seen = Seen(row.open_orders, row.couriers, row.said, row.said_at)
    said_by = row.said_by if rule.believed(seen, at) else None
    return KitchenLine(row.id, row.name, rule.load(seen, at), said_by, row.open_orders)


async def say(db: Database, actor: Actor, outlet_id: int, load: KitchenLoad, *, at: datetime) -> Kitchens:
    """The kitchen is as busy as that for the next two hours. Refuses `access.denied` and `outlet.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        outlet = await session.get(Outlet, outlet_id)
        if outlet is None or not outlet.active:
            raise Refused("outlet.unknown")
        row = {"outlet_id": outlet_id, "load": load, "staff_id": staff.id, "at": at}
        await upsert(session, Kitchen, row, index=["outlet_id"])
        await audit.write(
            session, staff, "kitchens.say", f"outlet:{outlet_id}", at=at, name=outlet.name, new=load.value
        )
        return await _look(session, staff, at)


async def later_points(session: AsyncSession, outlet_id: int | None, at: datetime, rules: Rules) -> int:
    """What is offered for a later time while the outlet's kitchen is red; 0 when it is not."""
    rows = [] if outlet_id is None else await queries.every(session, at - FORGOTTEN, outlet_id=outlet_id)
    red = any(_line(row, at).load is KitchenLoad.RED for row in rows)
    return rule.later_points(rules.program) if red else 0


async def promise(session: AsyncSession, hand: Hand, order: Order, at: datetime, rules: Rules) -> None:
    """The member chose a later time, for points when it is delivered; not so when the kitchen is red no longer."""
    points = await later_points(session, order.outlet_id, at, rules)
    if points:
        who = {"staff_id": staff_id(hand), "key_id": key_id(hand)}
        session.add(OrderEvent(order_id=order.id, what=queries.LATER, note=str(points), at=at, **who))
        await session.flush()


async def promised(session: AsyncSession, order: Order) -> int:
    """Points the order brings for its later time; 0 without."""
    return await queries.promised_for_later(session, order.id)


async def thank(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> int:
    """What was promised for the later time is the member's, once; returns the points given now."""
    points = await promised(session, order)
    if not points:
        return 0
    because = Because(f"order:{order.id}:later", EntryKind.GIFT, at, "order.later", {"order": order.id})
    posted = await lots.give(session, order.member_id, points, AccountKind.ORDERS, because, rules)
    return 0 if posted.already else points
