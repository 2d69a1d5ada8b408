"""Birthday gifts and nudges: once, on time, within consent; caught up or missed when nothing ran."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest_asyncio
from sqlalchemy import delete, select, update

from bot.usecases import automation_rounds, automations, consents, program
from db.enums import AutomationKind, FiringState
from db.ledger import read
from db.models.automations import Automation, AutomationDay, Firing
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support import orders as shops
from tests.support.orders import ANN, NOON, OLGA, Shop

MORNING = 10  # the programme's hour in Moscow, three hours before UTC


def moscow(day: date, hour: int = MORNING, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


@dataclass
class Calendar:
    """Ann's shop, and what the standing rules did for her."""

    shop: Shop
    db: Database

    async def born(self, day: int, month: int, *, told_on: date = date(2025, 1, 1)) -> None:
        async with self.db.begin() as session:
            person = await session.get_one(Person, self.shop.ann)
            person.birthday_day, person.birthday_month, person.birthday_md = day, month, month * 100 + day
            person.birthday_set_on = told_on

    async def agrees(self, on: bool = True, *, at: datetime = NOON) -> None:
        await consents.advertise(self.db, await self.shop.actor(ANN), on, source="settings", at=at)

    async def ordered(self, at: datetime) -> None:
        async with self.db.begin() as session:
            ann = await session.get_one(Member, self.shop.ann)
            ann.first_order_at, ann.last_order_at = ann.first_order_at or at, at
            ann.orders_count += 1

    async def available(self) -> int:
        async with self.db.read() as session:
            return (await read.balance(session, self.shop.ann)).available

    async def firings(self) -> list[tuple[str, str, str | None]]:
        async with self.db.read() as session:
            rows = await session.scalars(select(Firing).order_by(Firing.id))
            return [(row.period, row.state.value, row.reason) for row in rows]

    async def messages(self) -> list[OutgoingMessage]:
        async with self.db.read() as session:
            return list(await session.scalars(select(OutgoingMessage).where(OutgoingMessage.advertising)))

    async def begins(self, on: date) -> None:
        async with self.db.begin() as session:
            for rule in await session.scalars(select(Automation)):
                rule.enabled_on = on
            await session.execute(delete(AutomationDay))


@pytest_asyncio.fixture
async def calendar(db: Database) -> AsyncIterator[Calendar]:
    shop = await shops.opened(db)
    async with db.begin() as session:
        rules = await program.in_force(session, NOON)
        await automations.ensure(session, NOON, rules)
        others = Automation.kind.not_in((AutomationKind.BIRTHDAY, AutomationKind.INACTIVITY))
        await session.execute(update(Automation).where(others).values(enabled=False))
    yield Calendar(shop, db)


async def test_ann_gets_her_gift_once_on_the_morning_a_week_before(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    await calendar.agrees()
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 6))) == 0
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 7), 9, 59)) == 0
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 7))) == 1
    for day in (8, 14, 21, 22):
        await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, day), 18))
    assert await calendar.available() == 150
    [message] = await calendar.messages()
    assert (message.kind, message.facts["points"], message.facts["until"]) == ("automation.birthday", 150, "2026-12-21")


async def test_next_year_brings_the_next_gift(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    await calendar.agrees()
    for year in (2026, 2027, 2028):
        for day in (6, 7, 8, 14, 21, 22):
            await automation_rounds.fire_due(calendar.db, moscow(date(year, 12, day)))
    assert [firing[:2] for firing in await calendar.firings()] == [
        ("2026", FiringState.FIRED),
        ("2027", FiringState.FIRED),
        ("2028", FiringState.FIRED),
    ]


async def test_who_was_born_on_a_leap_day_is_never_forgotten(calendar: Calendar) -> None:
    await calendar.born(29, 2)
    await calendar.agrees()
    for year in (2027, 2028, 2029):
        for day in range(0, 24, 4):
            await automation_rounds.fire_due(calendar.db, moscow(date(year, 2, 15) + timedelta(days=day)))
    messages = await calendar.messages()
    assert [(each.facts["day"], each.facts["month"]) for each in messages] == [(28, 2), (29, 2), (28, 2)]


async def test_a_birthday_told_last_week_counts_from_next_year(calendar: Calendar) -> None:
    await calendar.born(14, 12, told_on=date(2026, 12, 5))
    await calendar.agrees()
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 14))) == 0
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2027, 12, 14))) == 1


async def test_without_consent_there_is_no_offer_and_the_reason_is_kept(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 14))) == 0
    assert await calendar.firings() == [("2026", "skipped", "no_consent")]
    assert (await calendar.available(), await calendar.messages()) == (0, [])


async def test_who_agrees_within_the_days_of_the_gift_still_gets_it(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 14)))
    await calendar.agrees(at=moscow(date(2026, 12, 14), 20))
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 15))) == 1
    assert await calendar.firings() == [("2026", "fired", None)]


async def test_a_gift_whose_days_passed_while_nothing_ran_is_missed_and_told(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    await calendar.agrees()
    await automation_rounds.fire_due(calendar.db, moscow(date(2026, 11, 30)))
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 22))) == 0
    assert await calendar.firings() == [("2026", "missed", "too_late")]


async def test_a_late_start_within_the_days_of_the_gift_catches_up(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    await calendar.agrees()
    await automation_rounds.fire_due(calendar.db, moscow(date(2026, 11, 30)))
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 21))) == 1


async def test_a_rule_switched_on_brings_no_avalanche(calendar: Calendar) -> None:
    await calendar.born(14, 11)
    await calendar.agrees()
    await calendar.begins(date(2026, 11, 20))
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 11, 20))) == 0
    assert await calendar.firings() == []


async def test_three_bells_at_once_give_one_gift(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    await calendar.agrees()
    at = moscow(date(2026, 12, 10))
    fired = await asyncio.gather(*(automation_rounds.fire_due(calendar.db, at) for _ in range(3)))
    assert (sum(fired), await calendar.available(), len(await calendar.messages())) == (1, 150, 1)


async def test_after_thirty_silent_days_comes_a_nudge_after_sixty_another_and_then_silence(calendar: Calendar) -> None:
    await calendar.agrees()
    await calendar.ordered(moscow(date(2026, 11, 21), 15))
    for day in range(24, 80):
        await automation_rounds.fire_due(calendar.db, moscow(date(2026, 11, 22) + timedelta(days=day), 12))
    told = [(message.facts["days"], message.facts["points"]) for message in await calendar.messages()]
    assert told == [(30, 50), (60, 50)]


async def test_who_orders_again_is_nudged_only_after_the_next_silence(calendar: Calendar) -> None:
    await calendar.agrees()
    await calendar.ordered(moscow(date(2026, 11, 21), 15))
    await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 20), 12))
    await calendar.ordered(moscow(date(2026, 12, 20), 23))
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 21), 12)) == 0
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2027, 1, 19), 12)) == 1


async def test_a_silence_nobody_looked_at_for_weeks_is_missed(calendar: Calendar) -> None:
    await calendar.agrees()
    await calendar.ordered(moscow(date(2026, 11, 21), 15))
    await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 1), 12))
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2027, 2, 1), 12)) == 0
    tries = [("2026-11-21:1", "missed", "too_late"), ("2026-11-21:2", "missed", "too_late")]
    assert await calendar.firings() == tries


async def test_an_offer_of_the_night_waits_for_the_morning(calendar: Calendar) -> None:
    await calendar.agrees()
    await calendar.born(14, 12)
    await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 10), 22))
    [message] = await calendar.messages()
    assert message.due_at == moscow(date(2026, 12, 11), 10)


async def test_olga_switches_the_birthday_off_and_sees_what_it_did(calendar: Calendar) -> None:
    await calendar.born(14, 12)
    await calendar.agrees()
    await automation_rounds.fire_due(calendar.db, moscow(date(2026, 12, 14)))
    olga = await calendar.shop.actor(OLGA)
    [birthday] = [
        line
        for line in await automations.listed(calendar.db, olga, at=moscow(date(2026, 12, 15)))
        if line.rule.kind is AutomationKind.BIRTHDAY
    ]
    assert (birthday.rule.enabled, birthday.fired, birthday.rule.spec.offer.points) == (True, 1, 150)
    await automations.switch(calendar.db, olga, birthday.rule.id, False, at=moscow(date(2026, 12, 15)))
    assert await automation_rounds.fire_due(calendar.db, moscow(date(2027, 12, 14))) == 0
