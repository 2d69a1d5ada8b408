"""What an order earns, why, and what a return takes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from bot.rules.earning_rules import WHOLE_BP as WHOLE_BP
from bot.rules.earning_rules import Circumstances as Circumstances
from bot.rules.earning_rules import EarningRule, Gives, holds
from bot.rules.program import Program
from bot.rules.tiers import rule_of


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an order; `sum_minor` is of the whole line, before discounts."""

    name: str
    folded: str
    category: str | None
    quantity: int
    sum_minor: int


@dataclass(frozen=True, slots=True)
class Basket:
    """What is bought, without the delivery. Items may tell a part of the goods only: the rest has no name."""

    goods_minor: int
    items: tuple[Item, ...] = ()
    discount_minor: int = 0  # off the goods
    paid_minor: int = 0  # of what was left, by points

    @property
    def net_minor(self) -> int:
        """What is paid in money."""
        return self.goods_minor - self.discount_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that took part: `of_minor` is the sum it looked at, `points` what would be missing without it."""

    id: str
    name: str
    gives: Gives
    value: int
    of_minor: int
    points: int


@dataclass(frozen=True, slots=True)
class Earned:
    """Points, and the arithmetic they came from:
    ⌊(base × rate ÷ point value + what rules add) × level × what rules multiply by × voucher⌋."""

    points: int
    base_minor: int
    rate_bp: int
    multiplier_bp: int  # of the level
    point_value_minor: int
    discount_minor: int = 0
    excluded_minor: int = 0
    voucher_bp: int = WHOLE_BP
    applied: tuple[Applied, ...] = ()
    paid_minor: int = 0

    def facts(self) -> dict[str, Any]:
        """What the entry keeps, so that "Why?" can print the sum years later; what played no part is left out."""
        facts: dict[str, Any] = {
            "base_minor": self.base_minor,
            "rate_bp": self.rate_bp,
            "multiplier_bp": self.multiplier_bp,
            "point_value_minor": self.point_value_minor,
        }
        more = {"discount_minor": self.discount_minor, "paid_minor": self.paid_minor}
        more["excluded_minor"] = self.excluded_minor
        facts |= {name: value for name, value in more.items() if value}
        if self.voucher_bp != WHOLE_BP:
            facts["voucher_bp"] = self.voucher_bp
        if self.applied:
            facts["applied"] = [{name: getattr(each, name) for name in Applied.__slots__} for each in self.applied]
        return facts


def base(
    items_minor: int,
    *,
    excluded_minor: int = 0,
    delivery_fee_minor: int = 0,
    paid_with_points_minor: int = 0,
) -> int:
    """The sum that earns: items after discounts − excluded items − delivery fee − what points paid, never below 0.

    Give `delivery_fee_minor` only when `items_minor` is a total that contains the fee."""
    return max(0, items_minor - excluded_minor - delivery_fee_minor - paid_with_points_minor)


def earned(basket: Basket, program: Program, under: Circumstances) -> Earned:
    """What *basket* earns: rounded down, once, after everything was added and multiplied. Of the rules that hold and do
    not stack one wins alone: of the highest priority the one that gives most. Where nothing earns, no rule gives
    anything either. The order in which the rules stand changes nothing."""
    bill = _bill(basket, program, under)
    in_order = sorted(program.earning_rules, key=lambda rule: rule.id)
    holding = [(rule, bill.seen_by(rule)) for rule in in_order if holds(rule, under, basket.net_minor)]
    chosen = _stacked(bill, [(rule, of) for rule, of in holding if of > 0])
    points = floor(bill.exact(chosen))
    return Earned(
        points=points,
        base_minor=bill.base_minor,
        rate_bp=program.earn_rate_bp,
        multiplier_bp=bill.tier_bp,
        point_value_minor=program.point_value_minor,
        discount_minor=basket.discount_minor,
        excluded_minor=bill.excluded_minor,
        voucher_bp=under.multiplier_bp,
        applied=tuple(_applied(bill, chosen, place, points) for place in range(len(chosen))),
        paid_minor=basket.paid_minor,
    )


Chosen = Sequence[tuple[EarningRule, int]]  # rules, each with the sum it looks at


def _stacked(bill: "_Bill", holding: Chosen) -> Chosen:
    together = [each for each in holding if each[0].stacks]
    alone = [each for each in holding if not each[0].stacks]
    highest = max((rule.priority for rule, _ in alone), default=0)
    rivals = [each for each in alone if each[0].priority == highest]
    return [*together, *([max(rivals, key=lambda each: bill.exact([*together, each]))] if rivals else [])]


def _applied(bill: "_Bill", chosen: Chosen, place: int, points: int) -> Applied:
    rule, of = chosen[place]
    others = [each for number, each in enumerate(chosen) if number != place]
    return Applied(rule.id, rule.name, rule.gives, rule.value, of, points - floor(bill.exact(others)))


@dataclass(frozen=True, slots=True)
class _Bill:
    """A basket after its discounts, and what multiplies its points."""

    program: Program
    tier_bp: int
    voucher_bp: int
    nets: Sequence[tuple[Item, int]]  # the lines that earn, after discounts
    base_minor: int
    excluded_minor: int

    def seen_by(self, rule: EarningRule) -> int:
        """The part of the base a rule speaks of: all, or what its dishes cost after discounts."""
        if not rule.categories and not rule.items:
            return self.base_minor
        return sum(net for item, net in self.nets if item.category in rule.categories or item.folded in rule.items)

    def exact(self, chosen: Chosen) -> Fraction:
        """The points before they are rounded."""
        one = self.program.point_value_minor * WHOLE_BP
        added = Fraction(self.base_minor * self.program.earn_rate_bp, one)
        for rule, of in chosen:
            if rule.gives != "factor":
                added += Fraction(of * rule.value, one) if rule.gives == "rate" else rule.value
        for factor in (self.tier_bp, self.voucher_bp, *(rule.value for rule, _ in chosen if rule.gives == "factor")):
            added *= Fraction(factor, WHOLE_BP)
        return added


def _bill(basket: Basket, program: Program, under: Circumstances) -> _Bill:
    # What earns nothing comes first, so that rounding its share never makes a larger bill earn less.
    items = sorted(basket.items, key=lambda item: item.category not in program.excluded_categories)
    unnamed = max(0, basket.goods_minor - sum(item.sum_minor for item in items))
    off = split(basket.discount_minor + basket.paid_minor, [*(item.sum_minor for item in items), unnamed])
    nets = [(item, item.sum_minor - less) for item, less in zip(items, off[:-1], strict=True)]
    excluded = sum(net for item, net in nets if item.category in program.excluded_categories)
    return _Bill(
        program=program,
        tier_bp=rule_of(under.tier, program).multiplier_bp,
        voucher_bp=under.multiplier_bp,
        nets=[(item, net) for item, net in nets if item.category not in program.excluded_categories],
        base_minor=base(basket.net_minor, excluded_minor=excluded),
        excluded_minor=excluded,
    )


def taken_back(earned_points: int, returned_minor: int, base_minor: int, already: int) -> int:
    """Points to take back now that *returned_minor* of the base has been returned in all (not just this time), when
    *already* were taken back before. All calls for one order together never take more than was earned."""
    if returned_minor <= 0 or base_minor <= 0:
        return 0
    owed = earned_points * min(returned_minor, base_minor) // base_minor
    return max(0, owed - already)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Divides *total* (points or minor units, ≥ 0) among parts by weight; the parts add up to it exactly."""
    whole = sum(weights)
    if whole <= 0:
        return [total, *(0 for _ in weights[1:])] if weights else []
    bounds, passed = [0], 0
    for weight in weights:
        passed += weight
        bounds.append(total * passed // whole)
    return [right - left for left, right in pairwise(bounds)]
