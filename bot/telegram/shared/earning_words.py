"""An earning rule in words: what it gives, and each thing it asks for."""

from collections.abc import Mapping
from decimal import Decimal

from bot.i18n import N_, Texts
from bot.rules.earning_rules import WHOLE_BP, EarningRule
from bot.telegram.shared.tiers import tier_name
from db.enums import Channel

# NOTE: the short names of the days of the week, Monday first.
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
CHANNELS = {
    # NOTE: how an order came.
    Channel.DESK: N_("by phone"),
    Channel.TILL: N_("at the till"),
    Channel.SITE: N_("on the site"),
    Channel.CHAT: N_("in the chat"),
}
NO_NAMES: Mapping[int, str] = {}


def gives(t: Texts, rule: EarningRule) -> str:
    """ "+20 points", "10% more back as points", "points × 1.5"."""
    match rule.gives:
        case "points":
            return t.points(rule.value, signed=True)
        case "rate":
            # NOTE: so much percent more of what was paid comes back as points.
            return t.plain("{percent} more comes back as points", percent=t.percent(rule.value))
    return t.plain("points × {factor}", factor=t.number((Decimal(rule.value) / WHOLE_BP).normalize()))


def asks(t: Texts, rule: EarningRule, currency: str, outlets: Mapping[int, str] = NO_NAMES) -> list[str]:
    """Each thing the rule asks for, as a phrase of its own; *outlets*: their names, where they are known."""
    return [
        phrase
        for phrase in (
            t.plain("orders of {money} or more", money=t.money(rule.least_minor, currency)) if rule.least_minor else "",
            # NOTE: {dishes} is a list of dishes or of their categories, such as "drinks and soups".
            t.plain("for {dishes}", dishes=t.join([*rule.categories, *rule.items])) if _dishes(rule) else "",
            t.join([t.plain(WEEKDAYS[day]) for day in rule.weekdays]),
            hours(t, rule),
            _outlets(t, rule, outlets),
            # NOTE: {tiers} is a list of levels, such as "Silver and Gold".
            t.plain("in {tiers}", tiers=t.join([tier_name(t, tier) for tier in rule.tiers])) if rule.tiers else "",
            t.join([t.plain(CHANNELS[channel]) for channel in rule.channels]),
            t.plain("the first order") if rule.first_order else "",
            days(t, rule),
        )
        if phrase
    ]


def _dishes(rule: EarningRule) -> bool:
    return bool(rule.categories or rule.items)


def hours(t: Texts, rule: EarningRule) -> str:
    """ "from 18:00 to 22:00"; "" when any hour will do."""
    if rule.hour_from is None and rule.hour_until is None:
        return ""
    begins, ends = (f"{hour or 0:02d}:00" for hour in (rule.hour_from, rule.hour_until))
    return t.plain("from {begins} to {ends}", begins=begins, ends=ends if ends != "00:00" else "24:00")


def days(t: Texts, rule: EarningRule) -> str:
    """ "from 1 December 2026", "until 31 December 2026", or both; "" when it holds always."""
    if rule.opens_on and rule.closes_on:
        return t.plain("{begins} – {ends}", begins=t.date(rule.opens_on), ends=t.date(rule.closes_on))
    if rule.opens_on:
        return t.plain("from {date} on", date=t.date(rule.opens_on))
    return t.plain("until {date}", date=t.date(rule.closes_on)) if rule.closes_on else ""


def _outlets(t: Texts, rule: EarningRule, names: Mapping[int, str]) -> str:
    if not rule.outlets:
        return ""
    known = [names[one] for one in rule.outlets if one in names]
    if known:
        return t.plain("at {outlets}", outlets=t.join(known))
    return t.plain_plural("at {n} outlet", "at {n} outlets", len(rule.outlets))


def shown(t: Texts, rule: EarningRule, currency: str, outlets: Mapping[int, str] = NO_NAMES) -> str:
    """The rule on one line: "+20 points · orders of ₽1,000 or more · Sat and Sun"."""
    if not rule.on:
        return t.plain("switched off")
    return " · ".join([gives(t, rule), *asks(t, rule, currency, outlets)])


def named(t: Texts, rule: EarningRule, currency: str) -> str:
    """The same behind the rule's name."""
    # NOTE: {name} is a rule's name, {what} what it gives and asks for.
    return t.plain("“{name}”: {what}", name=rule.name, what=shown(t, rule, currency))
