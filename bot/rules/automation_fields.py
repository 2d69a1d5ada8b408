"""What of a standing rule can be changed in chat: the parts each kind has, how a typed answer is read, and the rule
with one part changed. A part is named "moment.days", "offer", "offer.valid_days", "text.pl.1", "month_cap", …; its
value is plain JSON."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.rules import amounts, automations
from bot.rules.automations import SERIES, BadRule, Moment, Offer, Spec
from bot.rules.benefits import WHOLE_BP, Benefit
from db.enums import AutomationKind, BenefitKind, OfferKind

_DATE = ("moment.days", "moment.hour")
_AFTER = ("moment.delay_hours",)
MOMENTS: Mapping[AutomationKind, tuple[str, ...]] = {
    AutomationKind.BIRTHDAY: (*_DATE, "moment.after_days"),
    AutomationKind.INACTIVITY: _DATE,
    AutomationKind.WELCOME: ("moment.steps", *_AFTER),
    AutomationKind.EDUCATION: ("moment.steps", *_AFTER),
    AutomationKind.MEMORABLE_DATE: _DATE,
    AutomationKind.MEMBERSHIP: _DATE,
    AutomationKind.FIRST_ORDER: _DATE,
    AutomationKind.SECOND_ORDER: _DATE,
    AutomationKind.SPEND_MILESTONE: ("moment.sums", *_DATE),
    AutomationKind.ORDER_MILESTONE: ("moment.orders", *_DATE),
    AutomationKind.TIER_NEAR: ("moment.sums", *_DATE),
    AutomationKind.VOUCHER_ENDING: _DATE,
    AutomationKind.POINTS_ENDING: (),  # the programme's numbers say when
    AutomationKind.AFTER_DELIVERY: (*_AFTER, "moment.rest_days", "moment.category"),
    AutomationKind.HOLIDAY: _DATE,
    AutomationKind.CATEGORY_LAPSED: ("moment.category", *_DATE),
}
BEFORE = frozenset({AutomationKind.BIRTHDAY, AutomationKind.VOUCHER_ENDING})  # days are days before, kept below zero
EITHER = frozenset(
    {AutomationKind.MEMORABLE_DATE, AutomationKind.MEMBERSHIP, AutomationKind.FIRST_ORDER, AutomationKind.HOLIDAY}
)
# Kinds whose words may speak of a gift; the rest only tell something.
GIVING = frozenset(kind for kind, gaps in automations.PLACEHOLDERS.items() if {"points", "gift"} <= set(gaps))
TWICE = (  # kinds of which a shop may have several
    AutomationKind.SPEND_MILESTONE,
    AutomationKind.ORDER_MILESTONE,
    AutomationKind.AFTER_DELIVERY,
    AutomationKind.CATEGORY_LAPSED,
    AutomationKind.HOLIDAY,
)
NOTHING = ("0", "-", "–", "—")
LONGEST_CATEGORY = 32
MOST_AFTER = 60  # days after a birthday


def parts(kind: AutomationKind) -> tuple[str, ...]:
    """Every part of the kind that takes a typed answer, texts apart. A birthday's gift ends with `after_days`."""
    offer = ("offer.valid_days",) if kind in GIVING and kind is not AutomationKind.BIRTHDAY else ()
    return (*MOMENTS[kind], *offer, "month_cap", "holdout_bp")


def messages(spec: Spec) -> int:
    """How many messages the rule's series may have: there is a text for each."""
    return SERIES.get(spec.kind, 1)


def read(kind: AutomationKind, part: str, typed: str, currency: str) -> Any:
    """The value of a typed answer. Raises BadRule "automation.not_understood", or BadAmount for sums."""
    text = " ".join(typed.split())
    match part:
        case "moment.category":
            return None if text in NOTHING else _category(text)
        case "month_cap":
            return None if text in NOTHING else _whole(text)
        case "moment.sums":
            return [amounts.parse_amount(each, currency) for each in _several(typed, r"[;\n]|,(?=\s)")]
        case "moment.steps" | "moment.orders":
            return [_whole(each) for each in _several(typed, r"[;,\n]")]
        case "moment.hour":
            return _hour(text)
        case "moment.days":
            return _days(kind, text)
        case "holdout_bp":
            return _percent(text)
    if part not in parts(kind):
        raise BadRule("automation.not_understood")
    return _whole(text)


def gift(way: str, typed: str, usual: Offer, currency: str) -> dict[str, Any]:
    """An offer as JSON: "words", "delivery", or a typed number of "points", "percent", "amount", "multiplier". Raises
    BadRule or BadAmount."""
    days = usual.valid_days
    match way:
        case "words":
            return full_offer(Offer(valid_days=days))
        case "points":
            return full_offer(Offer(OfferKind.POINTS, amounts.parse_points(typed), valid_days=days))
        case "delivery":
            return voucher(Benefit(BenefitKind.DELIVERY), days)
        case "percent":
            return voucher(Benefit(BenefitKind.PERCENT, _more_than(0, _percent(typed.strip()))), days)
        case "amount":
            return voucher(Benefit(BenefitKind.AMOUNT, amounts.parse_amount(typed, currency)), days)
        case "multiplier":
            return voucher(Benefit(BenefitKind.MULTIPLIER, _more_than(WHOLE_BP, _percent(typed.strip()) * 100)), days)
    raise BadRule("automation.not_understood")


def voucher(benefit: Benefit, days: int) -> dict[str, Any]:
    """An offer of *benefit* as a voucher, as JSON."""
    return full_offer(Offer(OfferKind.VOUCHER, benefit=benefit, valid_days=days))


def _more_than(least: int, value: int) -> int:
    if value <= least:
        raise BadRule("automation.not_understood")
    return value


def _several(typed: str, between: str) -> list[str]:
    """ "0, 2, 5", also one below the other. Between sums a comma needs a space: "12,50" is one sum."""
    return [each.strip() for each in re.split(between, typed.strip()) if each.strip()]


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadRule("automation.not_understood")
    return int(text)


def _days(kind: AutomationKind, text: str) -> int:
    if kind in EITHER and re.fullmatch(r"[-−–+][0-9]{1,3}", text):
        return -int(text[1:]) if text[0] != "+" else int(text[1:])
    days = _whole(text)
    return -days if kind in BEFORE else days


def _hour(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]00)?", text)
    if found is None or int(found[1]) > 23:
        raise BadRule("automation.not_understood")
    return int(found[1])


def _percent(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))? ?%?", text)
    if found is None:
        raise BadRule("automation.not_understood")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _category(text: str) -> str:
    if not text or len(text) > LONGEST_CATEGORY:
        raise BadRule("automation.not_understood")
    return text


def value_of(spec: Spec, part: str) -> Any:
    """The part as it is, as JSON's own kinds."""
    noun, _, rest = part.partition(".")
    match noun:
        case "moment":
            value = getattr(spec.moment, rest)
            return list(value) if isinstance(value, tuple) else value
        case "offer":
            return spec.offer.valid_days if rest else full_offer(spec.offer)
        case "text":
            language, _, number = rest.partition(".")
            return automations.own_text(spec.texts, language, int(number))
    return getattr(spec, part)


def full_offer(offer: Offer) -> dict[str, Any]:
    """The whole offer as JSON."""
    other = Offer(OfferKind.POINTS, -1)  # differs from every real one, so that all of it is written
    return automations.offer_json(offer, other)


def changed(spec: Spec, part: str, value: Any) -> Spec:
    """*spec* with one part changed, checked; a text None is "ours again". Raises BadRule; KeyError, TypeError or
    ValueError for what no screen offers."""
    noun, _, rest = part.partition(".")
    match noun:
        case "moment":
            done = replace(spec, moment=automations.moment_of({rest: value}, spec.moment))
        case "offer" if rest:
            done = replace(spec, offer=replace(spec.offer, valid_days=value))
        case "offer":
            done = replace(spec, offer=automations.offer_of(value, Offer()))
        case "text":
            done = replace(spec, texts=_with_text(spec, rest, value))
        case _:
            done = replace(spec, **{part: value})
    automations.check(done)
    _check_moment(done)
    return done


def _check_moment(spec: Spec) -> None:
    """What no kind can work with, beyond what `automations.check` knows."""
    moment, steps = spec.moment, spec.moment.steps
    holds = {
        "steps": len(steps) <= messages(spec) and sorted(set(steps)) == list(steps),
        "after_days": 0 <= moment.after_days <= MOST_AFTER,
        "rest_days": 0 <= moment.rest_days <= automations.MOST_DAYS,
    }
    for name, right in holds.items():
        if not right:
            raise BadRule("automation.out_of_range", field=name)


def _with_text(spec: Spec, where: str, text: str | None) -> dict[str, dict[str, str]]:
    language, _, number = where.partition(".")
    if not 1 <= int(number) <= messages(spec):
        raise BadRule("automation.not_understood")
    texts = {each: dict(numbers) for each, numbers in spec.texts.items()}
    kept = texts.setdefault(language, {})
    if text is None:
        kept.pop(number, None)
    else:
        kept[number] = automations.check_text(spec.kind, text)
    return {each: numbers for each, numbers in texts.items() if numbers}


def overlap(one: Spec, other: Spec) -> bool:
    """Whether two rules that are on would write to the same people about the same thing: two of a kind for the same
    category, or two series whose messages fall on the same day after joining."""
    if one.kind is other.kind:
        return _about(one.moment) == _about(other.moment)
    series = {one.kind, other.kind} == {AutomationKind.WELCOME, AutomationKind.EDUCATION}
    return series and bool(set(one.moment.steps) & set(other.moment.steps))


def _about(moment: Moment) -> tuple[Any, ...]:
    return moment.category, moment.item, moment.sums, moment.orders, moment.days, moment.delay_hours
