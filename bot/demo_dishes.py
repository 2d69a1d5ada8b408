"""The demo's menu in the shop's language: the dishes of its orders, and two rules by which some earn more."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from bot.rules.benefits import named
from bot.rules.dishes import DishLine
from bot.rules.earning import split
from bot.rules.earning_rules import EarningRule, to_json
from bot.usecases import program, program_changes
from bot.usecases.actor import Actor
from db.session import Database

Names = Mapping[str, str]  # language → name

ROLLS: Names = {"en": "rolls", "ru": "роллы", "pl": "rolki"}
SOUPS: Names = {"en": "soups", "ru": "супы", "pl": "zupy"}
DESSERTS: Names = {"en": "desserts", "ru": "десерты", "pl": "desery"}
DRINKS: Names = {"en": "drinks", "ru": "напитки", "pl": "napoje"}
MENU: tuple[tuple[Names, Names, int], ...] = (
    ({"en": "Philadelphia", "ru": "Филадельфия", "pl": "Philadelphia"}, ROLLS, 5),
    ({"en": "California", "ru": "Калифорния", "pl": "California"}, ROLLS, 4),
    ({"en": "Dragon", "ru": "Дракон", "pl": "Smok"}, ROLLS, 6),
    ({"en": "Miso soup", "ru": "Мисо-суп", "pl": "Zupa miso"}, SOUPS, 2),
    ({"en": "Ramen", "ru": "Рамен", "pl": "Ramen"}, SOUPS, 4),
    ({"en": "Mochi", "ru": "Моти", "pl": "Mochi"}, DESSERTS, 2),
    ({"en": "Lemonade", "ru": "Лимонад", "pl": "Lemoniada"}, DRINKS, 1),
    ({"en": "Green tea", "ru": "Зелёный чай", "pl": "Zielona herbata"}, DRINKS, 1),
)
MOST_DISHES = 3
DRINK_ALONG: Names = {"en": "A drink with it", "ru": "Напиток к заказу", "pl": "Napój do zamówienia"}
QUIET_HOURS: Names = {"en": "Quiet hours", "ru": "Тихие часы", "pl": "Spokojne godziny"}


def bought(amount_minor: int, language: str, chance: Random) -> tuple[DishLine, ...]:
    """Up to three dishes that cost *amount_minor* together, a dear one more than a cheap one."""
    dishes = chance.sample(MENU, chance.randint(1, MOST_DISHES))
    sums = split(amount_minor, [weight for _, _, weight in dishes])
    return tuple(
        DishLine(named(names, language), 1, sum_, named(category, language))
        for (names, category, _), sum_ in zip(dishes, sums, strict=True)
    )


def _rules(language: str) -> tuple[EarningRule, ...]:
    drinks = (named(DRINKS, language),)
    return (
        EarningRule("r2", named(DRINK_ALONG, language), "points", 15, categories=drinks),
        EarningRule(
            "r3", named(QUIET_HOURS, language), "factor", 15_000, weekdays=(0, 1, 2, 3), hour_from=14, hour_until=17
        ),
    )


async def fill(db: Database, olga: Actor, *, at: datetime) -> None:
    """The shop has its earning rules from the beginning, named in its own language."""
    language = (await program.current(db, at)).program.language
    for rule in _rules(language):
        value: dict[str, Any] = to_json(rule)
        field = f"earning_rules.{rule.id}"
        newest = (await program_changes.propose(db, olga, field, value, at=at)).newest
        await program_changes.publish(db, olga, field, value, newest=newest, at=at)
