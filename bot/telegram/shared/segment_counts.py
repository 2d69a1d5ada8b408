"""The questions of a segment that are numbers, in words: each is one part of a list after a comma."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.i18n import Texts

# NOTE: all of these are conditions in a list that describes a group of members, after a comma:
# "Gold, no order for 30 days, at least 3 orders". They begin without a capital and end without a full stop.
SAID: Mapping[tuple[str, str], Callable[[Texts, int], str]] = {
    ("orders", "least"): lambda t, n: t.plain_plural("at least {n} order", "at least {n} orders", n),
    ("orders", "most"): lambda t, n: t.plain_plural("at most {n} order", "at most {n} orders", n),
    ("recency_days", "least"): lambda t, n: t.plain_plural("no order for {n} day", "no order for {n} days", n),
    ("recency_days", "most"): lambda t, n: t.plain_plural(
        "an order within the last {n} day", "an order within the last {n} days", n
    ),
    ("joined_days", "least"): lambda t, n: t.plain_plural(
        "a member for at least {n} day", "a member for at least {n} days", n
    ),
    ("joined_days", "most"): lambda t, n: t.plain_plural(
        "a member for at most {n} day", "a member for at most {n} days", n
    ),
    ("age", "least"): lambda t, n: t.plain_plural("at least {n} year old", "at least {n} years old", n),
    ("age", "most"): lambda t, n: t.plain_plural("at most {n} year old", "at most {n} years old", n),
    ("points", "least"): lambda t, n: t.plain_plural("has at least {n} point", "has at least {n} points", n),
    ("points", "most"): lambda t, n: t.plain_plural("has at most {n} point", "has at most {n} points", n),
    ("pending", "least"): lambda t, n: t.plain_plural(
        "at least {n} point on its way", "at least {n} points on their way", n
    ),
    ("pending", "most"): lambda t, n: t.plain_plural(
        "at most {n} point on its way", "at most {n} points on their way", n
    ),
    ("expiring", "within"): lambda t, n: t.plain_plural(
        "loses points within {n} day", "loses points within {n} days", n
    ),
    ("vouchers_held", "least"): lambda t, n: t.plain_plural(
        "holds at least {n} voucher", "holds at least {n} vouchers", n
    ),
    ("vouchers_held", "most"): lambda t, n: t.plain_plural(
        "holds at most {n} voucher", "holds at most {n} vouchers", n
    ),
    ("vouchers_used", "least"): lambda t, n: t.plain_plural(
        "has used at least {n} voucher", "has used at least {n} vouchers", n
    ),
    ("vouchers_used", "most"): lambda t, n: t.plain_plural(
        "has used at most {n} voucher", "has used at most {n} vouchers", n
    ),
    # NOTE: {share} is like "150%": silent for one and a half times as long as usual between their orders.
    ("overdue", "least"): lambda t, n: t.plain("silent for {share} of their usual time", share=t.percent(n * 100)),
    # NOTE: members are split into fifths by how lately, how often they order and how much they spend; 5 is the best.
    ("rfm_recency", "least"): lambda t, n: t.plain("how lately: at least {n} of 5", n=n),
    ("rfm_recency", "most"): lambda t, n: t.plain("how lately: at most {n} of 5", n=n),
    ("rfm_frequency", "least"): lambda t, n: t.plain("how often: at least {n} of 5", n=n),
    ("rfm_frequency", "most"): lambda t, n: t.plain("how often: at most {n} of 5", n=n),
    ("rfm_monetary", "least"): lambda t, n: t.plain("how much spent: at least {n} of 5", n=n),
    ("rfm_monetary", "most"): lambda t, n: t.plain("how much spent: at most {n} of 5", n=n),
    ("seen_days", "least"): lambda t, n: t.plain_plural("not seen here for {n} day", "not seen here for {n} days", n),
    ("seen_days", "most"): lambda t, n: t.plain_plural(
        "seen here within the last {n} day", "seen here within the last {n} days", n
    ),
    ("pressed_days", "least"): lambda t, n: t.plain_plural(
        "last pressed an offer at least {n} day ago", "last pressed an offer at least {n} days ago", n
    ),
    ("pressed_days", "most"): lambda t, n: t.plain_plural(
        "pressed an offer within the last {n} day", "pressed an offer within the last {n} days", n
    ),
    ("message_days", "least"): lambda t, n: t.plain_plural(
        "last offer sent at least {n} day ago", "last offer sent at least {n} days ago", n
    ),
    ("message_days", "most"): lambda t, n: t.plain_plural(
        "an offer sent within the last {n} day", "an offer sent within the last {n} days", n
    ),
    ("ignored", "least"): lambda t, n: t.plain_plural(
        "left at least {n} offer in a row unanswered", "left at least {n} offers in a row unanswered", n
    ),
    ("ignored", "most"): lambda t, n: t.plain_plural(
        "left at most {n} offer in a row unanswered", "left at most {n} offers in a row unanswered", n
    ),
    ("rating", "least"): lambda t, n: t.plain_plural(
        "last rating: at least {n} star", "last rating: at least {n} stars", n
    ),
    ("rating", "most"): lambda t, n: t.plain_plural(
        "last rating: at most {n} star", "last rating: at most {n} stars", n
    ),
    # NOTE: {stars} is like "3.5".
    ("rating_average", "least"): lambda t, n: t.plain("average rating: at least {stars}", stars=_tenths(t, n)),
    ("rating_average", "most"): lambda t, n: t.plain("average rating: at most {stars}", stars=_tenths(t, n)),
    ("friends", "least"): lambda t, n: t.plain_plural("brought at least {n} friend", "brought at least {n} friends", n),
    ("friends", "most"): lambda t, n: t.plain_plural("brought at most {n} friend", "brought at most {n} friends", n),
}


def _tenths(t: Texts, n: int) -> str:
    return t.number(Decimal(n) / 10)
