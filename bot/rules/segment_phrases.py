"""The words of the language of segments: how each question begins, and what follows it.

tier is gold and last order at least 30 days ago and not bought "rolls"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from db.enums import Allergen, Channel, Gender, Tier, Topic

# compared: at least 3 | at most 3; ago: at least 3 days ago | within 3 days; within: within 3 days; list: is a, b;
# one: a; yes_no: nothing, or: is no; alone: nothing; bought: a | a not for 3 days; tier: is a, b | at least a
# did: a within 3 days
Shape = Literal["compared", "ago", "within", "list", "one", "yes_no", "alone", "bought", "tier", "did"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A question about `field` that begins with `words`; `link` stands before a list, `op` is that of "alone"."""

    words: str
    field: str
    shape: Shape
    link: str = "is"
    op: str = ""

    @property
    def split(self) -> tuple[str, ...]:
        return tuple(self.words.split())


PHRASES: tuple[Phrase, ...] = (
    Phrase("tier", "tier", "tier"),
    Phrase("orders", "orders", "compared"),
    Phrase("last order", "recency_days", "ago"),
    Phrase("never ordered", "recency_days", "alone", op="never"),
    Phrase("spent", "spend", "compared"),
    Phrase("average order", "average", "compared"),
    Phrase("overdue", "overdue", "compared"),
    Phrase("bought", "category", "bought"),
    Phrase("bought item", "item", "bought"),
    Phrase("site event", "event", "did"),
    Phrase("favourite", "favourite", "list"),
    Phrase("ordered from", "outlet", "list", link=""),
    Phrase("channel", "channel", "list"),
    Phrase("usual hour", "usual_hour", "list"),
    Phrase("usual weekday", "usual_weekday", "list"),
    Phrase("top spender", "top_spend", "yes_no"),
    Phrase("rfm recency", "rfm_recency", "compared"),
    Phrase("rfm frequency", "rfm_frequency", "compared"),
    Phrase("rfm money", "rfm_monetary", "compared"),
    Phrase("language", "language", "list"),
    Phrase("city", "city", "list"),
    Phrase("gender", "gender", "list"),
    Phrase("age", "age", "compared"),
    Phrase("birthday month", "birthday_month", "list"),
    Phrase("birthday this month", "birthday_month", "alone", op="this"),
    Phrase("joined", "joined_days", "ago"),
    Phrase("source", "source", "list"),
    Phrase("tag", "tag", "one"),
    Phrase("allergic to", "allergen", "one"),
    Phrase("topic off", "topic_off", "one"),
    Phrase("points", "points", "compared"),
    Phrase("pending points", "pending", "compared"),
    Phrase("points expire", "expiring", "within"),
    Phrase("vouchers held", "vouchers_held", "compared"),
    Phrase("vouchers used", "vouchers_used", "compared"),
    Phrase("consent", "consent", "yes_no"),
    Phrase("reachable", "reachable", "yes_no"),
    Phrase("seen", "seen_days", "ago"),
    Phrase("pressed", "pressed_days", "ago"),
    Phrase("never pressed", "pressed_days", "alone", op="never"),
    Phrase("last message", "message_days", "ago"),
    Phrase("never messaged", "message_days", "alone", op="never"),
    Phrase("ignored", "ignored", "compared"),
    Phrase("last rating", "rating", "compared"),
    Phrase("average rating", "rating_average", "compared"),
    Phrase("open complaint", "complaint", "yes_no"),
    Phrase("friends", "friends", "compared"),
)

MONTHS = ("january", "february", "march", "april", "may", "june", "july")
MORE_MONTHS = ("august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Kind of a value → the words it is written with → the value.
WORDS: Mapping[str, Mapping[str, str | int]] = {
    "months": {word: number for number, word in enumerate(MONTHS + MORE_MONTHS, start=1)},
    "weekdays": {word: number for number, word in enumerate(WEEKDAYS)},
    **{
        kind: {each.value: each.value for each in words}
        for kind, words in (
            ("tier", Tier),
            ("tiers", Tier),
            ("genders", Gender),
            ("channels", Channel),
            ("allergen", Allergen),
            ("topic", Topic),
        )
    },
}

# Words before a number → which way, and how much is added to it.
COMPARED: Mapping[tuple[str, ...], tuple[str, int]] = {
    ("at", "least"): ("least", 0),
    ("at", "most"): ("most", 0),
    ("more", "than"): ("least", 1),
    ("less", "than"): ("most", -1),
    ("over",): ("least", 1),
    ("under",): ("most", -1),
    ("below",): ("most", -1),
    (">=",): ("least", 0),
    ("<=",): ("most", 0),
    (">",): ("least", 1),
    ("<",): ("most", -1),
}
UNITS = frozenset({"%", "percent", "day", "days", "order", "orders", "point", "points", "star", "stars", "times"})
