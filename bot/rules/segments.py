"""Segments: a question about a member as a tree, its shape as JSON, and the answer for one member on paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rules.errors import RuleBroken
from db.enums import Tier

MOST_PARTS, MOST_DEPTH = 40, 6
MOST_NUMBER = 10**12
LONGEST_WORD = 32
RANKS = tuple(Tier)  # lowest first

Value = int | str | bool | tuple[int, ...] | tuple[str, ...] | tuple[str, int] | None


class SegmentInvalid(RuleBroken):
    """ "segment.unknown_field", "segment.bad_value" (with the field) or "segment.too_large"."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One question. Which `op` a `field` has, and what `value` is then, is told by `KINDS`."""

    field: str
    op: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts: everybody."""

    parts: tuple["Segment", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts: nobody."""

    parts: tuple["Segment", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    part: "Segment"


Segment = All | AnyOf | Not | Condition
EVERYBODY = All()

# Days are local dates apart: an order of yesterday evening is one day ago. Sums are minor units.
KINDS: Mapping[tuple[str, str], str] = {
    ("tier", "in"): "tiers",
    ("tier", "at_least"): "tier",
    ("language", "in"): "words",
    ("outlet", "in"): "numbers",  # ids; where anything they ordered was delivered from
    ("orders", "least"): "number",  # delivered ones
    ("orders", "most"): "number",
    ("spend", "least"): "number",  # net, lifetime
    ("spend", "most"): "number",
    ("average", "least"): "number",  # of an order, net; who never ordered has none
    ("average", "most"): "number",
    ("recency_days", "least"): "number",  # since the last delivered order; never ordered is neither
    ("recency_days", "most"): "number",
    ("recency_days", "never"): "nothing",
    ("joined_days", "least"): "number",
    ("joined_days", "most"): "number",
    ("birthday_month", "in"): "months",
    ("birthday_month", "this"): "nothing",
    ("consent", "is"): "yes_no",  # agrees to offers now
    ("reachable", "is"): "yes_no",  # has not blocked the bot
    ("tag", "has"): "word",
    ("category", "bought"): "word",
    ("category", "lapsed"): "word_days",  # bought it before, and not for at least so many days
}


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What a segment may ask about one member, on one local day; `categories`: days since each was last bought."""

    tier: Tier = Tier.BRONZE
    language: str | None = None
    outlets: frozenset[int] = frozenset()
    orders: int = 0
    spend_minor: int = 0
    recency_days: int | None = None
    joined_days: int = 0
    birthday_month: int | None = None
    month: int = 1  # of the day itself
    consent: bool = False
    reachable: bool = False
    tags: frozenset[str] = frozenset()
    categories: Mapping[str, int] = field(default_factory=dict)


def matches(segment: Segment, facts: MemberFacts) -> bool:
    """Whether the member belongs to it: what the SQL of db/queries/segments.py is held against."""
    match segment:
        case All(parts):
            return all(matches(part, facts) for part in parts)
        case AnyOf(parts):
            return any(matches(part, facts) for part in parts)
        case Not(part):
            return not matches(part, facts)
    return _holds(segment, facts)


def _holds(asked: Condition, facts: MemberFacts) -> bool:
    value: Any = asked.value
    match asked.field, asked.op:
        case "tier", "at_least":
            return RANKS.index(facts.tier) >= RANKS.index(Tier(value))
        case "outlet", _:
            return bool(facts.outlets & set(value))
        case "recency_days", "never":
            return facts.recency_days is None
        case "birthday_month", "this":
            return facts.birthday_month == facts.month
        case "tag", _:
            return value in facts.tags
        case "category", "bought":
            return value in facts.categories
        case "category", _:
            return bool(facts.categories.get(value[0], -1) >= value[1])
        case "average", op:
            most = value * facts.orders
            return bool(facts.orders) and (facts.spend_minor >= most if op == "least" else facts.spend_minor <= most)
    return _compared(getattr(facts, "spend_minor" if asked.field == "spend" else asked.field), asked.op, value)


def _compared(fact: Any, op: str, value: Any) -> bool:
    match op:
        case "in":
            return fact in value
        case "is":
            return bool(fact == value)
        case "least":
            return fact is not None and fact >= value
    return fact is not None and fact <= value


def conditions(segment: Segment) -> list[Condition]:
    """Every question in it, in reading order."""
    match segment:
        case Condition():
            return [segment]
        case Not(part):
            return conditions(part)
    return [each for part in segment.parts for each in conditions(part)]


def check(segment: Segment) -> None:
    """Raises SegmentInvalid unless every condition is known, has a value of its kind, and the tree is of a size that a
    person can read."""
    asked = conditions(segment)
    if len(asked) > MOST_PARTS or _depth(segment) > MOST_DEPTH:
        raise SegmentInvalid("segment.too_large", most=MOST_PARTS)
    for each in asked:
        kind = KINDS.get((each.field, each.op))
        if kind is None:
            raise SegmentInvalid("segment.unknown_field", field=f"{each.field} {each.op}")
        if not _FITS[kind](each.value):
            raise SegmentInvalid("segment.bad_value", field=each.field)


def _depth(segment: Segment) -> int:
    match segment:
        case Condition():
            return 0
        case Not(part):
            return 1 + _depth(part)
    return 1 + max((_depth(part) for part in segment.parts), default=0)


def _number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_NUMBER


def _word(value: Any) -> bool:
    return type(value) is str and 0 < len(value) <= LONGEST_WORD


def _each(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: type(value) is tuple and len(value) > 0 and all(fits(each) for each in value)


def _tier(value: Any) -> bool:
    return type(value) is str and value in set(Tier)


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "number": _number,
    "numbers": _each(_number),
    "months": _each(lambda value: _number(value) and 1 <= value <= 12),
    "word": _word,
    "words": _each(_word),
    "word_days": lambda value: type(value) is tuple and len(value) == 2 and _word(value[0]) and _number(value[1]),
    "tier": _tier,
    "tiers": _each(_tier),
    "yes_no": lambda value: type(value) is bool,
    "nothing": lambda value: value is None,
}


def to_json(segment: Segment) -> dict[str, Any] | None:
    """The segment as JSON's own kinds; None is everybody. `from_json` of it is equal to it."""
    return None if segment == EVERYBODY else _json(segment)


def _json(segment: Segment) -> dict[str, Any]:
    match segment:
        case All(parts):
            return {"all": [_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_json(part) for part in parts]}
        case Not(part):
            return {"not": _json(part)}
    value = list(segment.value) if isinstance(segment.value, tuple) else segment.value
    return {"field": segment.field, "op": segment.op, "value": value}


def from_json(data: Mapping[str, Any] | None) -> Segment:
    """The segment that was written, checked. Raises SegmentInvalid: a question nobody understands must not quietly
    become "everybody"."""
    if data is None:
        return EVERYBODY
    try:
        segment = _read(data, MOST_DEPTH + 1)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise SegmentInvalid("segment.unknown_field", field=str(wrong)) from wrong
    check(segment)
    return segment


def _read(data: Mapping[str, Any], deeper: int) -> Segment:
    if deeper < 0:
        raise SegmentInvalid("segment.too_large", most=MOST_PARTS)
    if "all" in data:
        return All(tuple(_read(part, deeper - 1) for part in data["all"]))
    if "any" in data:
        return AnyOf(tuple(_read(part, deeper - 1) for part in data["any"]))
    if "not" in data:
        return Not(_read(data["not"], deeper - 1))
    value = data.get("value")
    return Condition(str(data["field"]), str(data["op"]), tuple(value) if isinstance(value, list) else value)
