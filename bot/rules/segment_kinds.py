"""What a segment can ask of a member: every question, and which values each of them takes."""

from collections.abc import Callable, Mapping
from typing import Any

from db.enums import Allergen, Channel, Gender, Tier, Topic

MOST_NUMBER, MOST_PERCENT = 10**12, 10_000
LONGEST_WORD, LONGEST_NAME = 32, 80
Fits = Callable[[Any], bool]


def _compared(kind: str, *fields: str, op: tuple[str, ...] = ("least", "most")) -> dict[tuple[str, str], str]:
    return {(field, each): kind for field in fields for each in op}


# Days are local dates apart: an order of yesterday evening is one day ago. Sums are minor units. What is not known of
# a member (no order, no birthday, no rating) is neither at least nor at most anything.
KINDS: Mapping[tuple[str, str], str] = {
    # who they are
    ("language", "in"): "words",
    ("city", "in"): "names",  # as the member wrote it
    ("gender", "in"): "genders",
    **_compared("number", "age"),
    ("birthday_month", "in"): "months",
    ("birthday_month", "this"): "nothing",
    **_compared("number", "joined_days"),
    ("source", "in"): "names",  # of the link by which they came
    ("tag", "has"): "word",
    ("favourite", "in"): "words",  # category most of their money goes to
    ("allergen", "has"): "allergen",
    ("topic_off", "has"): "topic",  # wants no offers about it
    # what the programme knows
    ("tier", "in"): "tiers",
    ("tier", "at_least"): "tier",
    **_compared("number", "points"),  # that can be spent now
    **_compared("number", "pending"),  # points of orders that have not brought them yet
    ("expiring", "within"): "number",  # days in which some points are lost, today is 0
    **_compared("number", "vouchers_held", "vouchers_used"),
    ("top_spend", "is"): "yes_no",  # the tenth that has spent most, as the night counted it
    **_compared("fifth", "rfm_recency", "rfm_frequency", "rfm_monetary"),  # 5: the newest, most, dearest fifth
    # how they order
    **_compared("number", "orders"),  # delivered ones
    **_compared("number", "spend"),  # net, lifetime
    **_compared("number", "average"),  # of an order, net
    **_compared("number", "recency_days"),  # since the last delivered order
    ("recency_days", "never"): "nothing",
    ("overdue", "least"): "percent",  # of their own rhythm they have been silent for
    ("outlet", "in"): "numbers",  # ids; where anything they ordered was delivered from
    ("channel", "in"): "channels",  # how any order of theirs came
    ("category", "bought"): "word",
    ("category", "lapsed"): "word_days",  # bought it before, and not for at least so many days
    ("item", "bought"): "name",  # folded, as bot/rules/dishes.py does it
    ("item", "lapsed"): "name_days",
    ("event", "within"): "word_days",  # did so on the site or in the app within so many days, today is 0
    ("usual_hour", "in"): "hours",
    ("usual_weekday", "in"): "weekdays",  # 0: Monday
    # whether and how they hear from us
    ("consent", "is"): "yes_no",  # agrees to offers now
    ("reachable", "is"): "yes_no",  # has not blocked the bot
    **_compared("number", "seen_days"),  # since they last wrote or pressed anything
    **_compared("number", "pressed_days"),  # since they last pressed a button of an offer
    ("pressed_days", "never"): "nothing",
    **_compared("number", "message_days"),  # since the last offer was sent to them
    ("message_days", "never"): "nothing",
    **_compared("number", "ignored"),  # offers sent since they last pressed one or ordered
    # how it was for them
    **_compared("stars", "rating"),  # the newest
    **_compared("tenths", "rating_average"),  # stars × 10
    ("complaint", "is"): "yes_no",  # a talk with the shop is open
    **_compared("number", "friends"),  # brought, and paid for
}


def whole(least: int, most: int) -> Fits:
    """Whether a value is a whole number within these."""
    return lambda value: type(value) is int and least <= value <= most


def _text(longest: int) -> Fits:
    return lambda value: type(value) is str and 0 < len(value) <= longest and "\x00" not in value


def _each(fits: Fits) -> Fits:
    return lambda value: type(value) is tuple and len(value) > 0 and all(fits(each) for each in value)


def _one_of(words: type[Tier | Gender | Allergen | Topic | Channel]) -> Fits:
    known = {each.value for each in words}
    return lambda value: type(value) is str and value in known


def _for_days(fits: Fits) -> Fits:
    number = whole(0, MOST_NUMBER)
    return lambda value: type(value) is tuple and len(value) == 2 and fits(value[0]) and number(value[1])


_number, _word, _name = whole(0, MOST_NUMBER), _text(LONGEST_WORD), _text(LONGEST_NAME)

# Whether a value is of its kind.
FITS: Mapping[str, Fits] = {
    "number": _number,
    "numbers": _each(_number),
    "percent": whole(0, MOST_PERCENT),
    "fifth": whole(1, 5),
    "stars": whole(1, 5),
    "tenths": whole(10, 50),
    "months": _each(whole(1, 12)),
    "hours": _each(whole(0, 23)),
    "weekdays": _each(whole(0, 6)),
    "word": _word,
    "words": _each(_word),
    "word_days": _for_days(_word),
    "name": _name,
    "names": _each(_name),
    "name_days": _for_days(_name),
    "tier": _one_of(Tier),
    "tiers": _each(_one_of(Tier)),
    "genders": _each(_one_of(Gender)),
    "channels": _each(_one_of(Channel)),
    "allergen": _one_of(Allergen),
    "topic": _one_of(Topic),
    "yes_no": lambda value: type(value) is bool,
    "nothing": lambda value: value is None,
}
