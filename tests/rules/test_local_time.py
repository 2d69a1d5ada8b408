"""Hours and time zones that people type or choose."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.local_time import BadHours, check_hours, hours_to_offer, read_hours, zones_to_offer
from tests.support.programs import SUSHI, sushi

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("12-18", (12, 18)),
        (" 12:00 – 18:00 ", (12, 18)),
        ("from 9 to 12", (9, 12)),
        ("с 9 до 12", (9, 12)),
        ("22-7", (22, 7)),
        ("10 24", (10, 0)),
        ("0—8", (0, 8)),
    ],
)
def test_two_hours_are_read_as_people_write_them(typed: str, hours: tuple[int, int]) -> None:
    assert read_hours(typed) == hours


@pytest.mark.parametrize("typed", ["", "evening", "12", "12-12", "0-24", "25-30", "12:30-18:15", "1-2-3", "9" * 300])
def test_anything_else_is_no_span_of_hours(typed: str) -> None:
    with pytest.raises(BadHours, match=r"hours\.not_read"):
        read_hours(typed)


@pytest.mark.parametrize(("start", "end", "fits"), [(20, 22, True), (21, 10, False), (22, 7, False), (9, 11, True)])
def test_hours_must_meet_those_of_the_shop(start: int, end: int, fits: bool) -> None:
    zone = ZoneInfo(SUSHI.time_zone)
    if fits:
        check_hours(start, end, NOON, zone, SUSHI)
    else:
        with pytest.raises(BadHours, match=r"hours\.never") as broken:
            check_hours(start, end, NOON, zone, SUSHI)
        assert broken.value.facts == {"start": 10, "end": 21}


def test_offered_hours_lie_within_the_shops() -> None:
    assert hours_to_offer(SUSHI) == [(10, 12), (12, 17), (17, 21)]
    assert hours_to_offer(sushi(quiet_from=12, quiet_until=9)) == [(9, 12)]
    assert hours_to_offer(sushi(quiet_from=2, quiet_until=10)) == [], "a shop that writes at night: hours are typed"


@pytest.mark.parametrize(
    ("home", "among"),
    [
        ("Europe/Moscow", {"Europe/Moscow", "Europe/Kaliningrad", "Asia/Novosibirsk", "Asia/Vladivostok"}),
        ("Europe/Warsaw", {"Europe/Warsaw", "Europe/London", "Europe/Kyiv"}),
        ("America/New_York", {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"}),
    ],
)
def test_offered_zones_begin_with_the_shops_country_and_each_has_its_own_time(home: str, among: set[str]) -> None:
    offered = zones_to_offer(NOON, ZoneInfo(home))
    assert among <= set(offered)
    times = [NOON.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in offered]
    assert times == sorted(set(times)), "west to east, none twice"
    assert len(offered) <= 12
