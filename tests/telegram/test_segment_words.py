"""A segment in plain words, in each language's own forms."""

import pytest

from bot.i18n import Catalogue
from bot.rules.segments import EVERYBODY, All, AnyOf, Condition, Not, Segment
from bot.telegram.shared.segments import Naming, said

CATALOGUE = Catalogue.load()
NAMING = Naming("RUB", {2: "Green Street"})
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


@pytest.mark.parametrize("language", CATALOGUE.languages)
def test_every_language_has_words_for_all_of_it(language: str) -> None:
    for segment, _ in SAID:
        assert said(segment, CATALOGUE.texts(language), NAMING)
