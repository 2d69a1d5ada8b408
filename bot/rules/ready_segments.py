"""Segments every shop has without making them. What each is called: bot/telegram/shared/ready_segments.py."""

from collections.abc import Mapping

from bot.rules import rfm
from bot.rules.segments import All, Condition, Segment

LOST_DAYS, SLEEPING_DAYS, NEW_DAYS = 180, 60, 30


def _between(field: str, least: int, most: int) -> All:
    return All((Condition(field, "least", least), Condition(field, "most", most)))


def _cells(name: str) -> Segment:
    cells = rfm.NAMES[name]
    both = (_between("rfm_recency", *cells.recency), _between("rfm_frequency", *cells.frequency))
    return All(tuple(part for each in both for part in each.parts))


READY: Mapping[str, Segment] = {
    "new": All((Condition("joined_days", "most", NEW_DAYS), Condition("orders", "most", 2))),
    "occasional": All((*_between("orders", 2, 5).parts, Condition("recency_days", "most", 90))),
    "high_value": Condition("top_spend", "is", True),
    "at_risk": All((Condition("recency_days", "most", LOST_DAYS - 1), Condition("overdue", "least", 150))),
    "lost": Condition("recency_days", "least", LOST_DAYS),
    "sleeping_vip": All((Condition("top_spend", "is", True), Condition("recency_days", "least", SLEEPING_DAYS))),
    "birthday": Condition("birthday_month", "this"),
    **{f"rfm_{name}": _cells(name) for name in rfm.NAMES},
}
