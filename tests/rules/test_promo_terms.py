"""What the staff type about codes, deals and their dates; and tables that can do a spreadsheet no harm."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules import promo_terms as terms
from bot.rules import windows
from bot.rules.amounts import BadAmount
from bot.rules.promo_terms import BadTerm, Reading
from bot.rules.spreadsheets import csv_file
from bot.rules.windows import BadWindow, Window
from db.enums import BenefitKind

TODAY = date(2026, 11, 21)
READING = Reading(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), ZoneInfo("Europe/Moscow"), "RUB")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (BenefitKind.PERCENT, "10", 1_000),
        (BenefitKind.PERCENT, "12,5 %", 1_250),
        (BenefitKind.PERCENT, "100%", 10_000),
        (BenefitKind.PERCENT, "0.01", 1),
        (BenefitKind.AMOUNT, "300", 30_000),
        (BenefitKind.POINTS, "100 000", 100_000),
        (BenefitKind.MULTIPLIER, "x2", 20_000),
        (BenefitKind.MULTIPLIER, "1,5", 15_000),
        (BenefitKind.MULTIPLIER, "10", 100_000),
    ],
)
def test_a_value_is_read_in_its_unit(kind: BenefitKind, typed: str, value: int) -> None:
    assert terms.value(kind, typed, "RUB") == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *((BenefitKind.PERCENT, typed) for typed in ("0", "0.00", "101", "100.01", "-1", "", "ten", "1e1")),
        *((BenefitKind.MULTIPLIER, typed) for typed in ("1", "0", "10.01", "11", "", "-2")),
        *((BenefitKind.POINTS, typed) for typed in ("0", "100001", "1.5", "-1")),
        *((BenefitKind.AMOUNT, typed) for typed in ("0", "-3", "x")),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(kind: BenefitKind, typed: str) -> None:
    with pytest.raises((BadTerm, BadAmount)):
        terms.value(kind, typed, "RUB")


@pytest.mark.parametrize(
    ("which", "typed", "columns"),
    [
        ("total", "1 000", {"total_limit": 1_000}),
        ("member", "0", {"member_limit": None}),
        ("period", "2 in 30", {"period_limit": 2, "period_days": 30}),
        ("period", "0", {"period_limit": None, "period_days": None}),
        ("budget", "500", {"budget_minor": 50_000}),
        ("least", "0", {"least_minor": 0}),
        ("most", "0", {"most_minor": None}),
        ("days", "14", {"valid_days": 14}),
        ("window", "0", {"opens_at": None, "closes_at": None}),
    ],
)
def test_a_limit_is_the_columns_it_is_kept_in(which: str, typed: str, columns: dict[str, Any]) -> None:
    assert terms.limit(which, typed, READING) == columns


def test_dates_begin_and_end_with_the_shops_days() -> None:
    told = terms.limit("window", "01.12 – 31.12", READING)
    assert told["opens_at"] == datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
    assert told["closes_at"] == datetime(2026, 12, 31, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["0", "366", "-1", "1.5", "", "٣"])
def test_days_are_a_whole_number_of_a_year(typed: str) -> None:
    with pytest.raises(BadTerm, match=r"promo\.count"):
        terms.limit("days", typed, READING)


@pytest.mark.parametrize(
    ("typed", "window"),
    [
        ("31.12", Window(None, date(2026, 12, 31))),
        ("01.03", Window(None, date(2027, 3, 1))),
        ("01.12 - 31.12", Window(date(2026, 12, 1), date(2026, 12, 31))),
        ("1/12 to 6/1", Window(date(2026, 12, 1), date(2027, 1, 6))),
        ("01.11–30.11", Window(date(2026, 11, 1), date(2026, 11, 30))),
        ("01.03 – 08.03", Window(date(2027, 3, 1), date(2027, 3, 8))),
        ("01.12.2026-06.01.2027", Window(date(2026, 12, 1), date(2027, 1, 6))),
        ("20.12 – 10.01.2027", Window(date(2026, 12, 20), date(2027, 1, 10))),
        ("21.11", Window(None, TODAY)),
    ],
)
def test_dates_are_read_as_people_mean_them(typed: str, window: Window) -> None:
    assert windows.read(typed, TODAY) == window


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31.12.2026 – 01.12.2026", "window.backwards"),
        ("20.12 – 10.12", "window.backwards"),
        ("20.11.2026", "window.past"),
        ("01.01.2026 – 20.11.2026", "window.past"),
        ("30.02", "window.unreadable"),
        ("31.12.2026 10:00", "window.unreadable"),
        ("next week", "window.unreadable"),
        ("", "window.unreadable"),
        ("01.01.2033", "window.too_far"),
        ("1.1.0000", "window.unreadable"),
    ],
)
def test_dates_that_make_no_window_are_refused(typed: str, why: str) -> None:
    with pytest.raises(BadWindow) as refused:
        windows.read(typed, TODAY)
    assert refused.value.code == why


def test_a_table_opens_in_any_spreadsheet_and_runs_nothing() -> None:
    content = csv_file([("code", "name"), ("=1+1", "@x"), ("a;b", 'say "hi"'), ("+7", "-1"), (-1, None)])
    assert content.decode("utf-8-sig").split("\r\n") == [
        "code;name",
        "'=1+1;'@x",
        '"a;b";"say ""hi"""',
        "'+7;'-1",
        "-1;",
        "",
    ]
    assert content[:3] == b"\xef\xbb\xbf"
