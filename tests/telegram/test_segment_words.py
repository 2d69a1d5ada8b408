"""A segment in plain words, in each language's own forms."""

import pytest

from bot.i18n import Catalogue
from bot.rules.ready_segments import READY
from bot.rules.segment_kinds import KINDS
from bot.rules.segments import EVERYBODY, All, AnyOf, Condition, Not, Saved, Segment
from bot.telegram.shared import ready_segments
from bot.telegram.shared.segments import Naming, said

CATALOGUE = Catalogue.load()
NAMING = Naming("RUB", {2: "Green Street"}, {4: "VIPs"})
SAID: list[tuple[Segment, str]] = [
    (EVERYBODY, "everybody"),
    (AnyOf(), "nobody"),
    (All((Condition("tier", "in", ("gold",)), Condition("recency_days", "least", 30))), "Gold, no order for 30 days"),
    (Condition("recency_days", "least", 1), "no order for 1 day"),
    (Condition("recency_days", "most", 7), "an order within the last 7 days"),
    (Condition("recency_days", "never"), "no orders yet"),
    (Condition("tier", "at_least", "silver"), "Silver or higher"),
    (Condition("tier", "in", ("silver", "gold")), "Silver, Gold"),
    (Condition("language", "in", ("ru", "pl")), "speaks: Russian, Polish"),
    (Condition("outlet", "in", (2, 9)), "orders from: Green Street, № 9"),
    (Condition("orders", "most", 2), "at most 2 orders"),
    (Condition("orders", "least", 1), "at least 1 order"),
    (Condition("joined_days", "least", 365), "a member for at least 365 days"),
    (Condition("birthday_month", "this"), "birthday this month"),
    (Condition("birthday_month", "in", (5, 6)), "birthday in: May, June"),
    (Condition("consent", "is", True), "agrees to offers"),
    (Condition("consent", "is", False), "does not agree to offers"),
    (Condition("reachable", "is", False), "has blocked the bot"),
    (Not(Condition("tag", "has", "vip")), "not: tag “vip”"),
    (Condition("category", "bought", "rolls"), "has bought “rolls”"),
    (Condition("category", "lapsed", ("rolls", 45)), "has bought “rolls”, but not for 45 days"),
    (Condition("item", "bought", "miso"), "has bought “miso”"),
    (Condition("gender", "in", ("female", "male")), "women, men"),
    (Condition("age", "most", 25), "at most 25 years old"),
    (Condition("allergen", "has", "milk"), "allergy: milk"),
    (Condition("topic_off", "has", "tips"), "wants none of: Tips, and how it was"),
    (Condition("pending", "least", 1), "at least 1 point on its way"),
    (Condition("overdue", "least", 150), "silent for 150% of their usual time"),
    (Condition("rfm_monetary", "least", 4), "how much spent: at least 4 of 5"),
    (Condition("channel", "in", ("desk", "site")), "has ordered: by phone, on the site"),
    (Condition("usual_weekday", "in", (4, 5)), "usually orders on: Fri, Sat"),
    (Condition("rating_average", "most", 35), "average rating: at most 3.5"),
    (Condition("complaint", "is", False), "has no open talk with us"),
    (Condition("pressed_days", "never"), "has never pressed an offer"),
    (Saved(4, 2, Condition("orders", "least", 3)), "group “VIPs”"),
    (Saved(5, 1, Condition("orders", "least", 3)), "at least 3 orders"),
    (Not(All((Condition("tag", "has", "a"), Condition("tag", "has", "b")))), "not: (tag “a”, tag “b”)"),
    (
        All((AnyOf((Condition("tag", "has", "a"), Condition("tag", "has", "b"))), Condition("orders", "least", 5))),
        "(tag “a” / tag “b”), at least 5 orders",
    ),
]


@pytest.mark.parametrize(("segment", "words"), SAID, ids=[words for _, words in SAID])
def test_in_plain_words(segment: Segment, words: str) -> None:
    assert said(segment, CATALOGUE.texts("en"), NAMING) == words


def test_sums_are_money() -> None:
    words = said(Condition("spend", "least", 1_000_000), CATALOGUE.texts("en"), NAMING)
    assert words.startswith("has spent at least ")
    assert "10,000" in words


A_VALUE = {
    "nothing": None,
    "yes_no": True,
    "word": "a",
    "name": "a",
    "words": ("a",),
    "names": ("a",),
    "word_days": ("a", 3),
    "name_days": ("a", 3),
    "tier": "gold",
    "tiers": ("gold",),
    "genders": ("female",),
    "channels": ("site",),
    "allergen": "milk",
    "topic": "tips",
}


@pytest.mark.parametrize("language", CATALOGUE.languages)
def test_every_language_has_words_for_all_of_it(language: str) -> None:
    t = CATALOGUE.texts(language)
    for (field, op), kind in KINDS.items():
        value = A_VALUE.get(kind, (3,) if kind in ("numbers", "months", "hours", "weekdays") else 3)
        assert said(Condition(field, op, value), t, NAMING)
    for key in READY:
        assert ready_segments.name(key, t)
        assert ready_segments.meaning(key, t)
