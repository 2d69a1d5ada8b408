"""Earning rules beyond the base rate: what they ask for, and what they add or multiply."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

from db.enums import Channel, Tier

Gives = Literal["rate", "points", "factor"]


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
    """Whether somebody could earn less: a rule that was on is gone, gives less, or asks for something else."""
    after = {rule.id: rule for rule in new if rule.on}
    for rule in old:
        if not rule.on:
            continue
        now = after.get(rule.id)
        if now is None or now.value < rule.value or _asks(now) != _asks(rule):
            return True
    return False


def _asks(rule: EarningRule) -> tuple[Any, ...]:
    return tuple(getattr(rule, f.name) for f in fields(EarningRule) if f.name not in ("name", "value", "priority"))
