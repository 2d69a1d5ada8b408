"""What the staff may say of a promo code: its value and each of its limits, as typed and as stored."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from bot.rules import amounts, windows
from bot.rules.benefits import WHOLE_BP
from bot.rules.errors import RuleBroken
from bot.rules.timing import local_date
from db.enums import BenefitKind

MOST_USES, MOST_DAYS, MOST_POINTS = 1_000_000, 365, 100_000
MOST_TIMES = 10 * WHOLE_BP
MOST_IN_BATCH = 5_000
NOTHING = {"0", "-", "–", "—"}  # typed to take a limit off

Limit = Literal["total", "member", "period", "budget", "window", "least", "most", "days"]
LIMITS: tuple[str, ...] = get_args(Limit)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "total": ("total_limit",),
    "member": ("member_limit",),
    "period": ("period_limit", "period_days"),
    "budget": ("budget_minor",),
    "window": ("opens_at", "closes_at"),
    "least": ("least_minor",),
    "most": ("most_minor",),
}


class BadTerm(RuleBroken):
    """ "promo.percent", "promo.factor", "promo.points" (with `most`), "promo.count" (with `least` and `most`) or
    "promo.period"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What typed words are read by."""

    now: datetime
    zone: ZoneInfo
    currency: str


def value(kind: BenefitKind, text: str, currency: str) -> int:
    """The value of a code of this kind, in the unit bot/rules/benefits.py says. Raises BadTerm, BadAmount."""
    match kind:
        case BenefitKind.PERCENT:
            return _percent(text)
        case BenefitKind.AMOUNT:
            return amounts.parse_amount(text, currency)
        case BenefitKind.MULTIPLIER:
            return _factor(text)
        case BenefitKind.POINTS:
            points = amounts.parse_points(text)
            if points > MOST_POINTS:
                raise BadTerm("promo.points", most=MOST_POINTS)
            return points
    return 0


def _percent(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?", text.strip())
    basis_points = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
    if not 0 < basis_points <= WHOLE_BP:
        raise BadTerm("promo.percent")
    return basis_points


def _factor(text: str) -> int:
    found = re.fullmatch(r"[x×х]? ?([0-9]{1,2})(?:[.,]([0-9]{1,2}))?", text.strip().lower())
    factor = int(found[1]) * WHOLE_BP + int((found[2] or "").ljust(2, "0")) * 100 if found else 0
    if not WHOLE_BP < factor <= MOST_TIMES:
        raise BadTerm("promo.factor")
    return factor


def limit(which: str, text: str, reading: Reading) -> dict[str, Any]:
    """The columns of a code that this limit is kept in; "0" takes a limit off. Raises BadTerm, BadAmount, BadWindow."""
    bare = text.strip()
    if which == "days":
        return {"valid_days": count(bare, 1, MOST_DAYS)}
    if bare in NOTHING:
        return {column: 0 if column == "least_minor" else None for column in COLUMNS[which]}
    return _READ[which](bare, reading)


def count(text: str, least: int, most: int) -> int:
    """A whole number between the two. Raises BadTerm."""
    bare = re.sub(r"[\s.,]", "", text) if re.fullmatch(r"[0-9]{1,3}(?:[\s.,][0-9]{3})+", text.strip()) else text.strip()
    if not re.fullmatch(r"[0-9]{1,9}", bare, re.ASCII) or not least <= int(bare) <= most:
        raise BadTerm("promo.count", least=least, most=most)
    return int(bare)


def _period(text: str, reading: Reading) -> dict[str, Any]:
    found = re.fullmatch(r"\D*([0-9]{1,4})\D+([0-9]{1,4})\D*", text)
    if found is None or not int(found[1]) or not 0 < int(found[2]) <= MOST_DAYS:
        raise BadTerm("promo.period")
    return {"period_limit": int(found[1]), "period_days": int(found[2])}


def _window(text: str, reading: Reading) -> dict[str, Any]:
    today = local_date(reading.now, reading.zone)
    opens, closes = windows.read(text, today).moments(reading.zone)
    return {"opens_at": opens, "closes_at": closes}


def _money(column: str) -> Callable[[str, Reading], dict[str, Any]]:
    return lambda text, reading: {column: amounts.parse_amount(text, reading.currency)}


_READ: Mapping[str, Callable[[str, Reading], dict[str, Any]]] = {
    "total": lambda text, reading: {"total_limit": count(text, 1, MOST_USES)},
    "member": lambda text, reading: {"member_limit": count(text, 1, MOST_USES)},
    "period": _period,
    "budget": _money("budget_minor"),
    "window": _window,
    "least": _money("least_minor"),
    "most": _money("most_minor"),
}
