"""Sums, points and promised times as people type them."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from bot.rules.errors import RuleBroken
from bot.rules.timing import at_local, local_date

MOST = 10**12
FARTHEST_MINUTES = 12 * 60
GROUPED = r"[0-9]+|[0-9]{1,3}(?: [0-9]{3})+"
SIGNS = r"₽|€|\$|£|₸|₴|¥|zł|zl|руб(?:\.|лей|ля|ль)?|р\.?|грн\.?|тг\.?|Br"


class BadAmount(RuleBroken):
    """ "amount.not_a_number", "amount.not_whole" (points have no fractions), "amount.negative", "amount.zero",
    "amount.too_large" or "amount.too_fine" (with `decimals`, how many the currency has)."""


class BadTime(RuleBroken):
    """ "time.not_a_time" or "time.too_far"."""


def parse_amount(text: str, currency: str) -> int:
    """Minor units of *currency* from "1240", "1 240", "12,50", "12.5", "1 240,00 ₽"; more than 0, at most 10¹². Raises
    BadAmount. A comma is a decimal one: "1,240" is refused rather than guessed at."""
    bare = _without_signs(text, currency)
    found = re.fullmatch(rf"({GROUPED})(?:[.,]([0-9]+))?", bare.lstrip("-"))
    if found is None:
        raise BadAmount("amount.not_a_number")
    if bare.startswith("-"):
        raise BadAmount("amount.negative")
    decimals = get_currency_precision(currency)
    whole, fraction = found[1].replace(" ", ""), found[2] or ""
    if len(fraction) > decimals:
        raise BadAmount("amount.too_fine", decimals=decimals)
    return _within_reach(whole + fraction.ljust(decimals, "0"))


def parse_points(text: str) -> int:
    """A whole number of points, more than 0, at most 10¹². Raises BadAmount."""
    bare = _plain_spaces(text)
    if not re.fullmatch(rf"-?(?:{GROUPED})", bare):
        raise BadAmount("amount.not_whole")
    if bare.startswith("-"):
        raise BadAmount("amount.negative")
    return _within_reach(bare.replace(" ", ""))


def parse_clock(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The promised moment in UTC: "18:30" is the next time clocks of *zone* show that, "45" and "in 45" are
    minutes from *now*. Raises BadTime."""
    bare = _plain_spaces(text).lower()
    if clock := re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", bare):
        return _next_time(time(int(clock[1]), int(clock[2])), now, zone)
    minutes = re.fullmatch(r"(?:in |через |za |\+)?([0-9]{1,4})(?: ?(?:m|min|minutes|мин|минут|minut)\.?)?", bare)
    if minutes is None:
        raise BadTime("time.not_a_time")
    if not 0 < int(minutes[1]) <= FARTHEST_MINUTES:
        raise BadTime("time.too_far")
    return now + timedelta(minutes=int(minutes[1]))


def _next_time(clock: time, now: datetime, zone: ZoneInfo) -> datetime:
    today = local_date(now, zone)
    moment = at_local(today, clock.hour, zone, minute=clock.minute)
    return moment if moment > now else at_local(today + timedelta(days=1), clock.hour, zone, minute=clock.minute)


def _plain_spaces(text: str) -> str:
    return " ".join(text.replace("−", "-").split())


def _without_signs(text: str, currency: str) -> str:
    mark = rf"(?:{re.escape(currency)}|{SIGNS})"
    bare = _plain_spaces(text)
    return re.sub(rf"^(-?){mark} ?|(?<=[0-9]) ?{mark}$", r"\1", bare, flags=re.IGNORECASE)


def _within_reach(digits: str) -> int:
    amount = int(digits) if len(digits) <= len(str(MOST)) + 10 else MOST + 1
    if amount > MOST:
        raise BadAmount("amount.too_large")
    if amount == 0:
        raise BadAmount("amount.zero")
    return amount
