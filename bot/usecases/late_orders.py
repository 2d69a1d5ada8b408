"""Orders that came later than promised: the apology that comes by itself, and what that costs the shop."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import lateness
from bot.usecases import lots
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import AccountKind, Channel, EntryKind
from db.ledger.post import Because
from db.models.orders import Order
from db.queries import late_orders as queries


async def apologise(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> int:
    """The delivered *order* came later than promised and the grace: its member has the programme's apology, once, and
    reads why; within what one order, and one member in 30 days, may get. Not for what was sold at a till. The order
    and the member's account are locked. Returns the points given now."""
    if order.promised_at is None or order.channel is Channel.TILL or order.late_points:
        return 0
    late = lateness.minutes_late(order.promised_at, at)
    if not lateness.apology(late, 0, rules.program):
        return 0
    lately = await queries.given_since(session, order.member_id, at - lateness.MONTH)
    points = lateness.apology(late, lately, rules.program)
    if not points:
        return 0
    order.late_points = points
    key, facts = f"order:{order.id}:late", {"order": order.id, "minutes": late}
    posted = await lots.give(
        session, order.member_id, points, AccountKind.LATE, Because(key, EntryKind.GIFT, at, "order.late", facts), rules
    )
    told = {**facts, "points": points, "available": posted.available}
    await tell_member(session, order.member_id, Notice("order.late", told, key=key), at=at)
    return points


@dataclass(frozen=True)
class LateCost:
    """Orders whose lateness was apologised for, the points that took, and how many of each were the kitchen's."""

    orders: int = 0
    points: int = 0
    kitchen_orders: int = 0
    kitchen_points: int = 0


async def cost(session: AsyncSession, since: datetime, until: datetime) -> LateCost:
    """What late orders delivered from *since* to before *until* cost in points, and where the time was lost."""
    rows = await queries.apologised(session, since, until)
    kitchen = [row for row in rows if lateness.cause(row.placed_at, row.promised_at, row.left_at) == "kitchen"]
    return LateCost(
        orders=len(rows),
        points=sum(row.late_points for row in rows),
        kitchen_orders=len(kitchen),
        kitchen_points=sum(row.late_points for row in kitchen),
    )
