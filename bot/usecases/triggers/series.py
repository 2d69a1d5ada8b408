"""A few messages after joining, one after the other, until the member acts or the rule is switched off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.queries import due
from db.queries.due import Search


@dataclass(frozen=True)
class Series:
    """`until_order`: with the first order delivered there is nothing more to say."""

    until_order: bool
    daily: bool = False

    async def searches(self, session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
        return [
            due.joined(occasion.rule.id, shape.shifted(occasion, shift), str(number))
            for number, shift in enumerate(_shifts(occasion), start=1)
        ]

    async def dues(self, session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
        found = []
        for row in rows:
            acted = "acted" if self.until_order and row.orders else None
            for number, shift in enumerate(_shifts(occasion), start=1):
                begins, ends = shape.shifted(occasion, shift)
                if begins <= row.moment < ends:
                    late = shape.past(occasion, row.moment, shift)
                    found.append(shape.due(row, str(number), number=number, late=late, skip=acted))
        return found


def _shifts(occasion: Occasion) -> list[timedelta]:
    moment = occasion.spec.moment
    return [timedelta(days=step, hours=moment.delay_hours) for step in moment.steps]


welcome, education = Series(until_order=True), Series(until_order=False)
