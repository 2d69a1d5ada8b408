"""In which order a member reads what is on for them: what is about to end, then what is theirs, then what could be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

MOST = 8  # more is a wall of text
SOON = timedelta(days=3)
# What is the member's already comes before what everybody can have, and that before what takes some doing.
KINDS = ("voucher", "waiting", "ending", "gift", "deal", "reward", "birthday", "friends", "tier")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to tell: its kind, and when it is over (None: not soon, or never)."""

    kind: str
    ends_at: datetime | None = None


E = TypeVar("E", bound=Entry)


def ranked(entries: Iterable[E], now: datetime) -> list[E]:
    """What ends within three days, the soonest first; then the rest by kind, each kind in the order it came. At most
    eight. Entries of a kind nobody knows are a ValueError."""
    found = list(entries)
    urgent = sorted((each for each in found if _soon(each, now)), key=lambda each: each.ends_at or now)
    rest = sorted((each for each in found if not _soon(each, now)), key=lambda each: KINDS.index(each.kind))
    return [*urgent, *rest][:MOST]


def _soon(entry: Entry, now: datetime) -> bool:
    return entry.ends_at is not None and entry.ends_at - now <= SOON
