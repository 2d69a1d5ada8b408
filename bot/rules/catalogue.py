"""What a reward may be: names that can be read, numbers that make sense, a window that ends after it begins."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.rules import amounts, timing
from bot.rules.errors import RuleBroken
from bot.rules.people import BadName, clean_name
from bot.rules.rewards import Terms

LONGEST_TEXT = 400  # with all that stands around it a picture's caption still holds it
MOST_COUNTED = 1_000_000
MOST_HOURS, MOST_DAYS = 24 * 30, 3 * 365
MOST_REWARDS = 200  # removed ones not counted

TypedField = Literal[
    "price",
    "stock",
    "seats",
    "per_member",
    "per_day",
    "early_hours",
    "valid_days",
    "cost_minor",
    "opens_at",
    "closes_at",
    "happens_at",
]
# Fields that may be empty: no limit, no moment, or the programme's number.
EmptyField = Literal["stock", "per_member", "per_day", "valid_days", "opens_at", "closes_at", "happens_at"]


class BadReward(RuleBroken):
    """The reward can't be like that; the code says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What typed words are read with. `lately`: a day without a year that was at most so long ago is meant as it was,
    not as it will be next year."""

    now: datetime
    zone: ZoneInfo
    currency: str
    lately: timedelta = timedelta(0)


def name(text: str) -> str:
    """A name of at most 64 letters on one line. Raises BadReward."""
    try:
        return clean_name(text)
    except BadName as wrong:
        code = "reward.name_empty" if wrong.code == "name.empty" else "reward.name_too_long"
        raise BadReward(code, **wrong.facts) from wrong


def words(text: str) -> str:
    """Some words more, tidied line by line; "" is none. Raises BadReward."""
    rows = [" ".join("".join(c if c.isprintable() else " " for c in row).split()) for row in text.splitlines()]
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()
    if len(tidy) > LONGEST_TEXT:
        raise BadReward("reward.text_too_long", longest=LONGEST_TEXT)
    return tidy


def read(field: TypedField, text: str, reading: Reading) -> Any:
    """What somebody typed for *field*. Raises BadReward, BadAmount."""
    if field == "price":
        return price(text)
    if field == "cost_minor":
        return 0 if text.strip() == "0" else amounts.parse_amount(text, reading.currency)
    if field in ("opens_at", "closes_at", "happens_at"):
        return moment(text, reading)
    return _counted(text, *COUNTS[field])


COUNTS: Mapping[str, tuple[int, int]] = {
    "stock": (0, MOST_COUNTED),
    "seats": (0, MOST_COUNTED),
    "per_member": (1, MOST_COUNTED),
    "per_day": (1, MOST_COUNTED),
    "early_hours": (0, MOST_HOURS),
    "valid_days": (1, MOST_DAYS),
}


def price(text: str) -> int:
    """Points, more than 0. Raises BadAmount or BadReward."""
    try:
        return amounts.parse_points(text)
    except amounts.BadAmount as wrong:
        if wrong.code in ("amount.zero", "amount.negative"):
            raise BadReward("reward.price_zero") from wrong
        raise


def _counted(text: str, least: int, most: int) -> int:
    bare = text.replace("−", "-").replace(" ", "").strip()
    if not re.fullmatch(r"-?[0-9]{1,12}", bare):
        raise BadReward("reward.not_a_count")
    if not least <= int(bare) <= most:
        raise BadReward("reward.count_out_of_range", least=least, most=most)
    return int(bare)


def moment(text: str, reading: Reading) -> datetime:
    """ "24.12.2026 18:30", "2026-12-24 18:30", "24.12 18:30" (the next such day) as clocks of the zone show it; without
    a time the day's first minute. Raises BadReward."""
    found = re.fullmatch(
        r"(?:([0-9]{1,2})[./]([0-9]{1,2})(?:[./]([0-9]{4}))?|([0-9]{4})-([0-9]{2})-([0-9]{2}))"
        r"(?:[ ,T]+([01]?[0-9]|2[0-3])[:.]([0-5][0-9]))?",
        " ".join(text.split()),
    )
    if found is None:
        raise BadReward("reward.not_a_moment")
    day, month, year, iso_year, iso_month, iso_day, hour, minute = found.groups()
    wanted = _day(int(year or iso_year or 0), int(month or iso_month), int(day or iso_day), reading)
    return timing.at_local(wanted, int(hour or 0), reading.zone, minute=int(minute or 0))


def _day(year: int, month: int, day: int, reading: Reading) -> date:
    today = timing.local_date(reading.now, reading.zone)
    try:
        wanted = date(year or _year(month, day, today, reading.lately), month, day)
    except ValueError as wrong:
        raise BadReward("reward.not_a_moment") from wrong
    if not today.year - 1 <= wanted.year <= today.year + 5:
        raise BadReward("reward.moment_too_far")
    return wanted


def _year(month: int, day: int, today: date, lately: timedelta) -> int:
    """That of the next such day, unless the last one was lately."""
    over = (month, day) < (today.month, today.day)
    last = today.year if over else today.year - 1
    long_ago = (today - lately).timetuple()[:3] > (last, month, day)
    return last + 1 if long_ago or (month, day) == (today.month, today.day) else last


def check(terms: Terms) -> None:
    """Raises BadReward when the reward as a whole makes no sense."""
    if terms.price < 1:
        raise BadReward("reward.price_zero")
    if terms.stock is not None and terms.stock < 0:
        raise BadReward("reward.stock_negative")
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        raise BadReward("reward.window_backwards")
    if terms.happens_at and terms.opens_at and terms.happens_at <= terms.opens_at:
        raise BadReward("reward.window_backwards")


def left_of(seats: int, promised: int) -> int:
    """Seats still to be promised. Raises BadReward when more are promised than there are."""
    if seats < promised:
        raise BadReward("reward.seats_promised", promised=promised)
    return seats - promised
