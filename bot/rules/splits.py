"""Stable shares of members: the same member always falls into the same place of one split, and the places of two splits
have nothing to do with each other. The database works the same number out by itself: db/queries/broadcasts.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

PRIME = 2**31 - 1
WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Split:
    """A polynomial over the whole numbers below PRIME, drawn by the split's name. Of degree three, so that any four
    members fall independently of each other (Wegman and Carter, New hash functions, 1981)."""

    a: int
    b: int
    c: int
    d: int


def split(name: str) -> Split:
    """The split of that name, such as "broadcast:7:control"."""
    digest = sha256(name.encode()).digest()
    a, b, c, d = (int.from_bytes(digest[start : start + 8], "big") % PRIME for start in (0, 8, 16, 24))
    return Split(a, b, c, d)


def place(split: Split, member_id: int) -> int:
    """Where the member stands in it, from 0 to 9,999."""
    x = member_id % PRIME
    raised = ((split.a * x + split.b) % PRIME * x + split.c) % PRIME
    return (raised * x + split.d) % PRIME % WHOLE_BP


def within(split: Split, member_id: int, share_bp: int) -> bool:
    """Whether the member is of the share; a larger share contains every smaller one."""
    return place(split, member_id) < share_bp


def arm(split: Split, member_id: int, arms: int) -> int:
    """Which of so many equal arms the member is in, from 0 on."""
    return place(split, member_id) * arms // WHOLE_BP


def leader(answers: Mapping[str, tuple[int, int]]) -> str | None:
    """Of variants with (got it, answered) the one answered most often for each that was got; of equals the first. None
    when nobody got any."""
    shares = {name: answered / got for name, (got, answered) in sorted(answers.items()) if got}
    return max(shares, key=lambda name: shares[name]) if shares else None
