"""Who may have a reward of the catalogue, when it opens for whom, and what its voucher promises."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.benefits import Benefit
from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from bot.rules.tiers import rule_of
from db.enums import Allergen, BenefitKind, RewardKind, Tier

BENEFITS: Mapping[RewardKind, BenefitKind] = {
    RewardKind.DISH: BenefitKind.ITEM,
    RewardKind.SIDE: BenefitKind.ITEM,
    RewardKind.DRINK: BenefitKind.ITEM,
    RewardKind.DELIVERY: BenefitKind.DELIVERY,
    RewardKind.SERVICE: BenefitKind.SERVICE,
    RewardKind.EXPERIENCE: BenefitKind.EXPERIENCE,
}
EXTRAS = frozenset({RewardKind.SIDE, RewardKind.DRINK})  # offered besides a dish that was just taken
# These take a sum off the bill; every other voucher is a thing or an experience.
MONEY = frozenset({BenefitKind.DELIVERY, BenefitKind.PERCENT, BenefitKind.AMOUNT, BenefitKind.MULTIPLIER})


class Withheld(RuleBroken):
    """Why a member can't have a reward now. `reward.too_few_points` (with `missing`), `reward.not_yet` (with `opens`)
    and `reward.day_limit` pass by themselves; a `reward.tier` (with `tier`) is reached; the rest is over."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a reward asks. `stock` is what is left to promise, None: no end of it; limits of None are none."""

    id: int
    kind: RewardKind
    names: Mapping[str, str]
    price: int
    stock: int | None = None
    per_member: int | None = None
    per_day: int | None = None
    tier: Tier | None = None
    early_hours: int = 0
    allergens: tuple[Allergen, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    outlets: tuple[int, ...] = ()
    happens_at: datetime | None = None
    valid_days: int | None = None
    paused: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Taker:
    """Who asks, and how often it was taken: by this member ever, by all members today. `open_outlets`: the shop's."""

    points: int
    tier: Tier
    taken: int = 0
    taken_today: int = 0
    open_outlets: frozenset[int] = frozenset()


def opens_for(terms: Terms, tier: Tier, program: Program) -> datetime | None:
    """The moment the reward opens for members of *tier*; None: it is open already.

    Whoever has risen above the lowest tier has the reward's early hours; a tier may have more of its own, and the
    larger counts.
    """
    if terms.opens_at is None:
        return None
    rule = rule_of(tier, program)
    hours = max(rule.early_hours, terms.early_hours) if rule.from_minor else rule.early_hours
    return terms.opens_at - timedelta(hours=hours)


def may_have(terms: Terms, taker: Taker, program: Program, at: datetime) -> Withheld | None:
    """None when the member may have the reward at *at*; else the first reason why not, points last: whoever reads
    "40 points more" can rely on nothing else being missing."""
    if terms.removed or terms.paused:
        return Withheld("reward.paused")
    if over(terms, at):
        return Withheld("reward.over")
    if terms.tier and rule_of(taker.tier, program).from_minor < rule_of(terms.tier, program).from_minor:
        return Withheld("reward.tier", tier=terms.tier)
    opens = opens_for(terms, taker.tier, program)
    if opens is not None and at < opens:
        return Withheld("reward.not_yet", opens=opens)
    if terms.outlets and not taker.open_outlets & set(terms.outlets):
        return Withheld("reward.outlet")
    return _used_up(terms, taker) or _too_dear(terms, taker)


def over(terms: Terms, at: datetime) -> bool:
    """Its window has closed, or the evening it invites to has begun."""
    ends = [end for end in (terms.closes_at, terms.happens_at) if end is not None]
    return bool(ends) and at >= min(ends)


def _used_up(terms: Terms, taker: Taker) -> Withheld | None:
    if terms.stock == 0:
        return Withheld("reward.sold_out")
    if terms.per_member is not None and taker.taken >= terms.per_member:
        return Withheld("reward.member_limit", most=terms.per_member)
    if terms.per_day is not None and taker.taken_today >= terms.per_day:
        return Withheld("reward.day_limit", most=terms.per_day)
    return None


def _too_dear(terms: Terms, taker: Taker) -> Withheld | None:
    missing = terms.price - taker.points
    return Withheld("reward.too_few_points", missing=missing) if missing > 0 else None


def contained(terms: Terms, declared: Collection[str]) -> tuple[Allergen, ...]:
    """Which of the allergens a member has declared are in it, in the order of the regulation."""
    return tuple(each for each in Allergen if each in terms.allergens and each in declared)


def benefit(terms: Terms) -> Benefit:
    """What its voucher promises, as it is named now."""
    return Benefit(BENEFITS[terms.kind], reward_id=terms.id, names=dict(terms.names), outlets=terms.outlets)
