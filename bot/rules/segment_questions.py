"""What a segment can be built of by buttons: the questions by theme, the answers offered, and an answer as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.rules import amounts
from bot.rules.dishes import fold
from bot.rules.people import clean_name
from bot.rules.segment_kinds import FITS, KINDS, MOST_NUMBER
from bot.rules.segments import Condition, SegmentInvalid, Value
from db.enums import Allergen, Channel, Gender, Topic

LAPSED = "lapsed"  # the question "bought this category, and not for so many days", in two steps

# Theme → its questions: fields of segment_kinds.KINDS.
THEMES: Mapping[str, tuple[str, ...]] = {
    "profile": (
        *("language", "city", "gender", "age", "birthday_month", "joined_days"),
        *("source", "tag", "allergen"),
    ),
    "programme": (
        *("tier", "points", "pending", "expiring", "vouchers_held", "vouchers_used"),
        *("top_spend", "rfm_recency", "rfm_frequency", "rfm_monetary"),
    ),
    "orders": (
        *("orders", "recency_days", "overdue", "spend", "average", "favourite", "category", LAPSED),
        *("item", "outlet", "channel", "usual_hour", "usual_weekday"),
    ),
    "contact": ("consent", "reachable", "seen_days", "pressed_days", "message_days", "ignored", "topic_off", "event"),
    "experience": ("rating", "rating_average", "complaint", "friends"),
}


def _least(*values: int) -> tuple[tuple[str, Value], ...]:
    return tuple(("least", value) for value in values)


def _most(*values: int) -> tuple[tuple[str, Value], ...]:
    return tuple(("most", value) for value in values)


def _single(*values: Any) -> tuple[tuple[str, Value], ...]:
    return tuple(("in", (value,)) for value in values)


NEVER: tuple[tuple[str, Value], ...] = (("never", None),)
YES_NO: tuple[tuple[str, Value], ...] = (("is", True), ("is", False))
FIFTHS = (*_least(5, 4), *_most(2, 1))
LUNCH, AFTERNOON, EVENING, NIGHT = (11, 12, 13, 14), (15, 16, 17), (18, 19, 20, 21), (22, 23, 0, 1, 2)

# Question → answers that fit every shop.
OFFERED: Mapping[str, tuple[tuple[str, Value], ...]] = {
    "gender": _single(*(each.value for each in Gender)),
    "age": (*_most(24), *_least(25, 40, 60)),
    "birthday_month": (("this", None), *_single(*range(1, 13))),
    "joined_days": (*_most(30, 90), *_least(365)),
    "allergen": tuple(("has", each.value) for each in Allergen),
    "points": _least(100, 500, 1_000),
    "pending": _least(1),
    "expiring": (("within", 7), ("within", 30)),
    "vouchers_held": (*_least(1), *_most(0)),
    "vouchers_used": (*_least(1), *_most(0)),
    "top_spend": YES_NO,
    "rfm_recency": FIFTHS,
    "rfm_frequency": FIFTHS,
    "rfm_monetary": FIFTHS,
    "orders": (*_most(2), *_least(1, 3, 5, 10)),
    "recency_days": (*_least(14, 30, 60, 90), *_most(30), *NEVER),
    "overdue": _least(100, 150, 200),
    "channel": _single(*(each.value for each in Channel)),
    "usual_hour": tuple(("in", hours) for hours in (LUNCH, AFTERNOON, EVENING, NIGHT)),
    "usual_weekday": (*_single(*range(7)), ("in", (5, 6))),
    "consent": YES_NO,
    "reachable": YES_NO,
    "seen_days": (*_most(7, 30), *_least(30, 90)),
    "pressed_days": (*_most(30), *_least(60), *NEVER),
    "message_days": (*_least(7, 30), *NEVER),
    "ignored": _least(3, 5),
    "topic_off": tuple(("has", each.value) for each in Topic),
    "rating": (*_most(2, 3), *_least(4, 5)),
    "rating_average": (*_most(30), *_least(40, 45)),
    "complaint": YES_NO,
    "friends": _least(1, 3, 5),
}
LAPSED_DAYS = (30, 45, 60, 90)
EVENT_DAYS = (1, 7, 30)

# Question → the way its answers are typed: ops that take a number, or "name".
MONEY = frozenset({"spend", "average"})
NAMED = {"city": "in", "source": "in", "tag": "has", "favourite": "in", "category": "bought", "item": "bought"}
_NUMBERS = {"number": (0, MOST_NUMBER), "fifth": (1, 5), "stars": (1, 5), "tenths": (10, 50)}


@dataclass(frozen=True)
class Stock:
    """The shop's own things one question can name: their names (of outlets, ids)."""

    names: Sequence[str] = ()
    outlets: Sequence[int] = ()
    tiers: Sequence[str] = field(default=())  # lowest first


def choices(question: str, stock: Stock) -> list[Condition]:
    """The answers to *question* that have a button, in order. Of LAPSED the first step: which category."""
    match question:
        case "tier":
            single = [Condition("tier", "in", (tier,)) for tier in stock.tiers]
            return single + [Condition("tier", "at_least", tier) for tier in stock.tiers[1:-1]]
        case "outlet":
            return [Condition("outlet", "in", (outlet,)) for outlet in stock.outlets]
        case "language":
            return [Condition("language", "in", (code,)) for code in stock.names]
        case "lapsed":
            return [Condition("category", "bought", name) for name in stock.names]
        case "event":
            return [Condition("event", "within", (name, days)) for name in stock.names for days in EVENT_DAYS]
    if question in NAMED:
        return [_named(question, name) for name in stock.names]
    return [Condition(question, op, value) for op, value in OFFERED.get(question, ())]


def lapsed(category: str) -> list[Condition]:
    """The second step of LAPSED: not for how long."""
    return [Condition("category", "lapsed", (category, days)) for days in LAPSED_DAYS]


def ways(question: str) -> tuple[str, ...]:
    """How an answer can be typed: "least", "most", "within" (a number), "name", or nothing."""
    if question in NAMED:
        return ("name",)
    return tuple(op for op in ("least", "most", "within") if KINDS.get((question, op)) in _NUMBERS)


def typed(question: str, way: str, text: str, currency: str, names: Sequence[str] = ()) -> Condition:
    """The answer somebody typed; a name is spelled as the one of *names* that differs by capitals at most. Raises
    SegmentInvalid ("segment.not_a_number", "segment.not_between", "segment.bad_value"), BadAmount, BadName."""
    if way == "name":
        name = clean_name(text)
        return _checked(_named(question, next((each for each in names if fold(each) == fold(name)), name)))
    if question in MONEY:
        return Condition(question, way, amounts.parse_amount(text, currency))
    kind = KINDS[question, way]
    return Condition(question, way, _number(kind, text))


def typed_days(category: str, text: str) -> Condition:
    """The second step of LAPSED, typed."""
    return _checked(Condition("category", "lapsed", (category, _number("number", text))))


def _number(kind: str, text: str) -> int:
    """A whole number within what the kind allows; of tenths, with one digit after the point."""
    least, most = _NUMBERS[kind]
    digits = 1 if kind == "tenths" else 0
    whole, _, fraction = "".join(text.split()).replace(",", ".").partition(".")
    number = whole + fraction.ljust(digits, "0")
    if not (number.isascii() and number.isdecimal() and len(fraction) <= digits and len(number) <= 13):
        raise _unfit(kind)
    if not least <= int(number) <= most:
        raise _unfit(kind)
    return int(number)


def _unfit(kind: str) -> SegmentInvalid:
    least, most = _NUMBERS[kind]
    if most == MOST_NUMBER:
        return SegmentInvalid("segment.not_a_number")
    share = 10 if kind == "tenths" else 1
    return SegmentInvalid("segment.not_between", least=least // share, most=most // share)


def _named(question: str, name: str) -> Condition:
    op = NAMED[question]
    if op == "in":
        return Condition(question, op, (name,))
    return Condition(question, op, fold(name) if question == "item" else name)


def _checked(asked: Condition) -> Condition:
    if not FITS[KINDS[asked.field, asked.op]](asked.value):
        raise SegmentInvalid("segment.bad_value", field=asked.field)
    return asked
