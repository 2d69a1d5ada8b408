"""The kinds of standing rules: what each is about, which gaps its words may have, how late it may come."""

from collections.abc import Mapping

from db.enums import AutomationKind, Topic

_ALWAYS = ("name", "shop", "available")  # the member's name, the shop's, points they have
_GIFT = ("points", "gift", "until")  # what the offer brings, and its last day

PLACEHOLDERS: Mapping[AutomationKind, tuple[str, ...]] = {
    AutomationKind.BIRTHDAY: (*_ALWAYS, *_GIFT, "date"),
    AutomationKind.INACTIVITY: (*_ALWAYS, *_GIFT, "days"),
    AutomationKind.WELCOME: (*_ALWAYS, *_GIFT),
    AutomationKind.EDUCATION: _ALWAYS,
    AutomationKind.MEMORABLE_DATE: (*_ALWAYS, *_GIFT, "date", "occasion"),
    AutomationKind.MEMBERSHIP: (*_ALWAYS, *_GIFT, "years"),
    AutomationKind.FIRST_ORDER: (*_ALWAYS, *_GIFT, "years"),
    AutomationKind.SECOND_ORDER: (*_ALWAYS, *_GIFT, "days"),
    AutomationKind.SPEND_MILESTONE: (*_ALWAYS, *_GIFT, "sum"),
    AutomationKind.ORDER_MILESTONE: (*_ALWAYS, *_GIFT, "orders"),
    AutomationKind.TIER_NEAR: (*_ALWAYS, "level", "missing"),
    AutomationKind.VOUCHER_ENDING: (*_ALWAYS, "gift", "until", "days"),
    AutomationKind.POINTS_ENDING: (*_ALWAYS, "points", "until"),
    AutomationKind.AFTER_DELIVERY: (*_ALWAYS, *_GIFT),
    AutomationKind.HOLIDAY: (*_ALWAYS, *_GIFT, "occasion", "date"),
    AutomationKind.CATEGORY_LAPSED: (*_ALWAYS, *_GIFT, "category", "days"),
}

SERIES: Mapping[AutomationKind, int] = {AutomationKind.WELCOME: 3, AutomationKind.EDUCATION: 3}  # messages; else one

SERVICE = frozenset({AutomationKind.VOUCHER_ENDING, AutomationKind.POINTS_ENDING})  # no advertising: it is theirs

TOPICS: Mapping[AutomationKind, Topic] = {
    AutomationKind.BIRTHDAY: Topic.DATES,
    AutomationKind.INACTIVITY: Topic.REMINDERS,
    AutomationKind.WELCOME: Topic.TIPS,
    AutomationKind.EDUCATION: Topic.TIPS,
    AutomationKind.MEMORABLE_DATE: Topic.DATES,
    AutomationKind.MEMBERSHIP: Topic.DATES,
    AutomationKind.FIRST_ORDER: Topic.DATES,
    AutomationKind.SECOND_ORDER: Topic.REMINDERS,
    AutomationKind.SPEND_MILESTONE: Topic.OFFERS,
    AutomationKind.ORDER_MILESTONE: Topic.DATES,
    AutomationKind.TIER_NEAR: Topic.OFFERS,
    AutomationKind.VOUCHER_ENDING: Topic.OFFERS,
    AutomationKind.POINTS_ENDING: Topic.OFFERS,
    AutomationKind.AFTER_DELIVERY: Topic.TIPS,
    AutomationKind.HOLIDAY: Topic.DATES,
    AutomationKind.CATEGORY_LAPSED: Topic.REMINDERS,
}

# Days it may come late when nothing ran; later it would be odd: kept as missed. A birthday gift: until its last day.
GRACE_DAYS: Mapping[AutomationKind, int] = {
    **dict.fromkeys(AutomationKind, 1),
    AutomationKind.INACTIVITY: 3,
    AutomationKind.SECOND_ORDER: 3,
    AutomationKind.MEMBERSHIP: 3,
    AutomationKind.FIRST_ORDER: 3,
    AutomationKind.SPEND_MILESTONE: 3,
    AutomationKind.ORDER_MILESTONE: 3,
    AutomationKind.CATEGORY_LAPSED: 3,
}
