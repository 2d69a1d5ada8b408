"""What a return takes and gives back: pro rata, rounded down, and always of all that came back so far, so that parts in
whatever order come to exactly the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rules.dishes import fold
from bot.rules.earning import split, taken_back
from bot.rules.errors import RuleBroken


class BadReturn(RuleBroken):
    """ "return.too_much" (with `left`, minor units), "return.no_such_item" (with `name`), "return.nothing_left",
    "return.items_differ" (with the `amount` they come to)."""


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A named line of an order; `net_minor` is what was paid for it after what came off."""

    name: str
    quantity: int
    net_minor: int
    earns: bool = True


@dataclass(frozen=True, slots=True)
class Sold:
    """An order as it was handed over, in minor units: the goods after what came off, what of them earned, the points
    that brought, and what points paid. Lines may name a part of the goods only."""

    goods_minor: int
    base_minor: int
    points: int
    points_paid: int = 0
    paid_minor: int = 0
    lines: tuple[SoldLine, ...] = ()

    @property
    def earning_minor(self) -> int:
        """The goods that earn, before what points paid of them."""
        return self.goods_minor - sum(line.net_minor for line in self.lines if not line.earns)


@dataclass(frozen=True, slots=True)
class Part:
    """What came back at one time. `pieces`: how many of which dish (folded); none: nobody said, it is of everything."""

    amount_minor: int
    pieces: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """What is back after so many parts, all together."""

    goods_minor: int = 0
    base_minor: int = 0
    taken: int = 0  # of the points it brought
    given: int = 0  # of the points that had paid
    money_minor: int = 0  # of what was paid in money

    def since(self, before: "Back") -> "Back":
        """What came with the last part alone."""
        return Back(
            self.goods_minor - before.goods_minor,
            self.base_minor - before.base_minor,
            self.taken - before.taken,
            self.given - before.given,
            self.money_minor - before.money_minor,
        )


def lines_of(
    items: Sequence[tuple[str, int, int, bool]], amount_minor: int, discount_minor: int
) -> tuple[SoldLine, ...]:
    """Lines (name, quantity, sum before discounts, whether it earns) after their share of the discount; the same name
    twice is one line. What earns nothing comes first, as in bot/rules/earning.py, so that the shares are the same."""
    ordered = sorted(items, key=lambda item: item[3])
    unnamed = max(0, amount_minor - sum(sum_minor for _, _, sum_minor, _ in ordered))
    off = split(discount_minor, [*(sum_minor for _, _, sum_minor, _ in ordered), unnamed])
    lines: dict[str, SoldLine] = {}
    for (name, quantity, sum_minor, earns), less in zip(ordered, off, strict=False):
        before = lines.get(fold(name), SoldLine(name, 0, 0, earns))
        net = before.net_minor + sum_minor - less
        lines[fold(name)] = SoldLine(before.name, before.quantity + quantity, net, before.earns)
    return tuple(lines.values())


def whole(sold: Sold, earlier: Sequence[Part]) -> Part:
    """All that is left; of an order that cost nothing, that is nothing. Raises BadReturn when it is back already."""
    return some(sold, earlier, _left(sold, earlier)) if earlier or sold.goods_minor else Part(0)


def some(sold: Sold, earlier: Sequence[Part], amount_minor: int) -> Part:
    """Goods for so much, nobody says which. Raises BadReturn."""
    left = _left(sold, earlier)
    if not left:
        raise BadReturn("return.nothing_left")
    if not 0 < amount_minor <= left:
        raise BadReturn("return.too_much", left=left)
    return Part(amount_minor)


def picked(sold: Sold, earlier: Sequence[Part], pieces: Sequence[tuple[str, int]]) -> Part:
    """So many pieces of these dishes, at what was paid for them; the last piece brings what rounding left of its line.
    Raises BadReturn, also for more pieces than are left."""
    wanted: dict[str, int] = {}
    for name, quantity in pieces:
        wanted[fold(name)] = wanted.get(fold(name), 0) + quantity
    lines = {fold(line.name): line for line in sold.lines}
    for name, _ in pieces:
        line = lines.get(fold(name))
        if line is None or not 0 < wanted[fold(name)] <= line.quantity - gone(earlier, fold(name)):
            raise BadReturn("return.no_such_item", name=name)
    amount = sum(_worth(lines[name], gone(earlier, name), quantity) for name, quantity in wanted.items())
    return Part(some(sold, earlier, amount).amount_minor, wanted)


def gone(earlier: Sequence[Part], folded: str) -> int:
    """How many pieces of a dish came back before."""
    return sum(part.pieces.get(folded, 0) for part in earlier if part.pieces)


def _worth(line: SoldLine, before: int, quantity: int) -> int:
    return line.net_minor * (before + quantity) // line.quantity - line.net_minor * before // line.quantity


def back(sold: Sold, parts: Sequence[Part]) -> Back:
    """Everything that these parts, one after the other, take and give back:

    the base  ⌊base × goods that earn and came back ÷ goods that earn⌋,
    taken     ⌊points × base that came back ÷ base⌋: never more than was earned,
    given     ⌊points that paid × goods that came back ÷ goods⌋,
    money     what came back − ⌊what points paid × goods that came back ÷ goods⌋: never more than was paid in money."""
    goods = sum(part.amount_minor for part in parts)
    if not parts or not sold.goods_minor:
        return Back(0, sold.base_minor, sold.points, sold.points_paid) if parts else Back()
    every, all_earning = goods == sold.goods_minor, sold.earning_minor
    part = sold.base_minor * _earning(sold, parts) // all_earning if all_earning else 0
    base = sold.base_minor if every else part
    return Back(
        goods_minor=goods,
        base_minor=base,
        taken=sold.points if every else taken_back(sold.points, base, sold.base_minor, 0),
        given=sold.points_paid * goods // sold.goods_minor,
        money_minor=goods - sold.paid_minor * goods // sold.goods_minor,
    )


def _earning(sold: Sold, parts: Sequence[Part]) -> int:
    """How much of what came back is of goods that earn: as the dishes say, otherwise in proportion to what was left."""
    goods = earning = 0
    before: list[Part] = []
    for part in parts:
        left, left_earning = sold.goods_minor - goods, sold.earning_minor - earning
        if part.pieces is None:
            share = left_earning * part.amount_minor // left
        else:
            named = [line for line in sold.lines if line.earns and fold(line.name) in part.pieces]
            share = sum(_worth(line, gone(before, fold(line.name)), part.pieces[fold(line.name)]) for line in named)
        goods += part.amount_minor
        # Never more than is left of them, and never so little that more of them than of everything were left.
        earning += max(min(share, left_earning), left_earning - (sold.goods_minor - goods))
        before.append(part)
    return earning


def _left(sold: Sold, earlier: Sequence[Part]) -> int:
    return sold.goods_minor - sum(part.amount_minor for part in earlier)
