"""Promo codes: how a typed one is read, whether it may be used now, what a use costs the shop."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.benefits import Benefit
from bot.rules.errors import RuleBroken
from db.enums import BenefitKind

LONGEST, SHORTEST = 32, 3
# Cyrillic letters that look like Latin ones: on a poster nobody can tell them apart.
LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ")
GUESSES, GUESS_HOURS = 10, 1  # so many codes that don't exist, then a pause as long


class BadPromoCode(RuleBroken):
    """ "code.empty", "code.too_long" (with `longest`), "code.too_short" (with `shortest`) or "code.letters"."""


def read(text: str) -> str:
    """The stored form of a code as somebody typed it: capitals, without spaces and dashes, look-alikes made Latin.
    Raises BadPromoCode when no code can look like this."""
    code = _capitals(text).translate(LOOKALIKES)
    if not code:
        raise BadPromoCode("code.empty")
    if len(code) > LONGEST:
        raise BadPromoCode("code.too_long", longest=LONGEST)
    if not re.fullmatch(r"[A-Z0-9]+", code, re.ASCII):
        raise BadPromoCode("code.letters")
    return code


def read_new(text: str) -> str:
    """The same for a code that is being made: a very short one would be met by chance. Raises BadPromoCode."""
    code = read(text)
    if len(code) < SHORTEST:
        raise BadPromoCode("code.too_short", shortest=SHORTEST)
    return code


def folded(text: str) -> bool:
    """Whether *text* has letters that only look Latin, so that what is stored is not what was typed."""
    return _capitals(text) != _capitals(text).translate(LOOKALIKES)


def _capitals(text: str) -> str:
    dashes_and_blanks = ("Pd", "Pc", "Zs", "Zl", "Zp", "Cc", "Cf")
    bare = "".join(char for char in text if unicodedata.category(char) not in dashes_and_blanks and char != "−")
    return bare.upper()


def typed_like_a_code(text: str) -> bool:
    """Whether a message that nobody asked for looks like a code and like nothing else: a word or two with both letters
    and digits ("sushi 10"), or one word of capitals."""
    bare = text.strip().upper().translate(LOOKALIKES)
    if not re.fullmatch(r"[A-Z0-9-]+ ?[A-Z0-9-]+", bare) or not 4 <= len(bare) <= LONGEST:
        return False
    letters, digits = (any(test(char) for char in bare) for test in (str.isalpha, str.isdigit))
    return letters and (digits or (" " not in bare and text.strip().isupper()))


@dataclass(frozen=True, slots=True)
class Limits:
    """What stands between a code and its use. None (or empty, or False) is no limit."""

    paused: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    total: int | None = None
    per_member: int | None = None
    in_period: int | None = None
    period_days: int | None = None
    budget_minor: int | None = None
    outlets: tuple[int, ...] = ()
    first_order: bool = False
    least_minor: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One member about to use a code. `outlet_id` is None while nobody is ordering anything, and where somebody of the
    staff stands in for all; `at_once`: it gives something now, with nobody of the staff to see where, and not a voucher
    that asks for outlet and bill when it is used. `again_at`: when the period lets the member use it again."""

    at: datetime
    used: int = 0
    used_by_member: int = 0
    used_in_period: int = 0
    again_at: datetime | None = None
    spent_minor: int = 0  # what all uses so far cost
    cost_minor: int = 0  # what this one would
    outlet_id: int | None = None
    at_once: bool = False
    fits_segment: bool = True
    orders: int = 0  # delivered ones


@dataclass(frozen=True, slots=True)
class Obstacle:
    """The rule that is in the way, as a refusal's code, and what its sentence needs."""

    code: str
    facts: Mapping[str, Any]


def _over(most: int | None, so_far: int) -> bool:
    return most is not None and so_far >= most


def _elsewhere(limits: Limits, now: Attempt) -> bool:
    if not limits.outlets or (now.outlet_id is None and not now.at_once):
        return False
    return now.outlet_id not in limits.outlets


def _no_bill(limits: Limits, now: Attempt) -> bool:
    return bool(limits.least_minor) and now.at_once


Rule = tuple[str, Callable[[Limits, Attempt], bool], Callable[[Limits, Attempt], dict[str, Any]]]

# In this order: what is wrong with the code comes before what is wrong with the moment, and that before the person.
RULES: tuple[Rule, ...] = (
    ("code.paused", lambda code, now: code.paused, lambda code, now: {}),
    (
        "code.not_yet",
        lambda code, now: code.opens_at is not None and now.at < code.opens_at,
        lambda code, now: {"opens": code.opens_at},
    ),
    (
        "code.over",
        lambda code, now: code.closes_at is not None and now.at >= code.closes_at,
        lambda code, now: {"closed": code.closes_at},
    ),
    ("code.used_up", lambda code, now: _over(code.total, now.used), lambda code, now: {}),
    (
        "code.already_used",
        lambda code, now: _over(code.per_member, now.used_by_member),
        lambda code, now: {"times": now.used_by_member},
    ),
    (
        "code.period",
        lambda code, now: _over(code.in_period, now.used_in_period),
        lambda code, now: {"again": now.again_at},
    ),
    (
        "code.budget",
        lambda code, now: code.budget_minor is not None and now.spent_minor + now.cost_minor > code.budget_minor,
        lambda code, now: {},
    ),
    ("code.other_outlet", _elsewhere, lambda code, now: {"outlets": code.outlets}),
    ("code.not_for_you", lambda code, now: not now.fits_segment, lambda code, now: {}),
    ("code.first_order", lambda code, now: code.first_order and now.orders > 0, lambda code, now: {}),
    ("code.least", _no_bill, lambda code, now: {"least": code.least_minor}),
)


def obstacle(limits: Limits, now: Attempt) -> Obstacle | None:
    """The first rule that forbids this use; None when the code may be used."""
    for word, forbids, facts in RULES:
        if forbids(limits, now):
            return Obstacle(word, facts(limits, now))
    return None


def cost_minor(benefit: Benefit, *, point_value_minor: int, reward_cost_minor: int = 0) -> int:
    """What one use costs the shop, as it counts against a code's budget, in minor units. A sum, points and a thing are
    known beforehand. A share of the bill counts with the most it can take off: until it is used nobody knows the bill,
    so only a share with such a cap can have a budget (see `needs_cap`). Delivery and a multiplier count nothing."""
    match benefit.kind:
        case BenefitKind.AMOUNT:
            return benefit.value
        case BenefitKind.POINTS:
            return benefit.value * point_value_minor
        case BenefitKind.PERCENT:
            return benefit.most_minor or 0
        case BenefitKind.ITEM | BenefitKind.SERVICE | BenefitKind.EXPERIENCE:
            return reward_cost_minor
    return 0


def needs_cap(benefit: Benefit) -> bool:
    """Whether a budget could not hold, because a use of *benefit* has no known cost."""
    return (benefit.kind is BenefitKind.PERCENT and not benefit.most_minor) or benefit.kind in (
        BenefitKind.DELIVERY,
        BenefitKind.MULTIPLIER,
    )
