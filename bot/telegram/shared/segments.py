"""A segment in plain words: "Gold, no order for 30 days"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from babel import Locale

from bot import formats
from bot.i18n import Texts
from bot.rules.segments import EVERYBODY, All, AnyOf, Condition, Not, Segment
from bot.telegram.shared.tiers import tier_name
from db.enums import Tier


@dataclass(frozen=True)
class Naming:
    """What the shop's own things are called."""

    currency: str
    outlets: Mapping[int, str] = field(default_factory=dict)


def said(segment: Segment, t: Texts, naming: Naming) -> str:
    """The segment in the reader's words, plain; parts that all hold stand one after the other."""
    if segment == EVERYBODY:
        return t.plain("everybody")
    match segment:
        case Condition():
            return condition(segment, t, naming)
        case Not(part):
            # NOTE: {condition} is like "tag “vip”" or "no orders yet".
            return t.plain("not: {condition}", condition=said(part, t, naming))
        case All(parts):
            return ", ".join(_inner(part, t, naming) for part in parts)
    return " / ".join(_inner(part, t, naming) for part in segment.parts) or t.plain("nobody")


def _inner(part: Segment, t: Texts, naming: Naming) -> str:
    words = said(part, t, naming)
    return f"({words})" if isinstance(part, All | AnyOf) and len(part.parts) > 1 else words


def condition(asked: Condition, t: Texts, naming: Naming) -> str:
    """One condition in words, as a part of a list."""
    value: Any = asked.value
    match asked.field:
        case "tier":
            return _tier(asked.op, value, t)
        case "language":
            return t.plain("speaks: {languages}", languages=", ".join(language(t, code) for code in value))
        case "outlet":
            # NOTE: an outlet, a member or a rule called by its number alone.
            names = ", ".join(naming.outlets.get(each) or t.plain("№ {number}", number=str(each)) for each in value)
            # NOTE: {outlets} are names of shops: "orders from: Green Street, Old Town".
            return t.plain("orders from: {outlets}", outlets=names)
        case "spend" | "average":
            return _sum(asked, t, t.money(value, naming.currency))
        case "orders" | "recency_days" | "joined_days":
            return _count(asked, t)
        case "tag":
            return t.plain("tag “{tag}”", tag=value)
        case "category":
            return _category(asked.op, value, t)
    return _other(asked, t)


def _tier(op: str, value: Any, t: Texts) -> str:
    if op == "at_least":
        # NOTE: {tier} is a level: "Silver or higher".
        return t.plain("{tier} or higher", tier=tier_name(t, Tier(value)))
    return ", ".join(tier_name(t, Tier(each)) for each in value)


def language(t: Texts, code: str) -> str:
    """The language's name in the reader's own."""
    return str(formats.locale(t.language).languages.get(code) or code)


def _sum(asked: Condition, t: Texts, money: str) -> str:
    match asked.field, asked.op:
        case "spend", "least":
            return t.plain("has spent at least {sum}", sum=money)
        case "spend", _:
            return t.plain("has spent at most {sum}", sum=money)
        case _, "least":
            return t.plain("average order of at least {sum}", sum=money)
    return t.plain("average order of at most {sum}", sum=money)


def _count(asked: Condition, t: Texts) -> str:
    n: Any = asked.value
    match asked.field, asked.op:
        case "orders", "least":
            return t.plain_plural("at least {n} order", "at least {n} orders", n)
        case "orders", _:
            return t.plain_plural("at most {n} order", "at most {n} orders", n)
        case "recency_days", "never":
            return t.plain("no orders yet")
        case "recency_days", "least":
            return t.plain_plural("no order for {n} day", "no order for {n} days", n)
        case "recency_days", _:
            return t.plain_plural("an order within the last {n} day", "an order within the last {n} days", n)
        case _, "least":
            return t.plain_plural("a member for at least {n} day", "a member for at least {n} days", n)
    return t.plain_plural("a member for at most {n} day", "a member for at most {n} days", n)


def _category(op: str, value: Any, t: Texts) -> str:
    if op == "bought":
        return t.plain("has bought “{category}”", category=value)
    category, days = value
    return t.plain_plural(
        "has bought “{category}”, but not for {n} day",
        "has bought “{category}”, but not for {n} days",
        days,
        category=category,
    )


def _other(asked: Condition, t: Texts) -> str:
    match asked.field, asked.op, asked.value:
        case "birthday_month", "this", _:
            return t.plain("birthday this month")
        case "birthday_month", _, months:
            # NOTE: {months} are names of months in their basic form: "birthday in: May, June".
            return t.plain("birthday in: {months}", months=", ".join(month(t, each) for each in _whole(months)))
        case "consent", _, True:
            return t.plain("agrees to offers")
        case "consent", _, _:
            return t.plain("does not agree to offers")
        case "reachable", _, True:
            return t.plain("can be written to")
    return t.plain("has blocked the bot")


def _whole(months: Any) -> tuple[int, ...]:
    return tuple(months)


def month(t: Texts, number: int) -> str:
    """The month's name standing alone."""
    locale: Locale = formats.locale(t.language)
    return str(locale.months["stand-alone"]["wide"][number])
