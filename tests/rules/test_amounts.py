"""Sums, points and times as staff type them at the counter."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.amounts import BadAmount, BadTime, parse_amount, parse_clock, parse_points

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # 18:00 in Moscow
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1240", "RUB", 1_240_00),
        ("1 240", "RUB", 1_240_00),
        ("1\u00a0240", "RUB", 1_240_00),
        ("1\u202f240,00\u00a0₽", "RUB", 1_240_00),
        ("12,50", "PLN", 12_50),
        ("12.5", "PLN", 12_50),
        ("12,5 zł", "PLN", 12_50),
        ("86 PLN", "PLN", 86_00),
        ("pln 86", "PLN", 86_00),
        ("1240 руб.", "RUB", 1_240_00),
        ("1240р", "RUB", 1_240_00),
        ("€12.50", "EUR", 12_50),
        ("$ 12", "USD", 12_00),
        ("1240", "JPY", 1_240),
        ("1.234", "KWD", 1_234),
        ("0,01", "EUR", 1),
        ("007", "EUR", 7_00),
        ("10 000 000 000", "RUB", 10**12),
    ],
)
def test_a_sum_is_read_as_people_write_it(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("", "RUB", "amount.not_a_number"),
        ("a lot", "RUB", "amount.not_a_number"),
        ("1e9", "RUB", "amount.not_a_number"),
        ("1e400", "RUB", "amount.not_a_number"),
        ("12 50", "RUB", "amount.not_a_number"),
        ("1.2.3", "RUB", "amount.not_a_number"),
        ("0x10", "RUB", "amount.not_a_number"),
        ("NaN", "RUB", "amount.not_a_number"),
        ("١٢٣", "RUB", "amount.not_a_number"),
        ("₽", "RUB", "amount.not_a_number"),
        ("-5", "RUB", "amount.negative"),
        ("−5 ₽", "RUB", "amount.negative"),
        ("-₽5", "RUB", "amount.negative"),
        ("0", "RUB", "amount.zero"),
        ("0,00", "RUB", "amount.zero"),
        ("12,345", "PLN", "amount.too_fine"),
        ("1,240", "EUR", "amount.too_fine"),
        ("1240,5", "JPY", "amount.too_fine"),
        ("10 000 000 001", "RUB", "amount.too_large"),
        ("9" * 5_000, "RUB", "amount.too_large"),
    ],
)
def test_what_is_no_sum_is_refused_by_its_reason(text: str, currency: str, code: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        parse_amount(text, currency)
    assert refusal.value.code == code


@given(st.integers(1, 10**12), st.sampled_from([("RUB", 2), ("JPY", 0), ("KWD", 3)]), st.sampled_from(" \u00a0\u202f"))
def test_every_sum_written_with_groups_is_read_back(minor: int, currency: tuple[str, int], space: str) -> None:
    code, decimals = currency
    whole, fraction = divmod(minor, 10**decimals)
    text = f"{whole:,}".replace(",", space) + (f",{fraction:0{decimals}d}" if decimals else "")
    assert parse_amount(text, code) == minor


@given(st.text(max_size=40))
def test_any_text_is_a_sum_or_a_refusal(text: str) -> None:
    try:
        minor = parse_amount(text, "RUB")
    except BadAmount:
        return
    assert 0 < minor <= 10**12


@pytest.mark.parametrize(("text", "points"), [("300", 300), ("1 000", 1_000), (" 50 ", 50)])
def test_points_are_whole(text: str, points: int) -> None:
    assert parse_points(text) == points


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.5", "amount.not_whole"),
        ("ten", "amount.not_whole"),
        ("true", "amount.not_whole"),
        ("-1", "amount.negative"),
        ("0", "amount.zero"),
        ("1" + "0" * 30, "amount.too_large"),
    ],
)
def test_what_is_no_number_of_points_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        parse_points(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        pytest.param("18:30", "2026-11-21T15:30", id="later today"),
        pytest.param("18.30", "2026-11-21T15:30", id="with a point"),
        pytest.param("9:05", "2026-11-22T06:05", id="past today: tomorrow"),
        pytest.param("18:00", "2026-11-22T15:00", id="this very minute: tomorrow"),
        pytest.param("45", "2026-11-21T15:45", id="minutes"),
        pytest.param("in 45", "2026-11-21T15:45", id="in minutes"),
        pytest.param("In 45 min", "2026-11-21T15:45", id="in minutes, in words"),
        pytest.param("через 45 минут", "2026-11-21T15:45", id="in Russian"),
        pytest.param("za 45 min.", "2026-11-21T15:45", id="in Polish"),
    ],
)
def test_a_promised_time_is_a_clock_or_minutes_from_now(text: str, promised: str) -> None:
    assert parse_clock(text, NOW, MOSCOW) == datetime.fromisoformat(promised).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "time.not_a_time"),
        ("soon", "time.not_a_time"),
        ("25:00", "time.not_a_time"),
        ("18:60", "time.not_a_time"),
        ("-5", "time.not_a_time"),
        ("0", "time.too_far"),
        ("721", "time.too_far"),
    ],
)
def test_what_is_no_time_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadTime) as refusal:
        parse_clock(text, NOW, MOSCOW)
    assert refusal.value.code == code
