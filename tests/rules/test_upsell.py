"""What the desk may say while it writes an order down: a dish more brings points, where earning would give them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.rules.earning import Basket, Circumstances, Item
from bot.rules.earning_rules import EarningRule
from bot.rules.upsell import upsell
from db.enums import Channel, Tier
from tests.support.programs import sushi

UNDER = Circumstances(Tier.BRONZE, datetime(2026, 11, 21, 15, tzinfo=UTC), outlet_id=1)  # a Saturday
ROLLS = Item("Philadelphia", "philadelphia", "rolls", 2, 1_240_00)
BASKET = Basket(1_240_00, (ROLLS,))
DRINKS = EarningRule("drinks", "Drinks", "points", 20, categories=("drinks",))
ALONE = EarningRule("alone", "Rolls", "points", 15, categories=("rolls",), stacks=False)


def said(*rules: EarningRule, basket: Basket = BASKET, under: Circumstances = UNDER, **program: Any) -> str | None:
    found = upsell(basket, sushi(earning_rules=rules, **program), under)
    return found.id if found else None


@pytest.mark.parametrize(
    ("asks", "holds"),
    [
        ({}, True),
        ({"on": False}, False),
        ({"weekdays": (0, 1)}, False),
        ({"weekdays": (5,), "hour_from": 14, "hour_until": 16}, True),
        ({"hour_from": 18, "hour_until": 22}, False),
        ({"outlets": (2,)}, False),
        ({"tiers": (Tier.GOLD,)}, False),
        ({"channels": (Channel.TILL,)}, False),
        ({"closes_on": date(2026, 11, 20)}, False),
        ({"first_order": True}, False),
        ({"least_minor": 1_240_00}, True),
        ({"least_minor": 1_240_01}, False),
        ({"categories": ("rolls", "drinks")}, False),  # it has the rolls already
        ({"items": ("philadelphia",)}, False),  # and this dish of them
        ({"gives": "rate"}, False),  # nobody knows how much
    ],
)
def test_a_rule_is_offered_when_all_but_the_dish_is_there(asks: dict[str, Any], holds: bool) -> None:
    assert said(replace(DRINKS, **asks)) == ("drinks" if holds else None)


def test_a_rule_that_would_lose_to_another_is_not_offered() -> None:
    rival = replace(DRINKS, stacks=False)
    assert said(rival, ALONE) is None  # instead of 15 the drink brings 20: no 20 more
    assert said(replace(rival, priority=1), replace(ALONE, stacks=True)) == "drinks"
    assert said(rival, replace(ALONE, priority=1)) is None


def test_what_earns_nothing_is_not_offered() -> None:
    assert said(DRINKS, excluded_categories=("drinks",)) is None


def test_where_no_dish_is_told_nothing_is_known_to_be_missing() -> None:
    assert said(DRINKS, basket=Basket(1_240_00)) is None


def test_the_one_that_brings_most_is_said() -> None:
    assert said(DRINKS, replace(DRINKS, id="soups", value=30, categories=("soups",))) == "soups"
