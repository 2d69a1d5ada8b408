"""Recency, frequency and money in fifths: where the fifths end, a member's scores, and what a pair of them is called.

Who never ordered has no scores. A score is 1 and one more for every end of a fifth that lies below the member's own
number, so that members who are alike have the same score: those with a single order are all in the lowest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIFTHS = 5
ENOUGH = 5  # members with an order; fewer are not split


@dataclass(frozen=True, slots=True)
class Cells:
    """A group of recency × frequency: from the lowest to the highest score of each, both included."""

    recency: tuple[int, int]
    frequency: tuple[int, int]


# Every one of the twenty-five pairs has one name.
NAMES: Mapping[str, Cells] = {
    "champions": Cells((5, 5), (4, 5)),
    "loyal": Cells((3, 4), (4, 5)),
    "promising": Cells((4, 5), (2, 3)),
    "newcomers": Cells((5, 5), (1, 1)),
    "starting": Cells((4, 4), (1, 1)),
    "middling": Cells((3, 3), (3, 3)),
    "dozing": Cells((3, 3), (1, 2)),
    "slipping": Cells((1, 2), (3, 4)),
    "missed": Cells((1, 2), (5, 5)),
    "gone": Cells((1, 2), (1, 2)),
}


def ends(members: int) -> tuple[int, ...]:
    """Places (from 0, the smallest number first) of the last member of the first four fifths of so many."""
    return tuple(max(0, members * step // FIFTHS - 1) for step in range(1, FIFTHS))


def end_below_top(members: int) -> int:
    """The place of the last member before the tenth with the largest numbers."""
    return max(0, members * 9 // 10 - 1)


def score(number: int, steps: Sequence[int]) -> int:
    """1 (lowest fifth) to 5; *steps* are the numbers at the places of `ends`."""
    return 1 + sum(step < number for step in steps)


def name_of(recency: int, frequency: int) -> str:
    """What members of that pair of scores are called."""
    return next(
        name for name, cells in NAMES.items() if _within(recency, cells.recency) and _within(frequency, cells.frequency)
    )


def _within(score: int, span: tuple[int, int]) -> bool:
    return span[0] <= score <= span[1]
