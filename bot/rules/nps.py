"""Would you recommend us, 0 to 10: whom it is asked of in a quarter, on which day, and what the answers add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from bot.rules.contact import in_holdout
from bot.rules.errors import RuleBroken

MOST = 10
PROMOTERS_FROM, DETRACTORS_TO = 9, 6
DAYS = 70  # of a quarter's about ninety: who is asked last still has time to answer in it
CATCH_UP = timedelta(days=14)  # who could not be asked on their day is asked within these
ENOUGH = 10  # fewer answers say nothing


class BadScore(RuleBroken):
    """ "nps.score": 0 to 10."""


@dataclass(frozen=True, slots=True)
class Nps:
    """How many answered 9 or 10, 7 or 8, and 0 to 6."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def answers(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> int | None:
        """The share of promoters less that of detractors, −100 to 100; None while too few have answered."""
        if self.answers < ENOUGH:
            return None
        return round(100 * (self.promoters - self.detractors) / self.answers)


def check(score: int) -> None:
    """Raises BadScore."""
    if not 0 <= score <= MOST:
        raise BadScore("nps.score")


def unhappy(score: int) -> bool:
    """Whether the shop should offer to talk about it."""
    return score <= DETRACTORS_TO


def counted(scores: Iterable[tuple[int, int]]) -> Nps:
    """Of (score, how often it was given)."""
    groups = [0, 0, 0]
    for score, times in scores:
        groups[0 if score >= PROMOTERS_FROM else 2 if score <= DETRACTORS_TO else 1] += times
    return Nps(*groups)


def quarter(day: date) -> str:
    """ "2026Q4" """
    return f"{day.year}Q{(day.month + 2) // 3}"


def begins(day: date) -> date:
    """The first day of the quarter *day* is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def is_asked(member: str, today: date, share_bp: int) -> bool:
    """Whether the member of that number is to be asked about now: they are of the share of this quarter, and their day
    has come, two weeks ago at most. Spread over the quarter, so that its figures are of all of it."""
    name = quarter(today)
    own = begins(today) + timedelta(days=_day(member, name))
    return own <= today < own + CATCH_UP and in_holdout(member, f"nps:{name}", share_bp)


def _day(member: str, name: str) -> int:
    digest = sha256(f"nps-day:{name}:{member}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % DAYS
