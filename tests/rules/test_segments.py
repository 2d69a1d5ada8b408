"""Segments on paper: what is understood, what is refused, and the limits of each question."""

import json
from typing import Any

import pytest

from bot.rules.segment_facts import MemberFacts, matches
from bot.rules.segment_kinds import KINDS
from bot.rules.segments import (
    EVERYBODY,
    All,
    AnyOf,
    Condition,
    Not,
    Saved,
    Segment,
    SegmentInvalid,
    check,
    conditions,
    from_json,
    plain,
    saved_in,
    to_json,
)
from db.enums import Allergen, Channel, Gender, Tier, Topic

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
    items={"miso": 5},
    city="Kazan",
    gender=Gender.FEMALE,
    age=34,
    source="poster",
    favourite="rolls",
    allergens=frozenset({Allergen.MILK}),
    topics_off=frozenset({Topic.TIPS}),
    points=120,
    pending=30,
    expires_in=7,
    vouchers_held=1,
    vouchers_used=2,
    top_spend=True,
    rfm_recency=5,
    rfm_frequency=3,
    rfm_monetary=4,
    silent_seconds=30 * 86_400,
    rhythm_days=20,
    channels=frozenset({Channel.SITE}),
    usual_hour=18,
    usual_weekday=4,
    seen_days=3,
    pressed_days=8,
    message_days=2,
    ignored=1,
    stars=(5, 3),
    complaint=True,
    friends=1,
    events={"cart.left": 2},
)
NOBODY = MemberFacts()

TRUE_OF_ANN: list[Segment] = [
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
    Condition("item", "bought", "miso"),
    Condition("item", "lapsed", ("miso", 5)),
    Condition("city", "in", ("Kazan", "Moscow")),
    Condition("gender", "in", ("female",)),
    Condition("age", "least", 34),
    Condition("age", "most", 34),
    Condition("source", "in", ("poster",)),
    Condition("favourite", "in", ("rolls",)),
    Condition("allergen", "has", "milk"),
    Condition("topic_off", "has", "tips"),
    Condition("points", "least", 120),
    Condition("pending", "least", 30),
    Condition("expiring", "within", 7),
    Condition("vouchers_held", "most", 1),
    Condition("vouchers_used", "least", 2),
    Condition("top_spend", "is", True),
    Condition("rfm_recency", "least", 5),
    Condition("rfm_frequency", "most", 3),
    Condition("rfm_monetary", "least", 4),
    Condition("overdue", "least", 150),
    Not(Condition("overdue", "least", 151)),
    Condition("channel", "in", ("site",)),
    Condition("usual_hour", "in", (18,)),
    Condition("usual_weekday", "in", (4, 5)),
    Condition("seen_days", "most", 3),
    Condition("pressed_days", "least", 8),
    Not(Condition("pressed_days", "never")),
    Condition("message_days", "most", 2),
    Not(Condition("message_days", "never")),
    Condition("ignored", "most", 1),
    Condition("rating", "most", 3),
    Condition("rating_average", "least", 40),
    Not(Condition("rating_average", "least", 41)),
    Condition("complaint", "is", True),
    Condition("friends", "least", 1),
    Condition("event", "within", ("cart.left", 2)),
    Not(Condition("event", "within", ("cart.left", 1))),
    Not(Condition("event", "within", ("menu.seen", 9))),
    Saved(4, 2, Condition("orders", "least", 3)),
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


def test_every_question_is_asked_above() -> None:
    asked = {(each.field, each.op) for tree in TRUE_OF_ANN for each in conditions(tree)}
    missing = {(field, op) for field, op in KINDS if not any((field, other) in asked for other in OPS[op])}
    assert not missing


OPS = {
    "least": ("least", "most"),
    "most": ("least", "most"),
    **{op: (op,) for _, op in KINDS if op not in ("least", "most")},
}


def test_a_saved_segment_is_asked_as_it_was_and_known_by_its_number() -> None:
    inner = Saved(4, 2, All((Condition("orders", "least", 3),)))
    outer = AnyOf((Saved(9, 1, Not(inner)), Condition("tag", "has", "vip")))
    assert saved_in(outer) == {4, 9}
    assert plain(inner) == Saved(4, 2, Condition("orders", "least", 3))
    assert matches(inner, ANN)
    assert matches(plain(outer), ANN)


def test_everybody_and_nobody() -> None:
    assert matches(EVERYBODY, NOBODY)
    assert not matches(AnyOf(), ANN)
    assert (to_json(EVERYBODY), from_json(None)) == (None, EVERYBODY)


def test_who_never_ordered_has_no_average_and_no_last_order() -> None:
    assert matches(Condition("recency_days", "never"), NOBODY)
    for op in ("least", "most"):
        assert not matches(Condition("average", op, 0), NOBODY)
        assert not matches(Condition("recency_days", op, 0), NOBODY)
    assert not matches(Condition("overdue", "least", 0), NOBODY)
    for field, value in (("age", 0), ("rating", 5), ("rating_average", 50), ("seen_days", 0), ("rfm_monetary", 5)):
        assert not matches(Condition(field, "most", value), NOBODY)


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
    ({"field": "rating_average", "op": "least", "value": 51}, "segment.bad_value"),
    ({"field": "usual_hour", "op": "in", "value": [24]}, "segment.bad_value"),
    ({"field": "gender", "op": "in", "value": ["cat"]}, "segment.bad_value"),
    ({"field": "tag", "op": "has", "value": "a\x00b"}, "segment.bad_value"),
    ({"saved": "four", "edition": 1, "part": {"all": []}}, "segment.unknown_field"),
    ({"saved": 4, "part": {"all": []}}, "segment.unknown_field"),
    ({"any": [{"field": "orders", "op": "least", "value": 1}] * 61}, "segment.too_large"),
    (deep(9), "segment.too_large"),
    (deep(2000), "segment.too_large"),
]


@pytest.mark.parametrize(("written", "code"), REFUSED, ids=range(len(REFUSED)))
def test_what_nobody_understands_is_refused(written: dict[str, Any], code: str) -> None:
    with pytest.raises(SegmentInvalid) as refused:
        from_json(written)
    assert refused.value.code == code
