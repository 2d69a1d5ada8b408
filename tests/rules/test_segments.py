"""Segments on paper: what is understood, what is refused, and the limits of each question."""

import json
from typing import Any

import pytest

from bot.rules.segments import (
    EVERYBODY,
    All,
    AnyOf,
    Condition,
    MemberFacts,
    Not,
    Segment,
    SegmentInvalid,
    check,
    from_json,
    matches,
    to_json,
)
from db.enums import Tier

ANN = MemberFacts(
    tier=Tier.GOLD,
    language="ru",
    outlets=frozenset({2}),
    orders=3,
    spend_minor=300_000,
    recency_days=30,
    joined_days=200,
    birthday_month=11,
    month=11,
    consent=True,
    reachable=True,
    tags=frozenset({"vip"}),
    categories={"rolls": 30, "soup": 5},
)
NOBODY = MemberFacts()

TRUE_OF_ANN = [
    Condition("tier", "in", ("silver", "gold")),
    Condition("tier", "at_least", "silver"),
    Condition("language", "in", ("ru", "pl")),
    Condition("outlet", "in", (1, 2)),
    Condition("orders", "least", 3),
    Condition("orders", "most", 3),
    Condition("spend", "least", 300_000),
    Condition("average", "least", 100_000),
    Condition("average", "most", 100_000),
    Condition("recency_days", "least", 30),
    Condition("recency_days", "most", 30),
    Condition("joined_days", "least", 200),
    Condition("birthday_month", "this"),
    Condition("birthday_month", "in", (10, 11)),
    Condition("consent", "is", True),
    Condition("reachable", "is", True),
    Condition("tag", "has", "vip"),
    Condition("category", "bought", "soup"),
    Condition("category", "lapsed", ("rolls", 30)),
    Not(Condition("category", "lapsed", ("soup", 30))),
    Not(Condition("category", "lapsed", ("tea", 1))),
    Not(Condition("recency_days", "never")),
    All((Condition("orders", "least", 1), Condition("spend", "most", 300_000))),
    AnyOf((Condition("orders", "least", 9), Condition("tag", "has", "vip"))),
]


@pytest.mark.parametrize("asked", TRUE_OF_ANN, ids=str)
def test_true_of_ann(asked: Segment) -> None:
    check(asked)
    assert matches(asked, ANN)
    assert not matches(Not(asked), ANN)


@pytest.mark.parametrize("asked", TRUE_OF_ANN, ids=str)
def test_read_back_it_is_the_same(asked: Segment) -> None:
    assert from_json(json.loads(json.dumps(to_json(asked)))) == asked


def test_everybody_and_nobody() -> None:
    assert matches(EVERYBODY, NOBODY)
    assert not matches(AnyOf(), ANN)
    assert (to_json(EVERYBODY), from_json(None)) == (None, EVERYBODY)


def test_who_never_ordered_has_no_average_and_no_last_order() -> None:
    assert matches(Condition("recency_days", "never"), NOBODY)
    for op in ("least", "most"):
        assert not matches(Condition("average", op, 0), NOBODY)
        assert not matches(Condition("recency_days", op, 0), NOBODY)


def deep(levels: int) -> dict[str, Any]:
    tree: dict[str, Any] = {"field": "orders", "op": "least", "value": 1}
    for _ in range(levels):
        tree = {"not": tree}
    return tree


REFUSED = [
    ({"field": "shoe_size", "op": "in", "value": [44]}, "segment.unknown_field"),
    ({"field": "orders", "op": "nearly", "value": 4}, "segment.unknown_field"),
    ({"field": "orders"}, "segment.unknown_field"),
    ({}, "segment.unknown_field"),
    ({"all": [17]}, "segment.unknown_field"),
    ({"all": None}, "segment.unknown_field"),
    ({"field": ["orders"], "op": "least", "value": 1}, "segment.unknown_field"),
    ({"field": "orders", "op": "least", "value": -1}, "segment.bad_value"),
    ({"field": "orders", "op": "least", "value": True}, "segment.bad_value"),
    ({"field": "orders", "op": "least", "value": "3"}, "segment.bad_value"),
    ({"field": "spend", "op": "least", "value": 10**13}, "segment.bad_value"),
    ({"field": "tier", "op": "in", "value": []}, "segment.bad_value"),
    ({"field": "tier", "op": "at_least", "value": "platinum"}, "segment.bad_value"),
    ({"field": "birthday_month", "op": "in", "value": [13]}, "segment.bad_value"),
    ({"field": "tag", "op": "has", "value": "x" * 33}, "segment.bad_value"),
    ({"field": "category", "op": "lapsed", "value": ["rolls"]}, "segment.bad_value"),
    ({"field": "recency_days", "op": "never", "value": 1}, "segment.bad_value"),
    ({"any": [{"field": "orders", "op": "least", "value": 1}] * 41}, "segment.too_large"),
    (deep(7), "segment.too_large"),
    (deep(2000), "segment.too_large"),
]


@pytest.mark.parametrize(("written", "code"), REFUSED, ids=range(len(REFUSED)))
def test_what_nobody_understands_is_refused(written: dict[str, Any], code: str) -> None:
    with pytest.raises(SegmentInvalid) as refused:
        from_json(written)
    assert refused.value.code == code
