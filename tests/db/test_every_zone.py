"""Every birthday of fifteen years is due on its own local date, once: in some zones each time, in soak in all."""

import os
import random
import zoneinfo
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import automations, timing
from bot.usecases.automation_rounds import days_to_look_at
from bot.usecases.firings import Occasion, Place, Standing
from bot.usecases.program import Rules
from bot.usecases.triggers import shape
from db.enums import AutomationKind
from tests.support.programs import SUSHI

FIRST, LAST = date(2026, 1, 1), date(2040, 12, 31)
HOUR = timedelta(hours=1)
# Where midnight is skipped, clocks change by half an hour, or days are told far from the sun.
ODD = ("Africa/Cairo", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia")
EVERY = sorted(zoneinfo.available_timezones() - {"localtime", "posixrules"})
ANY = ("any", "another", "a third", "a fourth")
SEED = int(os.environ.get("OKAERI_SEED") or random.randrange(10**9))
ZONES = EVERY if os.environ.get("OKAERI_SOAK") else [*ODD, *ANY]


def standing(hour: int) -> Standing:
    usual = automations.DEFAULTS(AutomationKind.BIRTHDAY, SUSHI)
    moment = replace(usual.moment, days=0, hour=hour)
    return Standing(1, replace(usual, moment=moment), None, FIRST, None, {})


def looked_on(zone: ZoneInfo, hour: int) -> dict[date, date]:
    """Each local day the rule looks at, and the local date on which it does so first; the bell rings every hour."""
    rule, rules, place = standing(hour), Rules(1, SUSHI), Place(zone.key, zone, (zone.key,))
    at, end, found = datetime(2025, 12, 31, tzinfo=UTC), datetime(2041, 1, 2, tzinfo=UTC), dict[date, date]()
    done: date | None = None
    while at < end:
        today = timing.local_date(at, zone)
        if today != done and today >= FIRST:
            now = Occasion(rule, at, rules, place, today)
            for day in days_to_look_at(now):
                found.setdefault(day, today)
                done = today
            rule = replace(rule, done={zone.key: done}) if done else rule
        at += HOUR
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_each_birthday_is_due_on_its_own_date_once_a_year(zone: str) -> None:
    chance = random.Random(f"{SEED} {zone}")
    place, hour = ZoneInfo(chance.choice(EVERY) if zone in ANY else zone), chance.choice((0, 1, 2, 3, 10, 23))
    print(f"OKAERI_SEED={SEED}: {place} at {hour}:00")
    seen: dict[tuple[int, int], date] = {}
    for day, on in looked_on(place, hour).items():
        for mark in shape.celebrated(day):
            assert (mark, day.year) not in seen, "one day a year"
            seen[mark, day.year] = on
    for year in range(FIRST.year, LAST.year + 1):
        for n in range(366):
            born = date(2028, 1, 1) + timedelta(days=n)
            birthday = timing.birthday_in(year, born.day, born.month)
            # Where clocks skip from 23:00 to midnight (Nuuk), that day's hour comes with the next day.
            expected = timing.local_date(timing.at_local(birthday, hour, place), place)
            assert seen[born.month * 100 + born.day, year] == expected, f"{place} at {hour}:00"
