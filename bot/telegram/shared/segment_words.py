"""The questions of a segment that are words, in words: each is one part of a list after a comma."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from babel import Locale

from bot import formats
from bot.i18n import N_, Texts
from bot.telegram.shared import allergens, weekdays
from bot.telegram.shared.earning_words import CHANNELS
from bot.telegram.shared.tiers import tier_name
from bot.telegram.shared.topics import TOPICS
from db.enums import Allergen, Channel, Gender, Tier, Topic

GENDERS = {
    # NOTE: as parts of a list that describes a group of members: "women, at least 3 orders".
    Gender.FEMALE: N_("women"),
    Gender.MALE: N_("men"),
    Gender.OTHER: N_("another gender"),
}


def listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _tier(t: Texts, op: str, value: Any) -> str:
    if op == "at_least":
        # NOTE: {tier} is a level: "Silver or higher".
        return t.plain("{tier} or higher", tier=tier_name(t, Tier(value)))
    return listed(tier_name(t, Tier(each)) for each in value)


def _languages(t: Texts, op: str, value: Sequence[str]) -> str:
    return t.plain("speaks: {languages}", languages=listed(language(t, code) for code in value))


def language(t: Texts, code: str) -> str:
    """The language's name in the reader's own."""
    return str(formats.locale(t.language).languages.get(code) or code)


def _genders(t: Texts, op: str, value: Sequence[str]) -> str:
    return listed(t.plain(GENDERS[Gender(each)]) for each in value)


def _birthday(t: Texts, op: str, value: Any) -> str:
    if op == "this":
        return t.plain("birthday this month")
    # NOTE: {months} are names of months in their basic form: "birthday in: May, June".
    return t.plain("birthday in: {months}", months=listed(month(t, each) for each in value))


def month(t: Texts, number: int) -> str:
    """The month's name standing alone."""
    locale: Locale = formats.locale(t.language)
    return str(locale.months["stand-alone"]["wide"][number])


def _category(t: Texts, op: str, value: Any) -> str:
    if op == "bought":
        return t.plain("has bought “{category}”", category=value)
    category, days = value
    return t.plain_plural(
        "has bought “{category}”, but not for {n} day",
        "has bought “{category}”, but not for {n} days",
        days,
        category=category,
    )


def _event(t: Texts, op: str, value: Any) -> str:
    # NOTE: {event} is a word of the shop's site for what a member did there, such as "cart.left".
    return t.plain_plural(
        "did “{event}” on the site within {n} day",
        "did “{event}” on the site within {n} days",
        value[1],
        event=value[0],
    )


def _hours(t: Texts, op: str, value: Sequence[int]) -> str:
    # NOTE: {hours} are times of the day: "usually orders at: 18:00, 19:00".
    return t.plain("usually orders at: {hours}", hours=listed(formats.clock(t.language, hour, 0) for hour in value))


def _weekdays(t: Texts, op: str, value: Sequence[int]) -> str:
    # NOTE: {days} are short names of days: "usually orders on: Fri, Sat".
    return t.plain("usually orders on: {days}", days=listed(weekdays.short(t, day) for day in value))


def _channels(t: Texts, op: str, value: Sequence[str]) -> str:
    # NOTE: {channels} is like "by phone, on the site".
    return t.plain("has ordered: {channels}", channels=listed(t.plain(_channel(each)) for each in value))


def _channel(value: str) -> str:
    return CHANNELS[Channel(value)]


def _allergy(t: Texts, op: str, value: str) -> str:
    # NOTE: {allergen} is one of the fourteen of food labels: "allergy: milk".
    return t.plain("allergy: {allergen}", allergen=allergens.name(t, Allergen(value)))


def _topic(t: Texts, op: str, value: str) -> str:
    # NOTE: {topic} is a subject of messages: "wants none of: Tips, and how it was".
    return t.plain("wants none of: {topic}", topic=t.plain(TOPICS[Topic(value)]))


def _either(yes: str, no: str) -> Callable[[Texts, str, Any], str]:
    return lambda t, op, value: t.plain(yes) if value else t.plain(no)


SAID: Mapping[str, Callable[[Texts, str, Any], str]] = {
    "tier": _tier,
    "language": _languages,
    # NOTE: {cities} are names of towns as members wrote them.
    "city": lambda t, op, value: t.plain("lives in: {cities}", cities=listed(value)),
    "gender": _genders,
    "birthday_month": _birthday,
    # NOTE: {sources} are names of links by which people came: "came by: poster, insta".
    "source": lambda t, op, value: t.plain("came by: {sources}", sources=listed(value)),
    "tag": lambda t, op, value: t.plain("tag “{tag}”", tag=value),
    # NOTE: {categories} are names of parts of the menu: "buys most of: Rolls".
    "favourite": lambda t, op, value: t.plain("buys most of: {categories}", categories=listed(value)),
    "allergen": _allergy,
    "topic_off": _topic,
    "recency_days": lambda t, op, value: t.plain("no orders yet"),
    "channel": _channels,
    "category": _category,
    "item": _category,
    "event": _event,
    "usual_hour": _hours,
    "usual_weekday": _weekdays,
    "top_spend": _either(N_("the tenth that has spent most"), N_("not in the tenth that has spent most")),
    "consent": _either(N_("agrees to offers"), N_("does not agree to offers")),
    "reachable": _either(N_("can be written to"), N_("has blocked the bot")),
    "pressed_days": lambda t, op, value: t.plain("has never pressed an offer"),
    "message_days": lambda t, op, value: t.plain("was never sent an offer"),
    "complaint": _either(N_("talks with us about something now"), N_("has no open talk with us")),
}
