"""What one person may do at the till alone; above it, a second one agrees."""

from dataclasses import dataclass
from typing import Literal

from bot.rules.program import Program

What = Literal["sale", "return"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sale or return before it is one. `key` belongs to the draft, `amount_minor` is the goods (of a return: those
    that come back), `points` are taken for it."""

    key: str
    member_id: int
    amount_minor: int
    points: int = 0
    what: What = "sale"


def why_second(weighed: Weighed, sales_today: int, program: Program) -> str | None:
    """Why a second person must agree: "sum", "points", "sales" (there were as many to this member today as one person
    may post), "return"; None when nobody has to. A limit of 0 is none."""
    large = 0 < program.till_sale_minor < weighed.amount_minor
    if weighed.what == "return":
        return "return" if large else None
    if large:
        return "sum"
    if 0 < program.till_points < weighed.points:
        return "points"
    return "sales" if 0 < program.till_member_sales <= sales_today else None


def covers(agreed: Weighed, weighed: Weighed) -> bool:
    """Whether what was agreed to is enough for what is done now: the same, or less of it."""
    same = (agreed.key, agreed.member_id, agreed.what) == (weighed.key, weighed.member_id, weighed.what)
    return same and weighed.amount_minor <= agreed.amount_minor and weighed.points <= agreed.points
