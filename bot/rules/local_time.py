"""Hours and time zones people type or choose for themselves."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

from bot.rules.contact import Wishes, next_open
from bot.rules.errors import RuleBroken
from bot.rules.program import Program

DAY = 24
OFFERED = 12  # zones to choose from; every other one can be typed
# Cities by which people know the time of day they live in: of a country's many zones with one time these are shown.
WELL_KNOWN = (
    *("Europe/Samara", "Asia/Novosibirsk", "Asia/Yakutsk", "Asia/Vladivostok"),
    *("America/Denver", "America/Chicago", "America/Los_Angeles", "America/New_York"),
)
ELSEWHERE = (
    *("Europe/London", "Europe/Warsaw", "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow", "Asia/Dubai"),
    *("Asia/Tashkent", "Asia/Bangkok", "America/New_York"),
)


class BadHours(RuleBroken):
    """ "hours.not_read", or "hours.never" when the shop does not write in any of them."""


def read_hours(text: str) -> tuple[int, int]:
    """Two whole hours of a day: "12-18", "12:00 – 18:00", "from 9 to 12"; 24 and 0 are midnight. Raises BadHours."""
    found = re.fullmatch(r"\D*(\d{1,2})(?:[:.]00)?\D+(\d{1,2})(?:[:.]00)?\D*", text.strip())
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if start > DAY or end > DAY or start % DAY == end % DAY:
        raise BadHours("hours.not_read")
    return start % DAY, end % DAY


def check_hours(start: int, end: int, at: datetime, zone: ZoneInfo, program: Program) -> None:
    """Raises BadHours unless the programme writes to people in at least one of these hours of their day."""
    if not (0 <= start < DAY and 0 <= end < DAY and start != end):
        raise BadHours("hours.not_read")
    if next_open(at, zone, program, Wishes(hour_from=start, hour_until=end)) is None:
        raise BadHours("hours.never", start=program.quiet_until, end=program.quiet_from)


def hours_to_offer(program: Program) -> list[tuple[int, int]]:
    """Morning, midday and evening, cut to the hours in which the programme writes at all."""
    opens, closes = program.quiet_until, program.quiet_from
    cut = [(max(start, opens), min(end, closes)) for start, end in ((8, 12), (12, 17), (17, 22))]
    return [(start, end) for start, end in cut if start < end] if opens < closes else []


def zones_to_offer(at: datetime, home: ZoneInfo) -> list[str]:
    """Zones of the shop's own country and of elsewhere, one for each time of day it is there, west to east."""
    country = get_global("zone_territories").get(home.key)
    own = [name for name, where in get_global("zone_territories").items() if where == country and "/" in name]
    own.sort(key=lambda name: (name not in WELL_KNOWN, name))
    by_offset: dict[float, str] = {}
    for name in [home.key, *own, *ELSEWHERE]:
        by_offset.setdefault(_offset(name, at), name)
    chosen = sorted(list(by_offset.items())[:OFFERED])
    return [name for _, name in chosen]


def _offset(name: str, at: datetime) -> float:
    offset = at.astimezone(ZoneInfo(name)).utcoffset()
    assert offset is not None
    return offset.total_seconds()
