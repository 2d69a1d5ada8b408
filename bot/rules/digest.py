"""The owner's morning: yesterday beside the usual such day, and what of it is odd."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import median
from typing import Literal

ENOUGH_DAYS = 2  # fewer of the same weekday say nothing of what is usual
FEW_ORDERS = 4  # below so many a day, half or twice as many is chance

Odd = Literal["few_orders", "many_orders", "stops", "by_hand", "unknown", "missed", "liability", "problems"]


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one local day: delivered orders and their net sum, members who joined, points that came from
    the programme and by hand, points spent, and members who wanted no more offers."""

    orders: int = 0
    net_minor: int = 0
    joined: int = 0
    given: int = 0
    spent: int = 0
    by_hand: int = 0
    stops: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What should be zero, or `over` False."""

    unknown: int = 0  # messages that may or may not have arrived
    missed: int = 0  # automatic offers that came too late to be sent
    problems: int = 0  # orders with an open problem
    over: bool = False  # the points out there cost more than the owner wanted


def usual(days: Sequence[Day]) -> Day | None:
    """The median of each number over *days* (earlier ones of the same weekday); None when there are too few."""
    if len(days) < ENOUGH_DAYS:
        return None
    return Day(**{f.name: int(median(getattr(day, f.name) for day in days)) for f in fields(Day)})


def odd(yesterday: Day, normal: Day | None, trouble: Trouble) -> tuple[Odd, ...]:
    """What the owner should look at, the gravest first."""
    reasons: dict[Odd, bool] = {
        "problems": trouble.problems > 0,
        "missed": trouble.missed > 0,
        "unknown": trouble.unknown > 0,
        "few_orders": normal is not None and normal.orders >= FEW_ORDERS and 2 * yesterday.orders <= normal.orders,
        "liability": trouble.over,
        "by_hand": yesterday.by_hand > max(yesterday.given, 0) and yesterday.by_hand > 0,
        "stops": yesterday.stops >= 3 and (normal is None or yesterday.stops > 2 * normal.stops),
        "many_orders": normal is not None and normal.orders >= FEW_ORDERS and yesterday.orders >= 2 * normal.orders,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)
