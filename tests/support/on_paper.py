"""The terms on paper, for one member: what a year of orders and returns comes to, in plain sums and no code of ours."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

RANKS = (("bronze", 0, 10, 0), ("silver", 15_000_00, 12, 100), ("gold", 40_000_00, 15, 300))  # from, tenths, gift
FROM = {name: since for name, since, _, _ in RANKS}
TENTHS = {name: tenths for name, _, tenths, _ in RANKS}
GIFT = {name: gift for name, _, _, gift in RANKS}
GRACE = timedelta(days=30)


@dataclass
class PaperOrder:
    """Roubles in kopecks; one point pays one rouble, and one rouble of the base earns 0.05 points."""

    goods: int
    excluded: int
    paid: int  # points
    tenths: int
    day: date
    number: int
    back: int = 0
    excluded_back: int = 0
    taken: int = 0
    given: int = 0

    @property
    def base(self) -> int:
        return self.goods - self.excluded - self.paid_of_what_earns

    @property
    def paid_of_what_earns(self) -> int:
        """What points paid is shared by all goods alike."""
        kopecks = self.paid * 100
        return kopecks - kopecks * self.excluded // self.goods if self.excluded else kopecks

    @property
    def points(self) -> int:
        return self.base * 5 * self.tenths // (100 * 100 * 10)

    @property
    def base_back(self) -> int:
        earning = self.goods - self.excluded
        return self.base * (self.back - self.excluded_back) // earning if earning else 0

    @property
    def whole(self) -> bool:
        return self.back == self.goods


@dataclass
class Paper:
    """What one member has, by the terms alone."""

    points: int = 0
    tier: str = "bronze"
    drops: date | None = None
    orders: list[PaperOrder] = field(default_factory=list)
    steps: list[tuple[int, str, str, str]] = field(default_factory=list)  # (after how many orders, old, new, why)
    gifts: dict[str, int] = field(default_factory=dict)  # tier → the order that brought its gift

    @property
    def spent(self) -> int:
        return sum(order.base - order.base_back for order in self.orders)

    @property
    def reached(self) -> str:
        return [name for name, since, _, _ in RANKS if since <= self.spent][-1]

    def buys(self, goods: int, excluded: int, paid: int, day: date) -> PaperOrder:
        order = PaperOrder(goods, excluded, paid, TENTHS[self.tier], day, len(self.orders))
        self.orders.append(order)
        self.points += order.points - paid
        self._looked_at(day)
        return order

    def brings_back(self, order: PaperOrder, goods: int, excluded: int, day: date) -> dict[str, Any]:
        """Of the order; what this time takes and gives."""
        order.back, order.excluded_back = order.back + goods, order.excluded_back + excluded
        taken = order.points if order.whole else (order.points * order.base_back // order.base if order.base else 0)
        given = order.paid * order.back // order.goods
        now = {"points_taken": taken - order.taken, "points_given": given - order.given, "amount_minor": goods}
        self.points += now["points_given"] - now["points_taken"]
        order.taken, order.given = taken, given
        self._falls(order, day)
        return now

    def _falls(self, order: PaperOrder, day: date) -> None:
        """A step up since that order, which the spend does not reach without it, was never earned."""
        since = self._unbroken_rise(order)
        lowest = max(self.reached, since, key=lambda name: FROM[name]) if since else self.tier
        if FROM[lowest] >= FROM[self.tier]:
            return self._looked_at(day)
        for name, _, _, _ in RANKS:
            if FROM[lowest] < FROM[name] <= FROM[self.tier] and self.gifts.get(name, -1) >= order.number:
                self.points -= GIFT[name]
                del self.gifts[name]
        self.steps.append((len(self.orders), self.tier, lowest, "return"))
        self.tier, self.drops = lowest, None
        return None

    def _unbroken_rise(self, order: PaperOrder) -> str | None:
        before = None
        for _, old, new, why in reversed([step for step in self.steps if step[0] > order.number]):
            if why != "spend" or FROM[new] < FROM[old]:
                break
            before = old
        return before

    def _looked_at(self, day: date) -> None:
        reached, here = self.reached, self.tier
        if FROM[reached] > FROM[here]:
            for name, since, _, gift in RANKS:
                if FROM[here] < since <= FROM[reached] and name not in self.gifts:
                    self.points += gift
                    self.gifts[name] = len(self.orders) - 1
            self.steps.append((len(self.orders), here, reached, "spend"))
            self.tier, self.drops = reached, None
        elif reached == here:
            self.drops = None
        elif self.drops is None:
            self.drops = day + GRACE
        elif day >= self.drops:
            below = [name for name, since, _, _ in RANKS if since < FROM[here]][-1]
            self.steps.append((len(self.orders), here, below, "too_little"))
            self.tier, self.drops = below, (day + GRACE if self.spent < FROM[below] else None)
