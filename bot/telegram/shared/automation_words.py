"""A standing rule in words: when it comes, what it brings, and why somebody was passed over."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.i18n import N_, Texts
from bot.rules import automations
from bot.rules.automations import Offer, Spec
from bot.telegram.shared import benefits
from db.enums import AutomationKind, OfferKind

REASONS = {
    # NOTE: why a message was not sent, in a list, each with a number: "no consent to offers: 12".
    "no_consent": N_("no consent to offers"),
    "unreachable": N_("the bot is blocked, or the member is gone"),
    "holdout": N_("kept without offers, to compare"),
    "complaint": N_("in a talk with the shop that is not closed"),
    "paused": N_("the member paused offers"),
    "topic": N_("not a topic the member wants"),
    "cap_day": N_("enough messages for that day"),
    "cap_week": N_("enough messages for that week"),
    "cap_month": N_("enough messages for that month"),
    "own_cap": N_("the member wants fewer messages"),
    "outweighed": N_("a better offer took its place"),
    "quiet": N_("quiet hours"),
    "cap": N_("the rule's own limit"),
    "sold_out": N_("the gift had run out"),
    "acted": N_("the member had acted already"),
    "asked_lately": N_("asked not long ago"),
    "rated": N_("had told us already"),
    "given_lately": N_("had this gift less than a year ago"),
    "too_late": N_("it was too late"),
    "expired": N_("it was too late"),
    "blocked": N_("the bot is blocked, or the member is gone"),
    "failed": N_("Telegram did not take it"),
}
ELSE = N_("another reason")
TRIGGERS = {
    # NOTE: what an offer that comes by itself waits for, after "Waits for:".
    AutomationKind.BIRTHDAY: N_("A member's birthday"),
    AutomationKind.INACTIVITY: N_("A silence longer than the member's own rhythm"),
    AutomationKind.WELCOME: N_("Somebody joined; it ends with their first order"),
    AutomationKind.EDUCATION: N_("Somebody joined"),
    AutomationKind.MEMORABLE_DATE: N_("A day of the year the member has named"),
    AutomationKind.MEMBERSHIP: N_("A year, two, … since joining"),
    AutomationKind.FIRST_ORDER: N_("A year, two, … since the first order"),
    AutomationKind.SECOND_ORDER: N_("One order, and no second yet"),
    AutomationKind.TIER_NEAR: N_("An order that leaves at most a fifth of the way to the next level"),
    AutomationKind.VOUCHER_ENDING: N_("The last day of a voucher"),
    AutomationKind.POINTS_ENDING: N_("Points about to expire"),
    AutomationKind.AFTER_DELIVERY: N_("A delivered order"),
    AutomationKind.HOLIDAY: N_("A public holiday that you said yes to"),
    # NOTE: of a rule about dishes of a category nobody has named yet.
    AutomationKind.CATEGORY_LAPSED: N_("Choose a category first"),
}
PARTS = {
    # NOTE: what can be changed of an offer that comes by itself; each stands before its value and a colon.
    "enabled": N_("On or off"),
    "segment": N_("For whom"),
    "offer": N_("What it brings"),
    "offer.valid_days": N_("Days it is valid"),
    "moment.days": N_("Days"),
    "moment.hour": N_("Hour"),
    "moment.after_days": N_("Last day of the gift, days after the birthday"),
    "moment.delay_hours": N_("Hours later"),
    "moment.steps": N_("Days of the messages"),
    "moment.sums": N_("Sums"),
    "moment.orders": N_("Numbers of orders"),
    "moment.rest_days": N_("Not again within, days"),
    "moment.category": N_("Category"),
    "month_cap": N_("At most in 30 days"),
    "holdout_bp": N_("Held out, to compare"),
}


def part_name(part: str, t: Texts) -> str:
    """What the part is called, plain; a text with its language."""
    if part.startswith("text."):
        _, language, number = part.split(".")
        return t.plain("Text {number}, {language}", number=number, language=language)
    return t.plain(PARTS.get(part, part))


def reasons(counts: Mapping[str, int], t: Texts) -> str:
    """Reasons with their numbers, the most frequent first."""
    told: dict[str, int] = {}
    for reason, number in counts.items():
        words = t.plain(REASONS.get(reason, ELSE))
        told[words] = told.get(words, 0) + number
    ordered = sorted(told.items(), key=lambda each: -each[1])
    return ", ".join(t.plain("{reason}: {n}", reason=words, n=number) for words, number in ordered)


def offer(given: Offer, t: Texts, currency: str) -> str:
    """What it brings, plain."""
    if given.kind is OfferKind.POINTS:
        return t.points(given.points)
    if given.kind is OfferKind.VOUCHER and given.benefit:
        return t.plain("voucher: {benefit}", benefit=benefits.title(t, given.benefit, currency))
    return t.plain("words only")


def valid(days: int, t: Texts) -> str:
    return t.plain_plural("valid for {n} day", "valid for {n} days", days)


def trigger(spec: Spec, t: Texts, currency: str) -> str:
    """What it waits for, plain."""
    moment = spec.moment
    match spec.kind:
        case AutomationKind.SPEND_MILESTONE:
            sums = _listed([t.money(each, currency) for each in moment.sums])
            return t.plain("An order with which all spending passes {sums}", sums=sums)
        case AutomationKind.ORDER_MILESTONE:
            # NOTE: {numbers} is a list of numbers: "10, 50, 100".
            return t.plain("Order number {numbers}", numbers=_listed([t.number(each) for each in moment.orders]))
        case AutomationKind.TIER_NEAR if moment.sums:
            left = t.money(moment.sums[0], currency)
            return t.plain("An order that leaves at most {sum} to the next level", sum=left)
        case AutomationKind.AFTER_DELIVERY if moment.category:
            return t.plain("A delivered order with “{category}”", category=moment.category)
        case AutomationKind.CATEGORY_LAPSED if moment.category:
            return t.plain("“{category}” bought before, and not since", category=moment.category)
    return t.plain(TRIGGERS[spec.kind])


def when(spec: Spec, t: Texts) -> str:
    """How long before or after that it comes, and at which hour, plain."""
    moment, hours = spec.moment, hour(spec.moment.hour)
    match spec.kind:
        case AutomationKind.AFTER_DELIVERY:
            return t.plain_plural("{n} hour later", "{n} hours later", moment.delay_hours)
        case AutomationKind.WELCOME | AutomationKind.EDUCATION:
            # NOTE: {days} is a list of numbers: "0, 2, 5".
            return t.plain("Messages on these days after it: {days}", days=_listed([str(day) for day in moment.steps]))
        case AutomationKind.POINTS_ENDING:
            return t.plain("On the days of warning that the programme sets")
    if moment.days == 0:
        return t.plain("On the day itself, at {hour}", hour=hours)
    if moment.days < 0:
        return t.plain_plural("{n} day before, at {hour}", "{n} days before, at {hour}", -moment.days, hour=hours)
    return t.plain_plural("{n} day after, at {hour}", "{n} days after, at {hour}", moment.days, hour=hours)


def hour(at: int) -> str:
    return f"{at}:00"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) or "—"


def value(part: str, shown: Any, t: Texts, currency: str) -> str:
    """A part's value in a few words, for "old → new"."""
    match part.partition(".")[0], shown:
        case "offer", dict():
            return offer(automations.offer_of(shown, Offer()), t, currency)
        case "enabled", _:
            return t.plain("on") if shown else t.plain("off")
        case "text", _:
            return f"“{shown[:40]}…”" if shown and len(shown) > 40 else f"“{shown}”" if shown else t.plain("ours")
        case "month_cap", None:
            return t.plain("no limit")
        case _, None:
            return "—"
    return _number(part, shown, t, currency)


def _number(part: str, shown: Any, t: Texts, currency: str) -> str:
    match part:
        case "holdout_bp":
            return t.percent(shown)
        case "moment.hour":
            return hour(shown)
        case "moment.days":
            return _days(shown, t)
        case "moment.sums":
            return _listed([t.money(each, currency) for each in shown])
    return _listed([str(each) for each in shown]) if isinstance(shown, list) else str(shown).replace("-", "−")


def _days(days: int, t: Texts) -> str:
    if days == 0:
        return t.plain("on the day itself")
    if days < 0:
        return t.plain_plural("{n} day before", "{n} days before", -days)
    return t.plain_plural("{n} day after", "{n} days after", days)
