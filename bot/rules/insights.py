"""What changed from one week to the next beyond chance, and what explains it."""

from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from bot.rules.experiments import ENOUGH, Z

LEAST_BP = 2_000  # a change of a fifth at least is worth a word
WHOLE_BP = 10_000

What = Literal["net", "orders", "joined", "stops"]
Why = Literal["orders", "average", "first", "again", ""]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days: delivered orders, those of them that were a member's first, their net sum, members who joined, and
    those who want no offers any more."""

    orders: int = 0
    first: int = 0
    net_minor: int = 0
    joined: int = 0
    stops: int = 0

    @property
    def again(self) -> int:
        """Orders of members who had ordered before."""
        return self.orders - self.first

    @property
    def average_minor(self) -> int:
        return self.net_minor // self.orders if self.orders else 0


@dataclass(frozen=True, slots=True)
class Change:
    """A number that is higher or lower than the week before. `by_bp`: by which share of it (None: it was zero); `why`:
    the part that explains most of it."""

    what: What
    now: int
    before: int
    why: Why = ""

    @property
    def by_bp(self) -> int | None:
        return (self.now - self.before) * WHOLE_BP // self.before if self.before else None


def changes(now: Week, before: Week) -> tuple[Change, ...]:
    """What is worth a word: a change of a fifth at least that chance would bring less than once in twenty weeks. Counts
    vary as their square root does (Poisson); of sales one speaks from twenty orders a week on."""
    found = []
    if min(now.orders, before.orders) >= ENOUGH and _large(now.net_minor, before.net_minor):
        found.append(Change("net", now.net_minor, before.net_minor, _of_sales(now, before)))
    if _beyond_chance(now.orders, before.orders):
        found.append(Change("orders", now.orders, before.orders, _of_orders(now, before)))
    if _beyond_chance(now.joined, before.joined):
        found.append(Change("joined", now.joined, before.joined))
    if _beyond_chance(now.stops, before.stops):
        found.append(Change("stops", now.stops, before.stops))
    return tuple(found)


def _large(now: int, before: int) -> bool:
    return abs(now - before) * WHOLE_BP >= LEAST_BP * before


def _beyond_chance(now: int, before: int) -> bool:
    """The difference of two Poisson counts varies by the root of their sum."""
    return _large(now, before) and abs(now - before) > Z * sqrt(now + before)


def _of_sales(now: Week, before: Week) -> Why:
    """Sales are orders times the average bill: which of the two moved more?"""
    by_orders = abs(log(now.orders / before.orders))
    by_average = abs(log(max(1, now.average_minor) / max(1, before.average_minor)))
    return "orders" if by_orders >= by_average else "average"


def _of_orders(now: Week, before: Week) -> Why:
    """First orders or those that came again: which moved more, in the same direction?"""
    sign = 1 if now.orders > before.orders else -1
    return "first" if sign * (now.first - before.first) > sign * (now.again - before.again) else "again"
