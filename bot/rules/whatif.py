"""What if a number had been another: orders of the past are reckoned twice, and only the sums are kept."""

import heapq
from dataclasses import dataclass, field

from bot.rules.earning import Basket, earned
from bot.rules.earning_rules import Circumstances
from bot.rules.program import Program

SHOWN = 3  # members at each end

# How often a gift was given in the time looked at times how much it is: numbers that no order's arithmetic knows.
GIFTS = ("welcome_points", "referral_inviter", "referral_friend", "birthday_points")


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order as it was, and the circumstances under either programme (its member's level may be another)."""

    member: str  # the number on the card
    basket: Basket
    now: Circumstances
    then: Circumstances


@dataclass(frozen=True, slots=True)
class Moved:
    """A member by number, and how many points more (or fewer: negative) they would have had."""

    member: str
    points: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of `orders`, `touched` would have earned something else. `most_gain` and `most_lose` begin with the largest."""

    orders: int = 0
    touched: int = 0
    points_now: int = 0
    points_then: int = 0
    gain: int = 0
    lose: int = 0
    most_gain: tuple[Moved, ...] = ()
    most_lose: tuple[Moved, ...] = ()


@dataclass(slots=True)
class Replay:
    """Takes orders one by one, each member's together, and keeps as much as the answer needs: memory stays flat however
    many there are."""

    now: Program
    then: Program
    orders: int = 0
    touched: int = 0
    points_now: int = 0
    points_then: int = 0
    gain: int = 0
    lose: int = 0
    _member: str = ""
    _moved: int = 0
    _most: list[tuple[int, str]] = field(default_factory=list)
    _least: list[tuple[int, str]] = field(default_factory=list)

    def add(self, order: PastOrder) -> None:
        """One more order."""
        if order.member != self._member:
            self._turn(order.member)
        now = earned(order.basket, self.now, order.now).points
        then = earned(order.basket, self.then, order.then).points
        self.orders += 1
        self.touched += now != then
        self.points_now += now
        self.points_then += then
        self._moved += then - now

    def outcome(self) -> Outcome:
        """All orders have been added: what came of it."""
        self._turn("")
        return Outcome(
            self.orders,
            self.touched,
            self.points_now,
            self.points_then,
            self.gain,
            self.lose,
            tuple(Moved(member, points) for points, member in sorted(self._most, reverse=True)),
            tuple(Moved(member, -points) for points, member in sorted(self._least, reverse=True)),
        )

    def _turn(self, member: str) -> None:
        """The member's last order has been seen."""
        if self._moved > 0:
            self.gain += 1
            _among(self._most, (self._moved, self._member))
        elif self._moved < 0:
            self.lose += 1
            _among(self._least, (-self._moved, self._member))
        self._member, self._moved = member, 0


def _among(most: list[tuple[int, str]], one: tuple[int, str]) -> None:
    heapq.heappush(most, one)
    if len(most) > SHOWN:
        heapq.heappop(most)


def matters(field_name: str) -> bool:
    """Whether a number has a part in what orders earn, or is one of the gifts that are counted."""
    head, _, part = field_name.partition(".")
    if head == "tiers":
        return part.rpartition(".")[2] in ("from", "multiplier")
    earning = ("earn_rate_bp", "point_value_minor", "tier_window_days", "earning_rules", "excluded_categories")
    return head in (*earning, *GIFTS, "redemption_bp")
