"""Birthdays as people write them."""

from datetime import date

import pytest

from bot.rules.birthdays import read_birthday
from bot.rules.timing import BadDate, Birthday

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "language", "birthday"),
    [
        ("14.03", "en", Birthday(14, 3)),
        ("14 марта", "ru", Birthday(14, 3)),
        ("14 Марта 1990 года", "ru", Birthday(14, 3, 1990)),
        ("1 мая", "ru", Birthday(1, 5)),
        ("14 мар.", "ru", Birthday(14, 3)),
        ("14 marca", "pl", Birthday(14, 3)),
        ("3 paź", "pl", Birthday(3, 10)),
        ("31 grudnia 1985", "pl", Birthday(31, 12, 1985)),
        ("March 14", "en", Birthday(14, 3)),
        ("14th of March, 1990", "en", Birthday(14, 3, 1990)),
        ("29 February", "pl", Birthday(29, 2)),
    ],
)
def test_a_month_may_be_a_word(text: str, language: str, birthday: Birthday) -> None:
    assert read_birthday(text, language, TODAY) == birthday


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02", "date.no_such_day"),
        ("31 February", "date.no_such_day"),
        ("14.03.2027", "date.future"),
        ("14 March 2027", "date.future"),
        ("14.03.0001", "date.too_old"),
        ("March", "date.not_a_date"),
        ("March or May 3", "date.not_a_date"),
        ("1 2 3 March", "date.not_a_date"),
        ("March 14 90", "date.not_a_date"),
        ("Anna", "date.not_a_date"),
        ("", "date.not_a_date"),
        ("14 марта", "date.not_a_date"),
    ],
)
def test_what_is_no_date_says_why(text: str, code: str) -> None:
    with pytest.raises(BadDate) as bad:
        read_birthday(text, "en", TODAY)
    assert bad.value.code == code


def test_a_language_nobody_knows_still_reads_figures() -> None:
    assert read_birthday("14.03", "x-unknown", TODAY) == Birthday(14, 3)
