"""Public holidays: each greeted once, in the languages it has a name in."""

from datetime import date

import pytest

from bot.rules.public_holidays import between, countries

LANGUAGES = ("en", "pl", "ru")


def days(country: str, first: date, last: date) -> list[date]:
    return [holiday.day for holiday in between(country, first, last, LANGUAGES)]


def test_the_russian_new_year_is_greeted_once_and_days_in_lieu_are_not() -> None:
    found = between("RU", date(2026, 12, 20), date(2027, 3, 10), LANGUAGES)
    assert [(holiday.day, holiday.names["ru"]) for holiday in found] == [
        (date(2027, 1, 1), "Новогодние каникулы"),
        (date(2027, 1, 7), "Рождество Христово"),
        (date(2027, 2, 23), "День защитника Отечества"),
        (date(2027, 3, 8), "Международный женский день"),
    ]


def test_in_the_middle_of_long_holidays_nothing_begins_anew() -> None:
    assert days("RU", date(2027, 1, 3), date(2027, 1, 6)) == []


def test_a_name_is_there_only_in_languages_the_country_is_known_in() -> None:
    (epiphany,) = between("PL", date(2027, 1, 6), date(2027, 1, 6), LANGUAGES)
    assert epiphany.names == {"en": "Epiphany", "pl": "Święto Trzech Króli"}


@pytest.mark.parametrize("country", ["", "XX", "pl"])
def test_an_unknown_country_has_none(country: str) -> None:
    assert days(country, date(2027, 1, 1), date(2027, 12, 31)) == []


@pytest.mark.parametrize("country", sorted(countries() & {"RU", "PL", "US", "BY", "KZ", "JP", "DE", "GB"}))
def test_every_country_of_a_preset_currency_has_named_days(country: str) -> None:
    found = between(country, date(2027, 1, 1), date(2027, 12, 31), LANGUAGES)
    assert found
    assert all(holiday.names["en"] for holiday in found)
