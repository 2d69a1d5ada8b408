"""The demo's menu: what its orders are made of, and two rules by which some of them earn more."""

from datetime import datetime
from random import Random
from typing import Any

from bot.rules.dishes import DishLine
from bot.rules.earning import split
from bot.rules.earning_rules import EarningRule, to_json
from bot.usecases import program_changes
from bot.usecases.actor import Actor
from db.session import Database

MENU = (
    ("Филадельфия", "роллы", 5),
    ("Калифорния", "роллы", 4),
    ("Дракон", "роллы", 6),
    ("Суп мисо", "супы", 2),
    ("Рамен", "супы", 4),
    ("Моти", "десерты", 2),
    ("Лимонад", "напитки", 1),
    ("Зелёный чай", "напитки", 1),
)
MOST_DISHES = 3
RULES = (
    EarningRule("r2", "Напиток к заказу", "points", 15, categories=("напитки",)),
    EarningRule("r3", "Тихие часы", "factor", 15_000, weekdays=(0, 1, 2, 3), hour_from=14, hour_until=17),
)


def bought(amount_minor: int, chance: Random) -> tuple[DishLine, ...]:
    """Up to three dishes that cost *amount_minor* together, a dear one more than a cheap one."""
    dishes = chance.sample(MENU, chance.randint(1, MOST_DISHES))
    sums = split(amount_minor, [weight for _, _, weight in dishes])
    return tuple(DishLine(name, 1, sum_, category) for (name, category, _), sum_ in zip(dishes, sums, strict=True))


async def fill(db: Database, olga: Actor, *, at: datetime) -> None:
    """The shop has its earning rules from the beginning."""
    for rule in RULES:
        value: dict[str, Any] = to_json(rule)
        field = f"earning_rules.{rule.id}"
        newest = (await program_changes.propose(db, olga, field, value, at=at)).newest
        await program_changes.publish(db, olga, field, value, newest=newest, at=at)
