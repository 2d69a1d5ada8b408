"""What of the staff's doings the owner should look at: signs, not proofs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

Kind = Literal["own_card", "paid_back", "corrections", "no_receipt", "wrong_codes"]

# From so many on, within the days looked at; the gravest first.
LEAST: Mapping[Kind, int] = {
    "own_card": 1,  # the own card, shown at the own till
    "paid_back": 2,  # paid with points or a voucher, then returned
    "corrections": 3,  # points by hand, to the same member
    "no_receipt": 5,  # sales with points and no number of a receipt
    "wrong_codes": 5,  # codes of members that were wrong
}
FAR_ABOVE = 3  # times the median of all who sell


@dataclass(frozen=True, slots=True)
class Sign:
    """So many of one kind by one person; `usual`: the median of all, where only more than that is odd."""

    kind: Kind
    staff_id: int
    number: int
    usual: int | None = None


def signs(doings: Mapping[Kind, Mapping[int, int]], sellers: Sequence[int] = ()) -> tuple[Sign, ...]:
    """*doings*: kind → person → how many. *sellers*: everybody who sold at all, so that who always gives a receipt
    counts in the median. Of each kind who did most comes first."""
    found = []
    for kind, least in LEAST.items():
        numbers = doings.get(kind, {})
        usual = int(median([numbers.get(each, 0) for each in sellers] or [0])) if kind == "no_receipt" else None
        for staff_id, number in sorted(numbers.items(), key=lambda each: (-each[1], each[0])):
            if number >= least and (usual is None or number > FAR_ABOVE * usual):
                found.append(Sign(kind, staff_id, number, usual))
    return tuple(found)
