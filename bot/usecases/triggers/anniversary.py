"""A year, two, … since a member joined, or since their first order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.models.members import Member
from db.queries import due
from db.queries.due import Column, Search


@dataclass(frozen=True)
class Anniversary:
    """Of the moment in *column*; who began on 29 February celebrates on the 28th of other years."""

    column: Column
    daily: bool = True

    async def searches(self, session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
        day = occasion.day - timedelta(days=occasion.spec.moment.days)
        oldest = await session.scalar(select(func.min(self.column)))
        years = range(1, day.year - oldest.year + 2) if oldest else ()
        begun = [each for number in years for each in _begun(day, number)]
        return [due.since(name, self.column, shape.local_day(occasion, each)) for each in begun]

    async def dues(self, session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
        day = occasion.day - timedelta(days=occasion.spec.moment.days)
        found = []
        for row in rows:
            begun = timing.local_date(row.moment, occasion.place.zone)
            years = day.year - begun.year  # the same wherever they live, even around New Year
            found.append(shape.due(row, str(years), facts={"years": years}, late=shape.late(occasion)))
        return found


def _begun(day: date, years: int) -> list[date]:
    """Days whose anniversary is *day*."""
    year = day.year - years
    marks = [divmod(md, 100) for md in shape.celebrated(day)]
    exact = [(month, number) for month, number in marks if timing.birthday_in(year, number, month).day == number]
    return [date(year, month, number) for month, number in exact]


membership = Anniversary(Member.joined_at)
first_order = Anniversary(Member.first_order_at)
