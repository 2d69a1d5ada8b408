"""What came back of an order, each time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.clients import ApiKey
from db.models.orders import OrderReturn
from db.models.staff import Staff


@dataclass(frozen=True)
class ReturnLine:
    """One time: `items` are (name, pieces), none where a sum came back; `by`: who took it, a person or a till."""

    at: datetime
    items: tuple[tuple[str, int], ...]
    amount_minor: int
    money_minor: int
    points_taken: int
    points_given: int
    reason: str
    by: str | None


async def of(session: AsyncSession, order_id: int) -> list[ReturnLine]:
    """The oldest first."""
    found = (
        select(OrderReturn, Staff.name, ApiKey.name)
        .outerjoin(Staff, Staff.id == OrderReturn.staff_id)
        .outerjoin(ApiKey, ApiKey.id == OrderReturn.key_id)
        .where(OrderReturn.order_id == order_id)
        .order_by(OrderReturn.id)
    )
    return [_line(row, staff or key) for row, staff, key in await session.execute(found)]


def _line(row: OrderReturn, by: str | None) -> ReturnLine:
    items = tuple((name, quantity) for name, quantity, *_ in row.items)
    points = row.points_taken, row.points_given
    return ReturnLine(row.at, items, row.amount_minor, row.money_minor, *points, row.reason, by)
