"""Parts of an earning rule as people type them, and put into it."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.rules.amounts import parse_amount, parse_points
from bot.rules.dishes import MOST_LINES, fold
from bot.rules.earning_rules import LONGEST_NAME, MOST, EarningRule, Gives
from bot.rules.errors import RuleBroken
from bot.rules.orders import clean_words

FLAGS = ("first_order", "stacks")


class BadPart(RuleBroken):
    """ "earning.value", "earning.name", "earning.hours", "earning.days", "earning.priority" or "earning.unreadable"."""


def read_value(gives: Gives, text: str) -> int:
    """What a rule gives, in its own unit: "20", "2,5 %", "×1.5". Raises BadPart "earning.value", and BadAmount."""
    if gives == "points":
        value = parse_points(text)
    else:
        found = re.fullmatch(r"[×xх* ]*([0-9]{1,4}(?:[.,][0-9]{1,4})?) ?%?", text.strip(), re.IGNORECASE)
        if found is None:
            raise BadPart("earning.value")
        scaled = Decimal(found[1].replace(",", ".")) * (100 if gives == "rate" else 10_000)
        value = int(scaled) if scaled == int(scaled) else 0
    low, high = MOST[gives]
    if not low <= value <= high:
        raise BadPart("earning.value")
    return value


def with_typed(rule: EarningRule, part: str, text: str, currency: str) -> EarningRule:
    """*rule* with the part somebody typed. Raises BadPart, BadWords and BadAmount."""
    match part:
        case "name":
            return replace(rule, name=clean_words(text, LONGEST_NAME))
        case "value":
            return replace(rule, value=read_value(rule.gives, text))
        case "least_minor":
            return replace(rule, least_minor=parse_amount(text, currency))
        case "items":
            names = dict.fromkeys(fold(line) for line in re.split(r"[\n;,]", text) if line.strip())
            return replace(rule, items=tuple(names)[:MOST_LINES])
        case "hours":
            return replace(rule, **_hours(text))
        case "days":
            return replace(rule, **_days(text))
        case "priority" if re.fullmatch(r"[0-9]{1,3}", text.strip()) and int(text) <= 100:
            return replace(rule, priority=int(text))
    raise BadPart("earning.priority" if part == "priority" else "earning.unreadable")


def cleared(rule: EarningRule, part: str) -> EarningRule:
    """*rule* that asks for nothing of this kind any more."""
    nothing: dict[str, dict[str, Any]] = {
        "least_minor": {"least_minor": 0},
        "hours": {"hour_from": None, "hour_until": None},
        "days": {"opens_on": None, "closes_on": None},
        "items": {"items": ()},
    }
    return replace(rule, **nothing.get(part, {}))


def flipped(rule: EarningRule, part: str, one: Any) -> EarningRule:
    """*rule* with *one* of several in, if it was out, or out; a flag the other way round."""
    before = getattr(rule, part)
    after: dict[str, Any] = {part: not before if part in FLAGS else tuple(sorted({*before} ^ {one}))}
    return replace(rule, **after)


def _hours(text: str) -> dict[str, Any]:
    found = re.fullmatch(r"\D*([01]?[0-9]|2[0-4])(?:[:.]00)?\D+([01]?[0-9]|2[0-4])(?:[:.]00)?\D*", text.strip())
    if found is None:
        raise BadPart("earning.hours")
    begins, ends = int(found[1]) % 24, int(found[2]) % 24
    if begins == ends:
        raise BadPart("earning.hours")
    return {"hour_from": begins, "hour_until": ends}


def _days(text: str) -> dict[str, Any]:
    found = re.findall(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    try:
        days = [date(int(y or y2), int(m or m2), int(d or d2)) for d, m, y, y2, m2, d2 in found]
    except ValueError as no_such_day:
        raise BadPart("earning.days") from no_such_day
    if len(days) != 2 or days[1] < days[0]:
        raise BadPart("earning.days")
    return {"opens_on": days[0], "closes_on": days[1]}
