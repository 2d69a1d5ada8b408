"""Each kind of standing rule fires on its occasion, once, and on no other."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest_asyncio
from sqlalchemy import select

from bot.rules.benefits import Benefit, to_json
from bot.usecases import vouchers
from bot.usecases.program import current
from db.enums import AutomationKind, BenefitKind, OfferKind, VoucherSource
from db.models.automations import Holiday
from db.models.members import MemorableDate
from db.models.vouchers import Voucher
from db.session import Database
from tests.support import standing as support
from tests.support.orders import NOON
from tests.support.standing import Calendar, moscow

TODAY = date(2026, 11, 21)
SOUP = Benefit(BenefitKind.ITEM, names={"en": "Miso soup"})
POINTS = {"kind": OfferKind.POINTS.value, "points": 40, "valid_days": 10}


@pytest_asyncio.fixture
async def calendar(db: Database) -> AsyncIterator[Calendar]:
    async for each in support.opened(db):
        yield each


async def facts_told(calendar: Calendar, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(message.facts[name] for name in names) for message in await calendar.messages()]


async def test_a_member_since_a_leap_day_is_congratulated_each_year(calendar: Calendar) -> None:
    ann, bob = calendar.shop.ann, calendar.shop.bob
    await calendar.is_so(ann, joined_at=datetime(2024, 2, 29, 9, tzinfo=UTC))
    await calendar.is_so(bob, joined_at=datetime(2025, 3, 1, 9, tzinfo=UTC))
    await calendar.only(AutomationKind.MEMBERSHIP, on=date(2027, 2, 1), offer=POINTS)
    await calendar.passes(date(2027, 2, 26), 5)
    await calendar.passes(date(2028, 2, 27), 5)
    assert [firing[:3] for firing in await calendar.firings()] == [
        (ann, "3", "fired"),
        (bob, "2", "fired"),
        (ann, "4", "fired"),
        (bob, "3", "fired"),
    ]
    assert await facts_told(calendar, "years", "points") == [(3, 40), (2, 40), (4, 40), (3, 40)]


async def test_a_year_after_the_first_order(calendar: Calendar) -> None:
    await calendar.only(AutomationKind.FIRST_ORDER)
    await calendar.had(calendar.shop.ann, moscow(TODAY, 23, 30))
    await calendar.had(calendar.shop.ann, moscow(date(2027, 1, 5)))
    await calendar.passes(date(2027, 11, 18), 8)
    assert await calendar.firings() == [(calendar.shop.ann, "1", "fired", None)]
    assert await facts_told(calendar, "years", "points") == [(1, 0)]


async def test_dates_ann_named_herself(calendar: Calendar) -> None:
    async with calendar.db.begin() as session:
        named = {"member_id": calendar.shop.ann, "set_on": TODAY}
        session.add(MemorableDate(day=1, month=12, md=1201, name="Too soon", **named))
        session.add(MemorableDate(day=29, month=2, md=229, name="Our wedding", **named))
    await calendar.only(AutomationKind.MEMORABLE_DATE)
    await calendar.passes(date(2026, 11, 30), 4)
    await calendar.passes(date(2027, 2, 26), 5)
    await calendar.passes(date(2027, 11, 30), 3)
    assert await facts_told(calendar, "occasion", "day", "month") == [("Our wedding", 28, 2), ("Too soon", 1, 12)]


async def test_the_welcome_series_ends_with_the_first_order(calendar: Calendar) -> None:
    ann, bob = calendar.shop.ann, calendar.shop.bob
    await calendar.only(AutomationKind.WELCOME)
    for hours in (1, 3, 4, 73, 75):
        await calendar.rings(NOON + timedelta(hours=hours))
    await calendar.had(bob, NOON + timedelta(days=4))
    for hours in (193, 195, 200, 400):
        await calendar.rings(NOON + timedelta(hours=hours))
    assert await calendar.firings() == [
        (ann, "1", "fired", None),
        (bob, "1", "fired", None),
        (ann, "2", "fired", None),
        (bob, "2", "fired", None),
        (ann, "3", "fired", None),
        (bob, "3", "skipped", "acted"),
    ]
    assert await facts_told(calendar, "n") == [(1,), (1,), (2,), (2,), (3,)]


async def test_who_joined_before_the_series_was_switched_on_is_left_in_peace(calendar: Calendar) -> None:
    await calendar.only(AutomationKind.WELCOME, on=date(2026, 11, 22))
    await calendar.passes(date(2026, 11, 22), 12)
    assert await calendar.firings() == []


async def test_no_second_order_within_a_week(calendar: Calendar) -> None:
    await calendar.only(AutomationKind.SECOND_ORDER)
    for member in (calendar.shop.ann, calendar.shop.bob):
        await calendar.had(member, moscow(TODAY, 23))
    await calendar.had(calendar.shop.bob, moscow(date(2026, 11, 26)))
    await calendar.passes(date(2026, 11, 25), 12)
    assert await calendar.firings() == [(calendar.shop.ann, "1", "fired", None)]


async def test_the_order_that_passes_a_milestone(calendar: Calendar) -> None:
    ann = calendar.shop.ann
    await calendar.is_so(ann, spent_minor=1_400_000)
    await calendar.only(AutomationKind.SPEND_MILESTONE, moment={"sums": [500_000, 1_500_000, 4_000_000]})
    await calendar.had(ann, moscow(TODAY, 13), 90_000)
    await calendar.had(ann, moscow(TODAY, 14), 20_000)
    await calendar.had(ann, moscow(TODAY, 15), 20_000)
    await calendar.passes(TODAY, 4)
    assert await calendar.firings() == [(ann, "1500000", "fired", None)]
    assert await facts_told(calendar, "sum") == [(1_500_000,)]


async def test_the_hundredth_order_is_thanked_for_with_words_alone(calendar: Calendar) -> None:
    ann = calendar.shop.ann
    await calendar.is_so(ann, orders_count=98)
    await calendar.only(AutomationKind.ORDER_MILESTONE)
    for hour in (12, 13, 14):
        await calendar.had(ann, moscow(TODAY, hour))
    await calendar.passes(TODAY, 3)
    assert await facts_told(calendar, "orders", "points") == [(100, 0)]
    assert await calendar.available(ann) == 0


async def test_the_next_level_is_near(calendar: Calendar) -> None:
    ann, bob = calendar.shop.ann, calendar.shop.bob
    await calendar.only(AutomationKind.TIER_NEAR)
    await calendar.had(ann, moscow(TODAY, 13), 1_250_000)
    await calendar.had(bob, moscow(TODAY, 13), 1_100_000)
    await calendar.passes(TODAY, 4)
    assert await facts_told(calendar, "level", "missing") == [("silver", 250_000)]


async def test_a_voucher_reminds_once_three_days_before_it_ends(calendar: Calendar) -> None:
    await calendar.agrees(on=False)
    rules = await current(calendar.db, NOON)
    async with calendar.db.begin() as session:
        wanted = vouchers.Issue("test", calendar.shop.ann, SOUP, VoucherSource.STAFF, date(2026, 12, 20))
        await vouchers.issue(session, wanted, at=NOON, rules=rules)
    await calendar.only(AutomationKind.VOUCHER_ENDING)
    await calendar.passes(date(2026, 12, 15), 8)
    [message] = await calendar.messages()
    assert (message.advertising, message.facts["until"], message.facts["days"]) == (False, "2026-12-20", 3)
    assert message.created_at == moscow(date(2026, 12, 17), 20)
    async with calendar.db.read() as session:
        assert await session.scalar(select(Voucher.reminded_at)) == moscow(date(2026, 12, 17), 20)


async def test_how_was_it_is_asked_two_hours_after_a_delivery_and_not_every_week(calendar: Calendar) -> None:
    ann = calendar.shop.ann
    await calendar.only(AutomationKind.AFTER_DELIVERY)
    first = await calendar.had(ann, NOON + timedelta(hours=1))
    for hours in (1, 2, 3, 4, 30):
        await calendar.rings(NOON + timedelta(hours=hours))
    second = await calendar.had(ann, NOON + timedelta(days=5))
    await calendar.rings(NOON + timedelta(days=5, hours=3))
    third = await calendar.had(ann, NOON + timedelta(days=40))
    await calendar.rings(NOON + timedelta(days=40, hours=3))
    assert await calendar.firings() == [
        (ann, str(first), "fired", None),
        (ann, str(second), "skipped", "asked_lately"),
        (ann, str(third), "fired", None),
    ]


async def test_a_discount_after_an_order_of_one_category(calendar: Calendar) -> None:
    off = {"kind": OfferKind.VOUCHER.value, "benefit": to_json(Benefit(BenefitKind.PERCENT, 1000)), "valid_days": 7}
    await calendar.only(AutomationKind.AFTER_DELIVERY, moment={"category": "rolls"}, offer=off)
    await calendar.had(calendar.shop.ann, NOON, category="rolls")
    await calendar.had(calendar.shop.bob, NOON, category="soups")
    await calendar.rings(NOON + timedelta(hours=3))
    async with calendar.db.read() as session:
        [voucher] = await session.scalars(select(Voucher))
    assert (voucher.member_id, voucher.value, voucher.valid_until) == (calendar.shop.ann, 1000, date(2026, 11, 28))
    [message] = await calendar.messages()
    assert message.facts["code"] == voucher.code


async def test_only_a_holiday_somebody_approved(calendar: Calendar) -> None:
    rules = await current(calendar.db, NOON)
    await calendar.only(AutomationKind.HOLIDAY)
    async with calendar.db.begin() as session:
        for day, approved in ((date(2027, 1, 1), True), (date(2027, 1, 7), None), (date(2027, 2, 23), False)):
            names = {"en": f"Day {day.day}"}
            session.add(Holiday(day=day, country=rules.program.country, names=names, approved=approved))
    await calendar.passes(date(2026, 12, 30), 60)
    told = await facts_told(calendar, "names", "day", "month")
    assert told == [({"en": "Day 1"}, 1, 1), ({"en": "Day 1"}, 1, 1)]


async def test_rolls_not_bought_for_45_days(calendar: Calendar) -> None:
    ann, bob = calendar.shop.ann, calendar.shop.bob
    await calendar.only(AutomationKind.CATEGORY_LAPSED, moment={"category": "rolls"})
    for member in (ann, bob):
        await calendar.had(member, moscow(TODAY, 13), category="rolls")
    await calendar.had(bob, moscow(date(2026, 12, 1)), category="rolls")
    await calendar.had(ann, moscow(date(2026, 12, 1)), category="soups")
    await calendar.passes(date(2027, 1, 2), 8)
    assert await calendar.firings() == [(ann, "2026-11-21", "fired", None)]


async def test_somebody_who_orders_every_week_is_missed_after_ten_days_at_their_usual_hour(calendar: Calendar) -> None:
    ann, last = calendar.shop.ann, date(2026, 11, 14)
    for weeks in range(8, -1, -1):
        await calendar.had(ann, moscow(last - timedelta(days=8 * weeks), 18))
    await calendar.only(AutomationKind.INACTIVITY)
    await calendar.passes(date(2026, 11, 22), 40, hour=12)
    messages = await calendar.messages()
    assert [message.facts["days"] for message in messages] == [10, 20]
    assert messages[0].due_at == moscow(date(2026, 11, 24), 18)
