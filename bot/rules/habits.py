"""How a member buys: how long they stay away, at which hour, on which day, and what they spend most on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.rules.timing import local_date

ENOUGH_GAPS = 4  # fewer say nothing about a rhythm, and as many orders nothing about an hour
NEWEST = 20  # orders that are looked at: habits change
OFTEN = 3  # one order of so many at least on one day of the week, or there is no usual one


@dataclass(frozen=True, slots=True)
class Habits:
    """As a member's columns have them; None: too little is known to tell."""

    rhythm_days: int | None = None
    usual_hour: int | None = None  # by the member's own clocks
    usual_weekday: int | None = None  # 0: Monday
    favourite: str | None = None


@dataclass(frozen=True, slots=True)
class Bought:
    """One delivered order."""

    placed_at: datetime
    delivered_at: datetime


def habits_of(orders: Sequence[Bought], spent: Mapping[str, int], zone: ZoneInfo) -> Habits:
    """Of the newest *orders*, the oldest first, by clocks of *zone*; *spent*: category → minor units."""
    days = [local_date(order.delivered_at, zone) for order in orders]
    placed = [order.placed_at.astimezone(zone) for order in orders]
    enough = len(orders) > ENOUGH_GAPS
    return Habits(
        rhythm_days=rhythm([(later - sooner).days for sooner, later in pairwise(days)]),
        usual_hour=usual_hour([moment.hour for moment in placed]) if enough else None,
        usual_weekday=usual_weekday([moment.weekday() for moment in placed]) if enough else None,
        favourite=max(sorted(spent), key=lambda category: spent[category], default=None),
    )


def rhythm(gaps: Sequence[int]) -> int | None:
    """Days without an order after which they are missed: the 75th percentile of the *gaps* (days) between their orders,
    rounded up; None while the history is short."""
    if len(gaps) < ENOUGH_GAPS:
        return None
    place = -(-3 * len(gaps) // 4) - 1
    return max(1, sorted(gaps)[place])


def usual_hour(hours: Sequence[int]) -> int:
    """The hour nearest to all of them around the clock: 23, 0 and 1 make 0."""
    return min(hours, key=lambda hour: (sum(_apart(hour, other) for other in hours), hour))


def _apart(one: int, other: int) -> int:
    ahead = (one - other) % 24
    return min(ahead, 24 - ahead)


def usual_weekday(days: Sequence[int]) -> int | None:
    """The day with the most orders, if it stands out."""
    counts = Counter(days)
    day = min(counts, key=lambda each: (-counts[each], each))
    return day if counts[day] * OFTEN >= len(days) and counts[day] > 1 else None
