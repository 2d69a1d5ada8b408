"""What is worth saying while an order is written down: a dish more that would bring points."""

from dataclasses import replace

from bot.rules.earning import Basket, Circumstances, Item, earned
from bot.rules.earning_rules import EarningRule, holds
from bot.rules.program import Program


def upsell(basket: Basket, program: Program, under: Circumstances) -> EarningRule | None:
    """Of the rules that give points for a category of which *basket* has nothing yet, the one that brings most: any
    dish of its categories would bring at least the points it names. None where no line is known, as what is missing is
    not known then, either."""
    if not basket.items:
        return None
    net = basket.net_minor
    missing = [rule for rule in program.earning_rules if _missing(rule, basket) and holds(rule, under, net)]
    true = [rule for rule in missing if all(_brings(rule, dish, basket, program, under) for dish in rule.categories)]
    return max(true, key=lambda rule: rule.value, default=None)


def _missing(rule: EarningRule, basket: Basket) -> bool:
    seen = any(item.category in rule.categories or item.folded in rule.items for item in basket.items)
    return rule.gives == "points" and bool(rule.categories) and not seen


def _brings(rule: EarningRule, category: str, basket: Basket, program: Program, under: Circumstances) -> bool:
    """Whether a dish of *category* brings what the rule names: earning is asked with the rule and without it."""
    price = max(item.sum_minor for item in basket.items)
    dish = Item("", "", category, 1, price)
    fuller = replace(basket, goods_minor=basket.goods_minor + price, items=(*basket.items, dish))
    without = replace(program, earning_rules=tuple(each for each in program.earning_rules if each.id != rule.id))
    return earned(fuller, program, under).points - earned(fuller, without, under).points >= rule.value
