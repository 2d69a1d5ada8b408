"""What a voucher or promo code gives, and what that takes off a bill."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from db.enums import BenefitKind

WHOLE_BP = 10_000
# What these give is worked out with an order: at a till there is no order yet.
WITH_AN_ORDER = frozenset({BenefitKind.MULTIPLIER, BenefitKind.DELIVERY})


@dataclass(frozen=True, slots=True)
class Benefit:
    """`value`: basis points off the goods (PERCENT), minor units off the goods (AMOUNT), basis points the order's
    points are multiplied by (MULTIPLIER), points (POINTS); 0 for the rest. `most_minor` caps a PERCENT, `least_minor`
    is what the goods must cost. `names` by language name the thing (ITEM, SERVICE, EXPERIENCE) as it was promised."""

    kind: BenefitKind
    value: int = 0
    most_minor: int | None = None
    least_minor: int = 0
    reward_id: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    outlets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What a benefit takes off an order, in minor units, and by what its points are multiplied."""

    goods_minor: int = 0
    fee_minor: int = 0
    multiplier_bp: int = WHOLE_BP


def taken_off(benefit: Benefit, goods_minor: int, fee_minor: int) -> TakenOff:
    """What the bill loses by *benefit*: never more than it holds, rounded down. A thing given for nothing takes nothing
    off: it is handed over besides what was bought. Goods below `least_minor` lose nothing."""
    if goods_minor < benefit.least_minor:
        return TakenOff()
    match benefit.kind:
        case BenefitKind.PERCENT:
            off = goods_minor * benefit.value // WHOLE_BP
            return TakenOff(goods_minor=min(off, goods_minor, benefit.most_minor or off))
        case BenefitKind.AMOUNT:
            return TakenOff(goods_minor=min(benefit.value, goods_minor))
        case BenefitKind.DELIVERY:
            return TakenOff(fee_minor=fee_minor)
        case BenefitKind.MULTIPLIER:
            return TakenOff(multiplier_bp=benefit.value)
    return TakenOff()


def to_json(benefit: Benefit) -> dict[str, Any]:
    """The benefit as JSON's own kinds."""
    return {**asdict(benefit), "names": dict(benefit.names), "outlets": list(benefit.outlets)}


def from_json(data: Mapping[str, Any]) -> Benefit:
    """The benefit that was written. Raises KeyError, TypeError or ValueError."""
    return Benefit(
        kind=BenefitKind(data["kind"]),
        value=data.get("value", 0),
        most_minor=data.get("most_minor"),
        least_minor=data.get("least_minor", 0),
        reward_id=data.get("reward_id"),
        names=data.get("names", {}),
        outlets=tuple(data.get("outlets", ())),
    )


def named(names: Mapping[str, str], language: str, fallback: str = "en") -> str:
    """The name in *language*, else in *fallback*, else in whichever it has."""
    return names.get(language) or names.get(fallback) or next(iter(names.values()), "")


def served_at(outlets: Sequence[int], outlet_id: int | None) -> bool:
    """Whether what is good at *outlets* (none named: everywhere) can be had at *outlet_id*. Somebody who works at no
    outlet of their own (None) stands in for all."""
    return not outlets or outlet_id is None or outlet_id in outlets
