"""What a standing rule holds: its moment, its offer, its words, and what each kind is from the beginning.

A row keeps as JSON only what somebody changed: `spec` lays that over DEFAULTS, so that a rule nobody touched follows
the programme's numbers.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from bot.rules import benefits, markup
from bot.rules.automation_kinds import GRACE_DAYS, PLACEHOLDERS, SERIES, SERVICE, TOPICS
from bot.rules.benefits import Benefit
from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from bot.rules.words import GAP
from db.enums import AutomationKind, BenefitKind, OfferKind

__all__ = ["GRACE_DAYS", "PLACEHOLDERS", "SERIES", "SERVICE", "TOPICS", "Moment", "Offer", "Spec"]

LONGEST = 1_500  # UTF-16 units of a text before its gaps are filled
MOST_DAYS, MOST_VALID, MOST_STEPS = 365, 365, 9
TIMES_BP = 10_000


@dataclass(frozen=True, slots=True)
class Moment:
    """When: so many `days` before (-) or after (+) the occasion, at the local `hour`. `after_days`: the gift of a day
    lasts so long after it (birthday). `delay_hours` after what happened (a delivery, joining); `steps`: of a series,
    days after joining. `sums` (minor units of all spending) and `orders` are milestones; TIER_NEAR takes the first of
    `sums` for "near" (none: a fifth of the way). `tries` of a nudge. Not again for a member within `rest_days`."""

    days: int = 0
    hour: int = 10
    after_days: int = 0
    delay_hours: int = 0
    steps: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()
    orders: tuple[int, ...] = ()
    tries: int = 1
    rest_days: int = 0
    category: str | None = None
    item: str | None = None  # a dish's name, folded


@dataclass(frozen=True, slots=True)
class Offer:
    """What it brings: `points` (POINTS), `benefit` as a voucher (VOUCHER), or nothing but words. Good for `valid_days`
    from the day it is given; a birthday's until its last day."""

    kind: OfferKind = OfferKind.WORDS
    points: int = 0
    benefit: Benefit | None = None
    valid_days: int = 14


@dataclass(frozen=True, slots=True)
class Spec:
    """A rule as it works: what was set, over what its kind has from the beginning. `texts`: language → number of the
    message in its series ("1" for most) → the shop's own words (Telegram HTML with placeholders)."""

    kind: AutomationKind
    moment: Moment
    offer: Offer
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    month_cap: int | None = None
    holdout_bp: int = 0
    enabled: bool = False


class BadRule(RuleBroken):
    """A text: "automation.empty", "automation.too_long" (with `longest`), "automation.unknown_gap" (`gap`, `gaps`),
    "automation.brace" (`gaps`), "automation.bad_html" (`tag`). A number: "automation.out_of_range" (`field`)."""


def DEFAULTS(kind: AutomationKind, program: Program) -> Spec:  # noqa: N802 - a table whose numbers the programme fills
    """The rule of *kind* as nobody has changed it: gentle words are on, what gives something away is off, but for the
    birthday gift and the nudge."""
    moment, offer = _MOMENTS.get(kind, Moment()), Offer()
    if kind is AutomationKind.BIRTHDAY:
        before, after = -program.birthday_before_days, program.birthday_after_days
        moment = Moment(days=before, hour=program.birthday_hour, after_days=after)
        offer = Offer(OfferKind.POINTS, program.birthday_points, valid_days=after - before)
    elif kind is AutomationKind.INACTIVITY:
        days, hour = program.inactivity_days, program.inactivity_hour
        moment = Moment(days=days, hour=hour, tries=program.inactivity_tries)
        offer = Offer(OfferKind.POINTS, program.nudge_points, valid_days=program.nudge_valid_days)
    elif kind is AutomationKind.VOUCHER_ENDING:
        moment = Moment(days=-program.voucher_remind_days)
    elif kind is AutomationKind.SPEND_MILESTONE:
        offer = Offer(OfferKind.POINTS, program.welcome_points)
        moment = Moment(days=1, hour=12, sums=tuple(rule.from_minor for rule in program.tiers if rule.from_minor))
    elif kind is AutomationKind.SECOND_ORDER:
        offer = Offer(OfferKind.POINTS, program.nudge_points, valid_days=program.nudge_valid_days)
    return Spec(kind, moment, offer, enabled=kind not in _OFF)


_MOMENTS: Mapping[AutomationKind, Moment] = {
    # No three of a series within a week: the programme's two offers a week would leave the last one out.
    AutomationKind.WELCOME: Moment(steps=(0, 3, 8), delay_hours=2),
    AutomationKind.EDUCATION: Moment(steps=(1, 4, 9), delay_hours=1),
    AutomationKind.SECOND_ORDER: Moment(days=7, hour=12),
    AutomationKind.ORDER_MILESTONE: Moment(days=1, hour=12, orders=(100,)),
    AutomationKind.TIER_NEAR: Moment(days=1, hour=12),
    AutomationKind.AFTER_DELIVERY: Moment(delay_hours=2, rest_days=30),
    AutomationKind.CATEGORY_LAPSED: Moment(days=45, hour=12),
}
_OFF = frozenset(
    {
        AutomationKind.EDUCATION,
        AutomationKind.MEMBERSHIP,
        AutomationKind.SECOND_ORDER,
        AutomationKind.SPEND_MILESTONE,
        AutomationKind.TIER_NEAR,
        AutomationKind.CATEGORY_LAPSED,
    }
)


def spec(kind: AutomationKind, moment: Mapping[str, Any], offer: Mapping[str, Any], program: Program) -> Spec:
    """The rule of this JSON; what it lacks is as DEFAULTS has it. Raises KeyError, TypeError or ValueError."""
    usual = DEFAULTS(kind, program)
    return replace(usual, moment=moment_of(moment, usual.moment), offer=offer_of(offer, usual.offer))


def moment_of(data: Mapping[str, Any], usual: Moment) -> Moment:
    lists = {name: tuple(data[name]) for name in ("steps", "sums", "orders") if name in data}
    return replace(usual, **{**_known(data, Moment), **lists})


def offer_of(data: Mapping[str, Any], usual: Offer) -> Offer:
    given = _known(data, Offer)
    if "kind" in given:
        given["kind"] = OfferKind(given["kind"])
    if given.get("benefit"):
        given["benefit"] = benefits.from_json(given["benefit"])
    return replace(usual, **given)


def _known(data: Mapping[str, Any], shape: type[Moment] | type[Offer]) -> dict[str, Any]:
    names = {each.name for each in fields(shape)}
    return {name: value for name, value in data.items() if name in names}


def moment_json(moment: Moment, usual: Moment) -> dict[str, Any]:
    """What to keep of *moment*: only what differs from *usual*."""
    ours, theirs = asdict(moment), asdict(usual)
    changed = {name: value for name, value in ours.items() if value != theirs[name]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in changed.items()}


def offer_json(offer: Offer, usual: Offer) -> dict[str, Any]:
    """What to keep of *offer*; nothing when it is the usual one, else all of it."""
    if offer == usual:
        return {}
    benefit = benefits.to_json(offer.benefit) if offer.benefit else None
    return {"kind": offer.kind.value, "points": offer.points, "benefit": benefit, "valid_days": offer.valid_days}


def check(spec: Spec) -> None:
    """Raises BadRule "automation.out_of_range" naming the first field no rule could work with."""
    moment, offer = spec.moment, spec.offer
    holds = {
        "days": abs(moment.days) <= MOST_DAYS,
        "hour": 0 <= moment.hour <= 23,
        "delay_hours": 0 <= moment.delay_hours <= 72,
        "steps": len(moment.steps) <= MOST_STEPS and all(0 <= step <= MOST_DAYS for step in moment.steps),
        "sums": sorted(set(moment.sums)) == list(moment.sums) and all(each > 0 for each in moment.sums),
        "orders": sorted(set(moment.orders)) == list(moment.orders) and all(each > 0 for each in moment.orders),
        "tries": 0 <= moment.tries <= 5,
        "points": (offer.points > 0) if offer.kind is OfferKind.POINTS else offer.points == 0,
        "benefit": (offer.benefit is not None) == (offer.kind is OfferKind.VOUCHER),
        "valid_days": 1 <= offer.valid_days <= MOST_VALID,
        "month_cap": spec.month_cap is None or spec.month_cap > 0,
        "holdout_bp": 0 <= spec.holdout_bp <= 5_000,
    }
    for name, right in holds.items():
        if not right:
            raise BadRule("automation.out_of_range", field=name)


def worth(offer: Offer, average_minor: int, program: Program) -> int:
    """What the offer is worth to a member whose orders are *average_minor* on average, in minor units: when only one
    message may leave, the one worth most does. A thing for nothing counts as half an order."""
    if offer.kind is OfferKind.POINTS:
        return offer.points * program.point_value_minor
    benefit = offer.benefit
    if offer.kind is not OfferKind.VOUCHER or benefit is None:
        return 0
    match benefit.kind:
        case BenefitKind.AMOUNT:
            return benefit.value
        case BenefitKind.PERCENT:
            off = average_minor * benefit.value // TIMES_BP
            return min(off, benefit.most_minor or off)
        case BenefitKind.MULTIPLIER:
            return average_minor * max(0, benefit.value - TIMES_BP) // TIMES_BP * program.earn_rate_bp // TIMES_BP
    return average_minor // 2


def check_text(kind: AutomationKind, text: str) -> str:
    """*text* fit to be kept and sent: only gaps that will be filled, HTML that Telegram reads. Raises BadRule."""
    tidy = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not markup.visible(GAP.sub("", tidy)):
        raise BadRule("automation.empty")
    if len(tidy.encode("utf-16-le")) // 2 > LONGEST:
        raise BadRule("automation.too_long", longest=LONGEST)
    for gap in GAP.findall(tidy):
        if gap not in PLACEHOLDERS[kind]:
            raise BadRule("automation.unknown_gap", gap="{" + gap + "}", gaps=gaps_of(kind))
    if re.search(r"[{}]", GAP.sub("", tidy)):
        raise BadRule("automation.brace", gaps=gaps_of(kind))
    broken = markup.broken_at(tidy)
    if broken is not None:
        raise BadRule("automation.bad_html", tag=broken)
    return tidy


def gaps_of(kind: AutomationKind) -> str:
    """The placeholders of the kind, to be shown: "{name}, {shop}"."""
    return ", ".join("{" + gap + "}" for gap in PLACEHOLDERS[kind])


def own_text(texts: Mapping[str, Mapping[str, str]], language: str, number: int) -> str | None:
    """The shop's own words for message *number* of the series; None: the usual ones. A text in one language says
    nothing to readers of another: they get the usual words of theirs."""
    return texts.get(language, {}).get(str(number))
