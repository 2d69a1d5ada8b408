"""What every kind of standing rule tells the driver: whom to look for, and what is due to those found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.automations import GRACE_DAYS
from bot.rules.timing import A_YEAR
from bot.usecases.firings import Due, Occasion
from db.queries import due as due_queries
from db.queries.due import Search, Span


class Trigger(Protocol):
    """`daily`: looked at once a local day of each zone, at the rule's hour; else it follows events, at every ring."""

    @property
    def daily(self) -> bool: ...

    async def searches(self, session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
        """The statements that find whom it is due for on the occasion, among those of the zone's *name*."""
        ...

    async def dues(self, session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
        """Of a page of rows, those it really is due for."""
        ...


@dataclass(frozen=True)
class Row:
    """What every found row says of its member."""

    member_id: int
    name: str
    average_minor: int

    @classmethod
    def of(cls, row: Any) -> "Row":
        return cls(row.id, row.name, row.spent // row.orders if row.orders else 0)


def due(row: Any, period: str, **more: Any) -> Due:
    """It is due to the member of *row*."""
    usual = Row.of(row)
    return Due(usual.member_id, period, usual.name, average_minor=usual.average_minor, **more)


async def waiting(session: AsyncSession, rows: Sequence[Any]) -> set[int]:
    """Those of the rows' members who have ordered and wait for it."""
    return set(await session.scalars(due_queries.under_way([row.id for row in rows])))


async def given_lately(session: AsyncSession, occasion: Occasion, told_on: Mapping[int, date | None]) -> Counter[int]:
    """How often the rule gave each member something within a year, less the days it may come late: what came late is
    followed by the next in time. *told_on*: when each named the day; who named it longer ago is not asked about."""
    since = occasion.at - A_YEAR + timedelta(days=grace_days(occasion) + 1)
    members = [member for member, day in told_on.items() if day and day >= occasion.day - A_YEAR]
    return Counter(await session.scalars(due_queries.fired_lately(occasion.rule.id, members, since)) if members else ())


def late(occasion: Occasion) -> bool:
    """Whether what was due on the occasion's day has outlived its grace."""
    return occasion.day + timedelta(days=grace_days(occasion)) < occasion.today


def grace_days(occasion: Occasion) -> int:
    """How many days it may come late: what comes before a day up to that day, a birthday gift up to its last one; the
    rest as their kinds say."""
    moment = occasion.spec.moment
    return max(GRACE_DAYS[occasion.spec.kind], moment.after_days - moment.days)


def local_day(occasion: Occasion, day: date) -> Span:
    """The moments of that day where the occasion is."""
    zone = occasion.place.zone
    return timing.at_local(day, 0, zone), timing.end_of_local_day(day, zone)


def shifted(occasion: Occasion, shift: timedelta) -> Span:
    """When things happened that are due *shift* later, on this occasion; none from before the rule was switched on."""
    assert occasion.since
    begun = occasion.rule.enabled_at or occasion.since
    return max(occasion.since - shift, begun), occasion.at - shift


def past(occasion: Occasion, moment: datetime, shift: timedelta) -> bool:
    """Whether what was due *shift* after *moment* has outlived its grace."""
    return moment + shift + timedelta(days=GRACE_DAYS[occasion.spec.kind]) < occasion.at


def celebrated(day: date) -> list[int]:
    """Days of birth (month × 100 + day) celebrated on *day*: 29 February on the 28th of other years."""
    days = [day.month * 100 + day.day]
    if (day.month, day.day) == (2, 28) and timing.birthday_in(day.year, 29, 2) == day:
        days.append(229)
    return days
