"""Segments by chance: every question, with values that tell people apart."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from bot.rules.segment_kinds import KINDS
from bot.rules.segments import All, AnyOf, Condition, Not, Saved, Segment
from db.enums import Allergen, Channel, Gender, Tier, Topic

T = TypeVar("T")
LANGUAGES, TAGS, CATEGORIES = ("en", "ru", "pl"), ("vip", "allergy"), ("rolls", "soup", "tea")
CITIES, SOURCES, ITEMS = ("Moscow", "Kazan"), ("poster", "friend:card"), ("philadelphia", "miso")
OUTLETS, EVENTS = (1, 2, 3), ("cart.left", "menu.seen")
NAMES = {
    "language": LANGUAGES,
    "tag": TAGS,
    "category": CATEGORIES,
    "favourite": CATEGORIES,
    "city": CITIES,
    "source": SOURCES,
    "item": ITEMS,
    "event": EVENTS,
}
MOST = {
    "orders": 6,
    "spend": 600_000,
    "average": 150_000,
    "joined_days": 400,
    "age": 80,
    "points": 500,
    "pending": 100,
    "expiring": 60,
    "vouchers_held": 3,
    "vouchers_used": 3,
    "ignored": 4,
    "friends": 2,
}
WORDS = {"tier": Tier, "tiers": Tier, "genders": Gender, "channels": Channel, "allergen": Allergen, "topic": Topic}
RANGES = {
    "months": (1, 12),
    "hours": (0, 23),
    "weekdays": (0, 6),
    "percent": (0, 400),
    "fifth": (1, 5),
    "stars": (1, 5),
    "tenths": (10, 50),
}
NUMBERS = ("fifth", "stars", "tenths", "percent")


def conditions() -> st.SearchStrategy[Condition]:
    """Any question; every one is as likely."""
    return st.sampled_from(sorted(KINDS)).flatmap(lambda key: condition(*key))


def condition(field: str, op: str) -> st.SearchStrategy[Condition]:
    return _values(field, op).map(lambda value: Condition(field, op, value))


def one_of_each() -> st.SearchStrategy[tuple[Condition, ...]]:
    """All questions, once each."""
    return st.tuples(*(condition(*key) for key in sorted(KINDS)))


def _values(field: str, op: str) -> st.SearchStrategy[Any]:
    kind = KINDS[field, op]
    match kind:
        case "nothing":
            return st.none()
        case "yes_no":
            return st.booleans()
        case "number":
            return st.integers(0, MOST.get(field, 60))
        case "numbers":
            return few(st.sampled_from(OUTLETS))
        case "word" | "name":
            return _of(NAMES[field])
        case "words" | "names":
            return few(_of(NAMES[field]))
        case "word_days" | "name_days":
            return st.tuples(_of(NAMES[field]), st.integers(0, 60))
    if kind in RANGES:
        each = st.integers(*RANGES[kind])
        return each if kind in NUMBERS else few(each)
    words = _of([each.value for each in WORDS[kind]])
    return words if kind in ("tier", "allergen", "topic") else few(words)


def few(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, min_size=1, max_size=3).map(tuple)


def _of(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def drawn(strategy: st.SearchStrategy[T], number: int, most: int) -> list[T]:
    """What a randomised test is asked with; *number* is its seed."""
    found: list[T] = []

    @seed(number)
    @settings(max_examples=most, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(each: T) -> None:
        found.append(each)

    collect()
    return found


def trees(*saved: Saved) -> st.SearchStrategy[Segment]:
    """Questions in groups, and the *saved* ones among them."""

    def grown(parts: st.SearchStrategy[Segment]) -> st.SearchStrategy[Segment]:
        several = st.lists(parts, max_size=3).map(tuple)
        return st.one_of(st.builds(All, several), st.builds(AnyOf, several), st.builds(Not, parts))

    leaves: st.SearchStrategy[Segment] = conditions()
    return st.recursive(st.one_of(leaves, leaves, st.sampled_from(saved)) if saved else leaves, grown, max_leaves=6)
