"""The dates between which something is on, as people type them."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules import timing
from bot.rules.errors import RuleBroken

DAY = r"([0-9]{1,2})[./]([0-9]{1,2})(?:[./]([1-9][0-9]{3}))?"
BETWEEN = r"\s*(?:-|–|—|to|по|до|do)\s*"
FARTHEST_YEARS = 5
WINTER_BEGINS, WINTER_ENDS = 10, 3


class BadWindow(RuleBroken):
    """ "window.unreadable", "window.backwards", "window.past" or "window.too_far"."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first local day (None: from now on) and the last one."""

    first: date | None
    last: date

    def moments(self, zone: ZoneInfo) -> tuple[datetime | None, datetime]:
        """From its first moment to the end of its last day, in UTC."""
        opens = timing.at_local(self.first, 0, zone) if self.first else None
        return opens, timing.end_of_local_day(self.last, zone)


def read(text: str, today: date) -> Window:
    """ "31.12" (until then), "01.12 – 31.12", "01.12.2026-06.01.2027". Without years the next such days are meant, and
    days from autumn to spring pass the new year. Raises BadWindow, also when it would end before it begins or has
    ended already."""
    bare = " ".join(text.lower().split()).rstrip(".")
    found = re.fullmatch(rf"(?:{DAY}\.?{BETWEEN})?{DAY}", bare)
    if found is None:
        raise BadWindow("window.unreadable")
    window = _dated(found.groups(), today)
    if window.first and window.last < window.first:
        raise BadWindow("window.backwards")
    if window.last < today:
        raise BadWindow("window.past")
    if window.last.year > today.year + FARTHEST_YEARS:
        raise BadWindow("window.too_far")
    return window


def _dated(told: tuple[str | None, ...], today: date) -> Window:
    first_day, first_month, first_year, last_day, last_month, last_year = (int(part) if part else 0 for part in told)
    passes_new_year = first_month >= WINTER_BEGINS and 0 < last_month <= WINTER_ENDS
    from_year = first_year or (last_year - passes_new_year if last_year else today.year)
    to_year = last_year or from_year + passes_new_year
    if not first_year and not last_year and _day(to_year, last_month, last_day) < today:
        from_year, to_year = from_year + 1, to_year + 1
    first = _day(from_year, first_month, first_day) if first_day else None
    return Window(first, _day(to_year, last_month, last_day))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise BadWindow("window.unreadable") from wrong
