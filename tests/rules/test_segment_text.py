"""Segments as text: what is understood, what comes back, and where a mistake is pointed at."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.segment_text import Known, SegmentSyntax, parse
from bot.rules.segment_written import written
from bot.rules.segments import EVERYBODY, All, AnyOf, Condition, Not, Saved, Segment, SegmentInvalid, check, plain
from tests.support.segments import drawn, trees

VIPS = Saved(4, 2, Condition("tag", "has", "vip"))
KNOWN = Known("RUB", {1: "Green Street", 2: "Old Town", 3: "Old Town"}, {4: ("VIPs", VIPS)}, ("Moscow", "Rolls"))
GOLD = Condition("tier", "in", ("gold",))
SILENT = Condition("recency_days", "least", 30)
THREE, YES = Condition("orders", "least", 3), Condition("reachable", "is", True)
ROLLS = Condition("category", "bought", "Rolls")

UNDERSTOOD: list[tuple[str, Segment]] = [
    ('tier is gold and last order over 29 days ago and not bought "rolls"', All((GOLD, SILENT, Not(ROLLS)))),
    ("TIER = gold, Silver", Condition("tier", "in", ("gold", "silver"))),
    ("tier at least silver", Condition("tier", "at_least", "silver")),
    ("tier is gold or orders >= 3 and reachable", AnyOf((GOLD, All((THREE, YES))))),
    ("(tier is gold or orders ≥ 3) and reachable is yes", All((AnyOf((GOLD, THREE)), YES))),
    ("not (reachable is no)", Not(Condition("reachable", "is", False))),
    ("spent more than 10 000.50", Condition("spend", "least", 1_000_051)),
    ("average order at most 800 rub", Condition("average", "most", 80_000)),
    ("average rating below 3.5", Condition("rating_average", "most", 34)),
    ("overdue at least 150%", Condition("overdue", "least", 150)),
    ("last order within 7 days", Condition("recency_days", "most", 7)),
    ("never ordered", Condition("recency_days", "never")),
    ("birthday this month", Condition("birthday_month", "this")),
    ("birthday month is May, june", Condition("birthday_month", "in", (5, 6))),
    ('site event "cart.left" within 7 days', Condition("event", "within", ("cart.left", 7))),
    ('bought "rolls" not for 30 days', Condition("category", "lapsed", ("Rolls", 30))),
    ('bought item "Philadelphia  Roll"', Condition("item", "bought", "philadelphia roll")),
    ("city is moscow, «Нижний Новгород»", Condition("city", "in", ("Moscow", "Нижний Новгород"))),
    ('ordered from "green street", #9', Condition("outlet", "in", (1, 9))),
    ("usual hour is 18, 19", Condition("usual_hour", "in", (18, 19))),
    ("usual weekday is friday", Condition("usual_weekday", "in", (4,))),
    ("allergic to milk", Condition("allergen", "has", "milk")),
    ("segment vips and everybody", All((VIPS, EVERYBODY))),
    ("segment #4 or nobody", AnyOf((VIPS, AnyOf()))),
    ('tag "a \\"b\\" \\\\ c"', Condition("tag", "has", 'a "b" \\ c')),
    ("points expire within 1 day", Condition("expiring", "within", 1)),
]


@pytest.mark.parametrize(("text", "segment"), UNDERSTOOD, ids=[text for text, _ in UNDERSTOOD])
def test_what_is_understood(text: str, segment: Segment) -> None:
    assert parse(text, KNOWN) == segment
    assert parse(written(segment, KNOWN), KNOWN) == segment


WRONG = [  # text, code, the word, words that could stand there
    ("", "question", "", "tier"),
    ("teir is gold", "question", "teir", "tier"),
    ("tier is platinum", "one_of", "platinum", "gold"),
    ("tier gold silver", "joint", "silver", "and, or"),
    ("last banana at least 3 days ago", "question", "banana", "last order"),
    ("orders exactly 3", "one_of", "exactly", "at least"),
    ("overdue at most 3", "one_of", "at", "at least"),
    ("orders at least many", "number", "many", "30"),
    ("orders at least 3.5", "number", "3.5", "30"),
    ("orders under 0", "number", "0", "30"),
    ("spent over 10.555", "number", "10.555", "30"),
    ("rfm recency at least 6", "number", "6", "1, 5"),
    ("average rating over 5", "number", "5", "5"),
    ("usual hour is 24", "number", "24", "23"),
    ("points expire at least 3", "one_of", "at", "within"),
    ("reachable is maybe", "one_of", "maybe", "yes, no"),
    ("(tier is gold", "bracket", "", ")"),
    ("tier is gold)", "joint", ")", "and, or"),
    ("tag and tier is gold", "name", "and", ""),
    ('tag "' + "x" * 33 + '"', "name", '"' + "x" * 33 + '"', ""),
    ('tag ""', "name", '""', ""),
    ('bought "rolls', "quote", '"', ""),
    ('ordered from "Gren Street"', "unknown", '"Gren Street"', "Green Street"),
    ("segment #5", "unknown", "#5", "VIPs"),
    ("gold and", "question", "gold", ""),
    ("tier is gold and", "question", "", "orders"),
    ("not", "question", "", "orders"),
    ("😀", "question", "😀", "orders"),
]


@pytest.mark.parametrize(("text", "code", "word", "words"), WRONG, ids=[text for text, *_ in WRONG])
def test_a_mistake_is_pointed_at(text: str, code: str, word: str, words: str) -> None:
    with pytest.raises(SegmentSyntax) as refused:
        parse(text, KNOWN)
    wrong = refused.value
    assert (wrong.code, wrong.facts["word"]) == (f"segment.text_{code}", word)
    assert words in wrong.facts["words"]
    assert text[wrong.facts["position"] - 1 :].startswith(word)
    assert wrong.facts["shown"].endswith(f"👉 {word[:24]}")


@pytest.mark.parametrize("text", ["(" * 4000, "not " * 40 + "reachable", " or ".join(["reachable"] * 61)], ids=len)
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(SegmentInvalid) as refused:
        parse(text, KNOWN)
    assert refused.value.code == "segment.too_large"


def test_whatever_is_written_is_read_back() -> None:
    number = random.randrange(1 << 32)
    print(f"seed {number}")
    exact = replace(KNOWN, spelled=())  # a name that is kept otherwise than the shop spells it is read as spelled
    for tree in drawn(trees(VIPS), number, 300):
        check(tree)
        assert parse(written(tree, exact), exact) == plain(tree), number


@given(st.text(alphabet='tier isgold()"“,#0.5andornot \\\n<>=', max_size=60))
@settings(max_examples=300, database=None, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    try:
        segment = parse(text, KNOWN)
    except (SegmentSyntax, SegmentInvalid):
        return
    assert parse(written(segment, KNOWN), KNOWN) == plain(segment)
