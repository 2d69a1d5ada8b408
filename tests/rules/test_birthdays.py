"""Rule 14: day and month, one gift a year, never for a date entered shortly before it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.timing import (
    BadDate,
    Birthday,
    birthday_in,
    birthday_locked_until,
    birthday_window,
    first_gift,
    gift_due,
    next_birthday,
    parse_birthday,
)
from tests.support.programs import SUSHI

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize("year", range(2023, 2033))
def test_29_february_is_kept_on_the_28th_in_other_years(year: int) -> None:
    leap = year in (2024, 2028, 2032)
    assert birthday_in(year, 29, 2) == date(year, 2, 29 if leap else 28)


@pytest.mark.parametrize(
    ("day", "month", "expected"),
    [(21, 11, date(2026, 11, 21)), (20, 11, date(2027, 11, 20)), (29, 2, date(2027, 2, 28)), (1, 1, date(2027, 1, 1))],
)
def test_the_next_birthday_is_today_or_later(day: int, month: int, expected: date) -> None:
    assert next_birthday(day, month, date(2026, 11, 21)) == expected


def test_the_gift_is_offered_from_7_days_before_to_7_after() -> None:
    assert birthday_window(date(2027, 1, 3), SUSHI) == (date(2026, 12, 27), date(2027, 1, 10))


@pytest.mark.parametrize(
    ("birthday", "first"),
    [
        pytest.param(Birthday(22, 12), date(2026, 12, 22), id="31 days ahead counts this year"),
        pytest.param(Birthday(21, 12), date(2027, 12, 21), id="30 days ahead counts from next year"),
        pytest.param(Birthday(21, 11), date(2027, 11, 21), id="today counts from next year"),
        pytest.param(Birthday(20, 11), date(2027, 11, 20), id="yesterday comes again next year"),
        pytest.param(Birthday(29, 2), date(2027, 2, 28), id="29 February"),
    ],
)
def test_a_date_entered_within_30_days_of_it_counts_from_next_year(birthday: Birthday, first: date) -> None:
    assert first_gift(birthday, date(2026, 11, 21), SUSHI) == first


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 12, 26), None),
        (date(2026, 12, 27), date(2027, 1, 3)),
        (date(2027, 1, 3), date(2027, 1, 3)),
        (date(2027, 1, 10), date(2027, 1, 3)),
        (date(2027, 1, 11), None),
    ],
)
def test_the_gift_is_due_within_its_window_across_the_new_year(today: date, due: date | None) -> None:
    assert gift_due(Birthday(3, 1), date(2026, 1, 1), today, SUSHI) == due


def test_a_rule_switched_on_today_does_not_reach_back() -> None:
    switched_on = date(2027, 1, 4)
    assert gift_due(Birthday(3, 1), switched_on, switched_on, SUSHI) is None
    assert gift_due(Birthday(4, 1), switched_on, switched_on, SUSHI) == switched_on


@given(st.dates(date(2000, 1, 1), date(2000, 12, 31)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_whoever_enters_a_birthday_gets_one_gift_a_year_from_then_on(born: date, entered: date) -> None:
    birthday = Birthday(born.day, born.month)
    counts_from = first_gift(birthday, entered, SUSHI)
    days = (entered + timedelta(days=n) for n in range(3 * 366))
    due = {gift for day in days if (gift := gift_due(birthday, counts_from, day, SUSHI))}
    assert len(due) == len({gift.year for gift in due})
    assert min(due) == counts_from > entered + timedelta(days=30)


def test_a_birthday_may_be_changed_after_a_year() -> None:
    assert birthday_locked_until(None, SUSHI) is None
    assert birthday_locked_until(date(2026, 1, 1), SUSHI) == date(2027, 1, 1)


TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("31.12", Birthday(31, 12)),
        (" 31.12. ", Birthday(31, 12)),
        ("5/3", Birthday(5, 3)),
        ("05 03 1990", Birthday(5, 3, 1990)),
        ("5-3-1990", Birthday(5, 3, 1990)),
        ("1990-03-05", Birthday(5, 3, 1990)),
        ("29.02", Birthday(29, 2)),
        ("29.02.2024", Birthday(29, 2, 2024)),
        ("21.11.2026", Birthday(21, 11, 2026)),
    ],
)
def test_a_birthday_is_read_as_people_write_it(text: str, birthday: Birthday) -> None:
    assert parse_birthday(text, TODAY) == birthday


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02", "date.no_such_day"),
        ("31.06", "date.no_such_day"),
        ("12/31", "date.no_such_day"),
        ("29.02.1900", "date.no_such_day"),
        ("01.01.0000", "date.no_such_day"),
        ("0001-01-01", "date.too_old"),
        ("01.01.1900", "date.too_old"),
        ("22.11.2026", "date.future"),
        ("tomorrow", "date.not_a_date"),
        ("", "date.not_a_date"),
        ("5.3.99", "date.not_a_date"),
        ("1.1.1990; drop table", "date.not_a_date"),
        ("٣١.١٢", "date.not_a_date"),
    ],
)
def test_a_date_that_cannot_be_is_refused_by_its_reason(text: str, code: str) -> None:
    with pytest.raises(BadDate) as refusal:
        parse_birthday(text, TODAY)
    assert refusal.value.code == code


@given(DAYS.filter(lambda day: day <= TODAY))
def test_every_day_there_was_is_understood(day: date) -> None:
    assert parse_birthday(day.strftime("%d.%m.%Y"), TODAY) == Birthday(day.day, day.month, day.year)
    assert parse_birthday(day.isoformat(), TODAY) == Birthday(day.day, day.month, day.year)
