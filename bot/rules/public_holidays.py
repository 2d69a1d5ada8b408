"""Public holidays of a country, from a library that keeps them right; what is left out is said here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

NEAR = timedelta(days=10)
STANDS_IN = "substituted from"


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A day off and its name in those of our languages the library speaks for that country; English is always there."""

    day: date
    names: dict[str, str]


@cache
def countries() -> frozenset[str]:
    """The two letters (ISO 3166-1) of every country we know holidays of."""
    return frozenset(code for code in holidays.list_supported_countries() if len(code) == 2)


def between(country: str, first: date, last: date, languages: Sequence[str]) -> list[PublicHoliday]:
    """The holidays from *first* to *last*, both included. Of days near each other with one name (the Russian New Year
    holidays) only the first counts, and days off that stand in for another day do not: nobody wants eight greetings.
    An unknown country has none."""
    if country not in countries():
        return []
    spoken = {language: _named(country, first, last, language) for language in {*languages, "en"}}
    english = {day: name for day, name in spoken["en"].items() if STANDS_IN not in name}
    heads = [day for day, name in english.items() if first <= day and not _seen_lately(english, day, name)]
    return [
        PublicHoliday(day, {language: names[day] for language, names in sorted(spoken.items()) if day in names})
        for day in sorted(heads)
    ]


def _seen_lately(names: dict[date, str], day: date, name: str) -> bool:
    return any(other < day <= other + NEAR and said == name for other, said in names.items())


def _named(country: str, first: date, last: date, language: str) -> dict[date, str]:
    """Names by day; none where the library would fall back to another language. It begins earlier, so that the first
    day of a row is known as such."""
    years = range((first - NEAR).year, last.year + 1)
    known = holidays.country_holidays(country).supported_languages
    tongue = next((each for each in known if each.split("_")[0] == language), None)
    if tongue is None and (language != "en" or known):
        return {}
    found = holidays.country_holidays(country, years=years, language=tongue)
    return {day: name for day, name in found.items() if first - NEAR <= day <= last}
