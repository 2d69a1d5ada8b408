"""The order that took a member over a milestone: a sum of all their spending, or a number of orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.queries import due
from db.queries.due import Search


@dataclass(frozen=True)
class Milestone:
    """Passed by one order: what was there before it is below, what is there with it is not."""

    of: Literal["sum", "orders"]
    daily: bool = True

    async def searches(self, session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
        return [due.lived(due.delivered(shape.local_day(occasion, _day(occasion))), name)]

    async def dues(self, session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
        found = []
        for row in rows:
            after = row.spent - row.spent_later if self.of == "sum" else row.orders - row.orders_later
            before = after - (row.net if self.of == "sum" else 1)
            passed = [mark for mark in self._marks(occasion) if before < mark <= after]
            if passed:
                late = shape.late(occasion)
                found.append(shape.due(row, str(passed[-1]), facts={self.of: passed[-1]}, late=late))
        return found

    def _marks(self, occasion: Occasion) -> tuple[int, ...]:
        moment = occasion.spec.moment
        return moment.sums if self.of == "sum" else moment.orders


def _day(occasion: Occasion) -> date:
    """The day of the order."""
    return occasion.day - timedelta(days=occasion.spec.moment.days)


spend, orders = Milestone("sum"), Milestone("orders")
