"""Dates and hours in people's own time zones, and birthdays. Moments come back in UTC; dates are local."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.rules.errors import RuleBroken
from bot.rules.program import Program

OLDEST_YEARS = 120
A_YEAR = timedelta(days=365)


class BadDate(RuleBroken):
    """ "date.not_a_date", "date.no_such_day", "date.future" or "date.too_old"."""


@dataclass(frozen=True, slots=True)
class Birthday:
    day: int
    month: int
    year: int | None = None


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The date clocks of *zone* show at that moment."""
    return at.astimezone(zone).date()


def at_local(day: date, hour: int, zone: ZoneInfo, *, minute: int = 0) -> datetime:
    """The moment clocks of *zone* first show *hour*:*minute* on *day*. Where that hour is skipped (spring, or a day
    dropped at the date line): the first moment after the gap. Where it comes twice: the first."""
    wanted = datetime.combine(day, time(hour, minute))
    moment = wanted.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wanted:
        return moment
    return _after_gap(wanted, zone)


def _after_gap(wanted: datetime, zone: ZoneInfo) -> datetime:
    # In a gap, fold=1 reads the time with the offset after it (too early), fold=0 with the one before (too late).
    early = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < wanted:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def end_of_local_day(day: date, zone: ZoneInfo) -> datetime:
    """The moment *day* is over: what is valid to that day still is one second before, and no longer at it."""
    return at_local(day + timedelta(days=1), 0, zone)


def add_months(day: date, months: int) -> date:
    """The same day *months* later, or that month's last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def lot_expiry(at: datetime, zone: ZoneInfo, months: int) -> date:
    """The last local day on which points that became available at *at* are valid."""
    return add_months(local_date(at, zone), months)


def quiet(at: datetime, zone: ZoneInfo, program: Program) -> bool:
    """Whether it is within the programme's quiet hours for somebody living in *zone*."""
    hour, start, end = at.astimezone(zone).hour, program.quiet_from, program.quiet_until
    if start <= end:
        return start <= hour < end
    return hour >= start or hour < end


def next_allowed(at: datetime, zone: ZoneInfo, program: Program) -> datetime:
    """*at* itself when it is not quiet then, else the end of those quiet hours."""
    if not quiet(at, zone, program):
        return at
    today = local_date(at, zone)
    opening = at_local(today, program.quiet_until, zone)
    return opening if opening > at else at_local(today + timedelta(days=1), program.quiet_until, zone)


def birthday_in(year: int, day: int, month: int) -> date:
    """That year's birthday; 29 February is kept on the 28th in other years."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def next_birthday(day: int, month: int, today: date) -> date:
    """The first birthday that is not past."""
    this_year = birthday_in(today.year, day, month)
    return this_year if this_year >= today else birthday_in(today.year + 1, day, month)


def first_gift(birthday: Birthday, entered_on: date, program: Program) -> date:
    """The first birthday that brings a gift: a date entered shortly before (or on) it counts from next year."""
    soon = next_birthday(birthday.day, birthday.month, entered_on)
    if (soon - entered_on).days > program.birthday_soon_days:
        return soon
    return birthday_in(soon.year + 1, birthday.day, birthday.month)


def gift_days(
    birthday: Birthday, counts_from: date, given_on: date | None, today: date, around: tuple[int, int]
) -> tuple[date, date]:
    """From which day to which the next gift is given: the birthday with the days *around* it ((-7, 7): a week on either
    side), not before *counts_from*, and a year after the last gift as far as these days allow."""
    before, after = (timedelta(days=number) for number in around)
    again = given_on + A_YEAR - (after - before) if given_on else date.min
    days = (birthday_in(year, birthday.day, birthday.month) for year in count(today.year - 1))
    return next(
        (day + before, day + after)
        for day in days
        if day >= counts_from and day + after >= today and day + before >= again
    )


def birthday_locked_until(changed_on: date | None, program: Program) -> date | None:
    """The day from which the birthday may be changed (again); None when it was never entered."""
    return None if changed_on is None else changed_on + timedelta(days=program.birthday_lock_days)


def parse_birthday(text: str, today: date) -> Birthday:
    """Day and month, the year if it is given: "31.12", "31/12", "31.12.1990", "1990-12-31". Raises BadDate."""
    bare = text.strip().rstrip(".")
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", bare):
        return _checked(int(iso[3]), int(iso[2]), int(iso[1]), today)
    usual = re.fullmatch(r"([0-9]{1,2})[ ./-]+([0-9]{1,2})(?:[ ./-]+([0-9]{4}))?", bare)
    if usual is None:
        raise BadDate("date.not_a_date")
    return _checked(int(usual[1]), int(usual[2]), int(usual[3]) if usual[3] else None, today)


def parse_last_day(text: str, today: date) -> date:
    """Today or a day to come: "31.12", "31/12/2027", "2027-12-31"; without a year the next one there is. Raises BadDate
    "date.not_a_date", "date.no_such_day", "date.past"."""
    bare = text.strip().rstrip(".")
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", bare)
    usual = re.fullmatch(r"([0-9]{1,2})[ ./-]+([0-9]{1,2})(?:[ ./-]+([0-9]{4}))?", bare)
    if not iso and not usual:
        raise BadDate("date.not_a_date")
    year, month, day = iso.groups() if iso else reversed(usual.groups()) if usual else ()
    try:
        found = date(int(year or today.year), int(month), int(day))
        found = found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError as wrong:
        raise BadDate("date.no_such_day") from wrong
    if found < today:
        raise BadDate("date.past")
    return found


def _checked(day: int, month: int, year: int | None, today: date) -> Birthday:
    try:
        born = date(2000 if year is None else year, month, day)  # 2000 has a 29 February
    except ValueError as wrong:
        raise BadDate("date.no_such_day") from wrong
    if year is not None and born > today:
        raise BadDate("date.future")
    if year is not None and today.year - year > OLDEST_YEARS:
        raise BadDate("date.too_old")
    return Birthday(day, month, year)
