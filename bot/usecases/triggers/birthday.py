"""The birthday gift: once a year, on the morning its window opens, caught up while the window is open.

Somebody whose birthday is changed after the gift gets no other before a year has passed, as far as the window allows.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.queries import due
from db.queries.due import Search

daily = True


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    birthday = occasion.day - timedelta(days=occasion.spec.moment.days)
    return [due.born(name, born) for born in shape.celebrated(birthday)]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    """A birthday told shortly before it comes counts from next year."""
    moment = occasion.spec.moment
    day = occasion.day - timedelta(days=moment.days)
    given = await shape.given_lately(session, occasion, {row.id: row.birthday_set_on for row in rows})
    found = []
    for row in rows:
        birthday = timing.Birthday(row.birthday_day, row.birthday_month)
        told = row.birthday_set_on  # None: it was brought along, and nobody told it for the gift's sake
        if told is None or day >= timing.first_gift(birthday, told, occasion.rules.program):
            found.append(
                shape.due(
                    row,
                    str(day.year),
                    facts={"day": day.day, "month": day.month},
                    key=f"birthday:{row.id}:{day.year}",
                    valid_until=day + timedelta(days=moment.after_days),
                    late=shape.late(occasion),
                    skip="given_lately" if row.id in given else None,
                )
            )
    return found
