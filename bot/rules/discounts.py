"""The discount that grows with what a member has spent."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.amounts import parse_amount
from bot.rules.program import DiscountStep, Program, ProgramInvalid

PERCENT = r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)"


@dataclass(frozen=True, slots=True)
class Discount:
    """The share off every order in basis points, and what more spend would make it; `next_bp` is 0 at the top."""

    bp: int
    next_bp: int = 0
    missing_minor: int = 0


def discount_for(spend_minor: int, program: Program) -> Discount:
    """What *spend_minor* (in the programme's discount window) has brought."""
    steps = program.discount_steps
    bp = next((step.discount_bp for step in reversed(steps) if step.from_minor <= spend_minor), 0)
    ahead = next((step for step in steps if step.from_minor > spend_minor), None)
    return Discount(bp, ahead.discount_bp, ahead.from_minor - spend_minor) if ahead else Discount(bp)


def read_step(text: str, currency: str) -> DiscountStep:
    """A step somebody typed: "10 000: 3 %", "from 10 000 ₽ - 3,5%". Raises ProgramInvalid "discount.not_a_step", and
    BadAmount."""
    bare = " ".join(text.split())
    found = re.fullmatch(rf"([^:=]+?) ?[:=–—-] ?{PERCENT} ?%?", bare) or re.fullmatch(rf"(.+?) {PERCENT} ?%", bare)
    if found is None:
        raise ProgramInvalid("discount.not_a_step", field="discount_steps")
    money = re.sub(r"^\D+|\D+$", "", found[1])  # without "from" and "₽"
    minor = 0 if money == "0" else parse_amount(money, currency)
    return DiscountStep(minor, int(Decimal(found[2].replace(",", ".")) * 100))


def read_steps(text: str, currency: str) -> tuple[tuple[int, int], ...]:
    """All steps somebody typed, one a line or between semicolons, in rising order; "0" or "-" alone is none. Raises
    what `read_step` raises."""
    parts = [part for part in re.split(r"[;\n]+", text) if part.strip()]
    if [part.strip() for part in parts] in (["0"], ["-"], ["—"]):
        return ()
    steps = sorted((read_step(part, currency) for part in parts), key=lambda step: step.from_minor)
    return tuple((step.from_minor, step.discount_bp) for step in steps)
