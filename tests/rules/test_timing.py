"""Local days and hours, in every zone there is."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.timing import (
    Birthday,
    add_months,
    at_local,
    end_of_local_day,
    gift_days,
    local_date,
    lot_expiry,
    next_allowed,
    quiet,
)
from tests.support.programs import SUSHI, sushi

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
MOSCOW, WARSAW, CAIRO = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Warsaw"), ZoneInfo("Africa/Cairo")
MOMENTS = st.integers(1_420_070_400, 2_240_524_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
HOURS = st.integers(0, 23)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment"),
    [
        pytest.param(date(2026, 7, 1), 10, "Europe/Moscow", "2026-07-01T07:00", id="an ordinary morning"),
        pytest.param(
            date(2026, 3, 29), 2, "Europe/Warsaw", "2026-03-29T01:00", id="the hour spring skips: 03:00 there"
        ),
        pytest.param(
            date(2026, 10, 25), 2, "Europe/Warsaw", "2026-10-25T00:00", id="the hour autumn repeats: the first"
        ),
        pytest.param(date(2026, 4, 24), 0, "Africa/Cairo", "2026-04-23T22:00", id="a missing midnight in Cairo: 01:00"),
        pytest.param(date(2025, 3, 30), 0, "Asia/Beirut", "2025-03-29T22:00", id="a missing midnight in Beirut"),
        pytest.param(date(2026, 3, 8), 0, "America/Havana", "2026-03-08T05:00", id="a missing midnight in Havana"),
        pytest.param(
            date(2011, 12, 30), 10, "Pacific/Apia", "2011-12-30T10:00", id="the day Samoa left out: the next one"
        ),
        pytest.param(date(2026, 10, 4), 2, "Australia/Lord_Howe", "2026-10-03T15:30", id="half an hour skipped"),
    ],
)
def test_a_local_hour_is_one_moment(day: date, hour: int, zone: str, moment: str) -> None:
    assert at_local(day, hour, ZoneInfo(zone)) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone_name", ZONES)
def test_every_hour_of_every_zone_comes_in_order_and_shows_itself_or_the_end_of_a_gap(zone_name: str) -> None:
    zone, seed = ZoneInfo(zone_name), f"{zone_name} 2020-2040"
    print("seed:", seed)
    chance = random.Random(seed)
    for start in (date(chance.randrange(2020, 2041), chance.randrange(1, 13), 1) for _ in range(3)):
        moments = [at_local(start + timedelta(days=n), hour, zone) for n in range(31) for hour in (0, 2, 3, 10, 23)]
        wanted = [datetime.combine(start + timedelta(days=n), time(h)) for n in range(31) for h in (0, 2, 3, 10, 23)]
        assert moments == sorted(moments)
        for moment, wish in zip(moments, wanted, strict=True):
            shown = moment.astimezone(zone).replace(tzinfo=None)
            before = (moment - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
            assert shown == wish or before < wish < shown


@pytest.mark.parametrize("zone_name", ZONES)
def test_every_date_comes_exactly_once_in_every_zone(zone_name: str) -> None:
    """The bell looks at the local date, not at a moment, so no change of the clocks skips or repeats one."""
    zone = ZoneInfo(zone_name)
    chance = random.Random(zone_name)
    print("seed:", zone_name)
    for month, days in ((3, 62), (9, 70)):
        start = datetime(chance.randrange(2020, 2040), month, 1, tzinfo=UTC)
        seen = [local_date(start + timedelta(hours=hour), zone) for hour in range(24 * days)]
        assert seen == sorted(seen)
        assert set(seen) == {seen[0] + timedelta(days=n) for n in range((seen[-1] - seen[0]).days + 1)}


@pytest.mark.parametrize("zone", [MOSCOW, WARSAW, CAIRO, ZoneInfo("America/Havana")], ids=str)
def test_points_valid_to_a_day_are_valid_until_its_last_second(zone: ZoneInfo) -> None:
    for last in (date(2026, 12, 31), date(2026, 4, 23), date(2026, 3, 7), date(2026, 3, 28)):
        over = end_of_local_day(last, zone)
        assert local_date(over - timedelta(seconds=1), zone) == last
        assert local_date(over, zone) == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_lot_expires_by_the_members_own_calendar() -> None:
    late_evening = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    assert lot_expiry(late_evening, MOSCOW, 12) == date(2027, 11, 21)
    assert lot_expiry(late_evening, WARSAW, 12) == date(2027, 11, 20)


@pytest.mark.parametrize(
    ("clock", "is_quiet", "next_clock"),
    [
        ("20:59", False, "20:59"),
        ("21:00", True, "10:00+1"),
        ("23:59", True, "10:00+1"),
        ("00:00", True, "10:00"),
        ("09:59", True, "10:00"),
        ("10:00", False, "10:00"),
    ],
)
def test_it_is_quiet_from_21_to_10_local_time(clock: str, is_quiet: bool, next_clock: str) -> None:
    at = at_local(date(2026, 11, 21), int(clock[:2]), WARSAW, minute=int(clock[3:]))
    later = date(2026, 11, 22 if next_clock.endswith("+1") else 21)
    assert quiet(at, WARSAW, SUSHI) is is_quiet
    assert next_allowed(at, WARSAW, SUSHI) == at_local(later, int(next_clock[:2]), WARSAW, minute=int(next_clock[3:5]))


def test_equal_hours_mean_it_is_never_quiet() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    assert not quiet(at, MOSCOW, sushi(quiet_from=0, quiet_until=0))


@given(MOMENTS, st.sampled_from(ZONES), HOURS, HOURS)
def test_the_next_allowed_moment_is_not_quiet_and_within_a_day(
    at: datetime, zone_name: str, start: int, end: int
) -> None:
    zone, program = ZoneInfo(zone_name), sushi(quiet_from=start, quiet_until=end)
    allowed = next_allowed(at, zone, program)
    assert not quiet(allowed, zone, program)
    assert timedelta() <= allowed - at <= timedelta(hours=26)


@pytest.mark.parametrize(
    ("today", "counts_from", "given_on", "opens"),
    [
        pytest.param(date(2026, 11, 21), date.min, None, date(2026, 11, 24), id="it is ahead"),
        pytest.param(date(2026, 11, 24), date.min, None, date(2026, 11, 24), id="its first day"),
        pytest.param(date(2026, 12, 8), date.min, None, date(2026, 11, 24), id="its last day"),
        pytest.param(date(2026, 12, 9), date.min, None, date(2027, 11, 24), id="it is over"),
        pytest.param(date(2026, 11, 25), date.min, date(2026, 11, 24), date(2027, 11, 24), id="given this year"),
        pytest.param(date(2026, 11, 25), date.min, date(2025, 12, 8), date(2026, 11, 24), id="given late last year"),
        pytest.param(date(2026, 11, 25), date(2027, 12, 1), None, date(2027, 11, 24), id="told too late for this year"),
    ],
)
def test_the_next_birthday_gift_has_its_days(
    today: date, counts_from: date, given_on: date | None, opens: date
) -> None:
    days = gift_days(Birthday(1, 12), counts_from, given_on, today, (-7, 7))
    assert days == (opens, opens + timedelta(days=14))
