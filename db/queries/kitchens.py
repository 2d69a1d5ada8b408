"""What is known of how busy kitchens are, and who chose a later time for their order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import OrderState
from db.models.feedback import Kitchen
from db.models.orders import Order, OrderEvent
from db.models.staff import Outlet, Staff
from db.quick import quickly

UNFINISHED = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY)
LATER = "later"


async def every(session: AsyncSession, since: datetime, *, outlet_id: int | None = None) -> Sequence[Any]:
    """(id, name, said, said_at, said_by, open_orders, couriers) of the outlets open for business, or of one; orders
    placed before *since* were forgotten by somebody and keep no kitchen busy."""
    waiting = (
        select(
            Order.outlet_id,
            func.count().label("open_orders"),
            func.count(Order.courier_id.distinct()).label("couriers"),
        )
        .where(Order.state.in_(UNFINISHED), Order.placed_at >= since)
        .group_by(Order.outlet_id)
        .subquery()
    )
    found = (
        select(
            Outlet.id,
            Outlet.name,
            Kitchen.load.label("said"),
            Kitchen.at.label("said_at"),
            Staff.name.label("said_by"),
            func.coalesce(waiting.c.open_orders, 0).label("open_orders"),
            func.coalesce(waiting.c.couriers, 0).label("couriers"),
        )
        .outerjoin(Kitchen, Kitchen.outlet_id == Outlet.id)
        .outerjoin(Staff, Staff.id == Kitchen.staff_id)
        .outerjoin(waiting, waiting.c.outlet_id == Outlet.id)
        .where(Outlet.active)
        .order_by(Outlet.id)
    )
    asked = found if outlet_id is None else found.where(Outlet.id == outlet_id)
    rows: Sequence[Any] = (await session.execute(asked)).all()
    return rows


_LATER = select(OrderEvent.note).where(OrderEvent.order_id == bindparam("order"), OrderEvent.what == LATER).limit(1)


async def promised_for_later(session: AsyncSession, order_id: int) -> int:
    """Points that were promised for choosing a later time; 0 for an order without."""
    return int((await quickly(session, _LATER, {"order": order_id})).scalar_one_or_none() or 0)
