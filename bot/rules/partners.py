"""Other companies of the network: what a bill there costs, uses and earns, and what each side owes the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.earning import WHOLE_BP, taken_back
from bot.rules.errors import RuleBroken

LARGEST_DAY = 1_000_000  # points


class BadRate(RuleBroken):
    """ "partner.rate_not_a_number", or "partner.rate_too_large" (with `most`: percent, or points for the day)."""


MOST: Mapping[str, int] = {
    "earn_rate_bp": 5_000,
    "spend_max_bp": WHOLE_BP,
    "discount_bp": 9_000,
    "give_value_bp": 2 * WHOLE_BP,
    "take_value_bp": 2 * WHOLE_BP,
    "daily_points": LARGEST_DAY,
}


def read_rate(field: str, text: str) -> int:
    """What the owner typed for *field*: "7.5 %" is 750 basis points, "2 000" are points of a day. 0 is allowed: nothing
    is earned, taken or off. Raises BadRate."""
    bare = "".join(text.split()).removesuffix("%").replace(",", ".")
    whole, _, fraction = bare.partition(".")
    is_points = field == "daily_points"
    digits = f"{whole}{fraction}"
    if not (digits.isascii() and digits.isdigit() and whole) or len(fraction) > (0 if is_points else 2):
        raise BadRate("partner.rate_not_a_number")
    value = int(whole[:10]) if is_points else int(whole[:10]) * 100 + int(fraction.ljust(2, "0"))
    if value > MOST[field]:
        raise BadRate("partner.rate_too_large", most=MOST[field] if is_points else MOST[field] // 100)
    return value


@dataclass(frozen=True, slots=True)
class Rates:
    """What a partner and we agreed on, of every bill there, in basis points."""

    earn_rate_bp: int
    spend_max_bp: int
    discount_bp: int


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill at a partner's, in minor units: as typed, less the members' discount, less what points pay; `points` are
    earned on the rest."""

    bill_minor: int
    off_minor: int
    paid_minor: int
    points: int

    @property
    def due_minor(self) -> int:
        """After the discount: what points may pay a part of."""
        return self.bill_minor - self.off_minor

    @property
    def to_pay_minor(self) -> int:
        return self.due_minor - self.paid_minor


def off(bill_minor: int, rates: Rates) -> int:
    """The members' discount, rounded down to a whole minor unit."""
    return bill_minor * rates.discount_bp // WHOLE_BP


def bill(bill_minor: int, paid_minor: int, rates: Rates, point_value_minor: int) -> Bill:
    """The bill when points pay *paid_minor* of it. What points paid earns nothing."""
    less = off(bill_minor, rates)
    base = bill_minor - less - paid_minor
    return Bill(bill_minor, less, paid_minor, base * rates.earn_rate_bp // (WHOLE_BP * point_value_minor))


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale as it was, and what came back of it so far."""

    due_minor: int
    points: int
    points_paid: int
    paid_minor: int
    returned_minor: int = 0
    points_taken_back: int = 0
    points_given_back: int = 0


@dataclass(frozen=True, slots=True)
class Back:
    """What one return moves: points taken back from what was earned, points given back of those that paid, and the
    money that goes back."""

    points_taken: int
    points_given: int
    money_minor: int


def back(sold: Sold, amount_minor: int) -> Back:
    """Goods for *amount_minor* come back. Each is worked out of everything that came back in all, so that parts in
    any order add up to the whole: all points that paid, all points earned, all money."""
    returned = sold.returned_minor + amount_minor
    taken = taken_back(sold.points, returned, sold.due_minor, sold.points_taken_back)
    given = taken_back(sold.points_paid, returned, sold.due_minor, sold.points_given_back)
    paid_before = taken_back(sold.paid_minor, sold.returned_minor, sold.due_minor, 0)
    return Back(taken, given, amount_minor - taken_back(sold.paid_minor, returned, sold.due_minor, paid_before))


@dataclass(frozen=True, slots=True)
class Moved:
    """Points of one entry: given to a member there, or taken from one (below zero: that again undone), and what a point
    was worth between the two then."""

    given: int
    taken: int
    point_value_minor: int
    value_bp: int


@dataclass(frozen=True, slots=True)
class Owed:
    """Minor units: `given_minor` is what the partner owes us, `taken_minor` what we owe it."""

    given_minor: int
    taken_minor: int

    @property
    def net_minor(self) -> int:
        """Above zero we pay the partner, below it the partner pays us."""
        return self.taken_minor - self.given_minor


def owed(entries: Iterable[Moved]) -> list[Owed]:
    """What each entry adds, in their order. Fractions of a minor unit are carried on, not lost: the lines add up to the
    whole, and what is undone later adds up to nothing."""
    lines: list[Owed] = []
    given = taken = 0
    for entry in entries:
        value = entry.point_value_minor * entry.value_bp
        before = given // WHOLE_BP, taken // WHOLE_BP
        given, taken = given + entry.given * value, taken + entry.taken * value
        lines.append(Owed(given // WHOLE_BP - before[0], taken // WHOLE_BP - before[1]))
    return lines
