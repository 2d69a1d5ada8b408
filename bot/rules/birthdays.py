"""Birthdays as people write them, the month in figures or in words of their language."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.rules.timing import BadDate, Birthday, parse_birthday

ENGLISH = "en"


def read_birthday(text: str, language: str, today: date) -> Birthday:
    """ "14.03", "14 марта", "14 marca 1990", "March 14": day and month, and the year if it is given. English names of
    months are understood in every language. Raises BadDate (`date.not_a_date` when it is something else)."""
    months = {**_months(ENGLISH), **_months(language)}
    words = [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word in months]
    numbers = re.findall(r"\d+", text)
    if not words:
        return parse_birthday(text, today)
    if len(words) > 1 or not 1 <= len(numbers) <= 2:
        raise BadDate("date.not_a_date")
    day, *year = numbers
    return parse_birthday(".".join([day, str(months[words[0]]), *year]), today)


@lru_cache(maxsize=32)
def _months(language: str) -> Mapping[str, int]:
    """Names of the months, long and short, as they stand alone ("март") and in a date ("марта")."""
    try:
        kinds = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, int] = {}
    for context in ("stand-alone", "format"):
        for width in ("wide", "abbreviated"):
            names |= {name.casefold().strip("."): number for number, name in kinds[context][width].items()}
    return names
