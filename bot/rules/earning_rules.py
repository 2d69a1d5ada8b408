"""Earning rules beyond the base rate: what they ask for, and what they add or multiply."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

from db.enums import Channel, Tier

Gives = Literal["rate", "points", "factor"]
WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class EarningRule:
    """One rule. An empty condition asks for nothing. `value` is in basis points of what matches ("rate": added to the
    base rate), whole points ("points": added), or basis points of the whole sum ("factor": 15 000 = × 1.5)."""

    id: str  # short and stable: "weekend", never reused
    name: str
    gives: Gives
    value: int
    least_minor: int = 0  # the goods cost this much, after discounts
    categories: tuple[str, ...] = ()  # of dishes; the rule then looks at these alone
    items: tuple[str, ...] = ()  # folded names of dishes
    weekdays: tuple[int, ...] = ()  # 0 Monday … 6 Sunday
    hour_from: int | None = None  # local hours; the end is not included; may pass midnight
    hour_until: int | None = None
    outlets: tuple[int, ...] = ()
    tiers: tuple[Tier, ...] = ()
    channels: tuple[Channel, ...] = ()
    first_order: bool = False
    opens_on: date | None = None  # local days, both included
    closes_on: date | None = None
    stacks: bool = True  # of those that do not stack and match, the highest priority wins alone
    priority: int = 0
    on: bool = True


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who orders, where, when and how. `at` is local; `multiplier_bp` is a voucher's."""

    tier: Tier
    at: datetime
    outlet_id: int | None = None
    channel: Channel = Channel.DESK
    first_order: bool = False
    multiplier_bp: int = WHOLE_BP


def holds(rule: EarningRule, under: Circumstances, net_minor: int) -> bool:
    """Whether *rule* is on and all it asks of the order itself is there; which dishes it wants is another question.
    *net_minor*: the goods after discounts."""
    asked = (
        rule.on,
        net_minor >= rule.least_minor,
        not rule.weekdays or under.at.weekday() in rule.weekdays,
        within_hours(rule, under.at.hour),
        not rule.outlets or under.outlet_id in rule.outlets,
        not rule.tiers or under.tier in rule.tiers,
        not rule.channels or under.channel in rule.channels,
        under.first_order or not rule.first_order,
        rule.opens_on is None or rule.opens_on <= under.at.date(),
        rule.closes_on is None or under.at.date() <= rule.closes_on,
    )
    return all(asked)


def within_hours(rule: EarningRule, hour: int) -> bool:
    """Whether the clock's *hour* is one of the rule's; 22–2 passes midnight."""
    begins, ends = rule.hour_from or 0, rule.hour_until or 0
    if begins == ends:
        return True
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


MOST: Mapping[Gives, tuple[int, int]] = {"rate": (1, 10_000), "points": (1, 1_000_000), "factor": (10_000, 100_000)}
LONGEST_NAME = 40


def fault(rule: EarningRule) -> str | None:
    """What makes *rule* impossible: "earning.value", "earning.name", "earning.hours", "earning.days" (a window that
    ends before it begins), "earning.asks" (a day, an hour or a sum that there is not); None when nothing does."""
    low, high = MOST.get(rule.gives, (1, 0))
    hours = [hour for hour in (rule.hour_from, rule.hour_until) if hour is not None]
    if not low <= rule.value <= high:
        return "earning.value"
    if not 0 < len(rule.name.strip()) <= LONGEST_NAME:
        return "earning.name"
    if len(hours) == 2 and hours[0] == hours[1]:
        return "earning.hours"
    if rule.opens_on and rule.closes_on and rule.closes_on < rule.opens_on:
        return "earning.days"
    sensible = rule.least_minor >= 0 and all(0 <= hour <= 23 for hour in hours)
    return None if sensible and all(0 <= day <= 6 for day in rule.weekdays) else "earning.asks"


def to_json(rule: EarningRule) -> dict[str, Any]:
    """The rule as JSON's own kinds."""
    data = asdict(rule)
    for name in ("opens_on", "closes_on"):
        data[name] = data[name].isoformat() if data[name] else None
    return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}


def from_json(data: dict[str, Any]) -> EarningRule:
    """The rule that was written; unknown keys are passed over. Raises KeyError, TypeError or ValueError."""
    known = {f.name: data[f.name] for f in fields(EarningRule) if f.name in data}
    for name in ("categories", "items", "weekdays", "outlets"):
        known[name] = tuple(known.get(name, ()))
    known["tiers"] = tuple(Tier(tier) for tier in known.get("tiers", ()))
    known["channels"] = tuple(Channel(channel) for channel in known.get("channels", ()))
    for name in ("opens_on", "closes_on"):
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    return EarningRule(**known)


def stricter(old: Sequence[EarningRule], new: Sequence[EarningRule]) -> bool:
    """Whether somebody could earn less: a rule that was on is gone, gives less or asks for more, or one that does not
    stack stands in the way of another."""
    before, after = ({rule.id: rule for rule in rules if rule.on} for rules in (old, new))
    if any(key not in after or _takes(rule, after[key]) for key, rule in before.items()):
        return True
    rivals = {key for key, rule in before.items() if not rule.stacks}
    return any(
        rivals - {key} and (key not in rivals or rule.priority != before[key].priority)
        for key, rule in after.items()
        if not rule.stacks
    )


def _takes(was: EarningRule, now: EarningRule) -> bool:
    narrower = (
        _narrower((*was.categories, *was.items), (*now.categories, *now.items)),
        *(_narrower(getattr(was, name), getattr(now, name)) for name in ("weekdays", "outlets", "tiers", "channels")),
        now.first_order and not was.first_order,
        was.stacks and not now.stacks,
        not all(within_hours(now, hour) for hour in range(24) if within_hours(was, hour)),
        now.opens_on is not None and (was.opens_on is None or now.opens_on > was.opens_on),
        now.closes_on is not None and (was.closes_on is None or now.closes_on < was.closes_on),
    )
    less = now.gives != was.gives or now.value < was.value or now.least_minor > was.least_minor
    return less or any(narrower)


def _narrower(was: Collection[Any], now: Collection[Any]) -> bool:
    """Whether *now* lets fewer through than *was*; nothing asked lets everything through."""
    return bool(now) and (not was or not set(was) <= set(now))
