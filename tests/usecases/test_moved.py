"""Once, and not forgotten, when something moves meanwhile: the birthday, the rule's days, the member, an order."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest_asyncio
from sqlalchemy import update

from bot.rules.segments import Condition, to_json
from bot.rules.timing import Birthday
from bot.usecases import automation_rounds, dates, outbox, profile
from bot.usecases.outbox import Wish
from db.enums import AutomationKind, Lane, OrderState
from db.models.automations import Automation
from db.models.orders import Order
from db.session import Database
from tests.support import standing as support
from tests.support.orders import ANN
from tests.support.standing import TODAY, Calendar, moscow

BIRTHDAY, SILENCE = AutomationKind.BIRTHDAY, AutomationKind.INACTIVITY
WISH = Wish(owner="test", most=dict.fromkeys(Lane, 50))


@pytest_asyncio.fixture
async def calendar(db: Database) -> AsyncIterator[Calendar]:
    async for each in support.opened(db):
        yield each


async def test_a_birthday_moved_on_after_the_gift_brings_no_second_one_within_the_year(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 10, 12)
    await calendar.only(BIRTHDAY)
    await calendar.passes(date(2026, 12, 3), 1)
    moved = moscow(date(2026, 12, 11))
    await profile.keep_birthday(calendar.db, await calendar.shop.actor(ANN), Birthday(20, 1), at=moved)
    await calendar.passes(date(2026, 12, 12), 40)
    assert [firing[1:] for firing in await calendar.firings()] == [
        ("2026", "fired", None),
        ("2027", "skipped", "given_lately"),
    ]
    await calendar.passes(date(2028, 1, 12), 3)
    assert [firing[1:3] for firing in await calendar.firings()][-1] == ("2028", "fired")


async def test_a_gift_that_came_late_is_followed_by_the_next_in_time(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 10, 12)
    await calendar.only(BIRTHDAY)
    await calendar.rings(moscow(date(2026, 12, 1)))
    await calendar.rings(moscow(date(2026, 12, 17)))  # its last day
    await calendar.passes(date(2027, 12, 1), 4)
    assert [firing[1:3] for firing in await calendar.firings()] == [("2026", "fired"), ("2027", "fired")]


async def test_more_days_before_a_birthday_forget_nobody_in_between(calendar: Calendar) -> None:
    """Three days before until today, ten from now on: Ann's is in five."""
    await calendar.born(calendar.shop.ann, 10, 12)
    rule = await calendar.only(BIRTHDAY, moment={"days": -3})
    await calendar.passes(date(2026, 12, 4), 2)
    assert await calendar.firings() == []
    async with calendar.db.begin() as session:
        await session.execute(update(Automation).where(Automation.id == rule).values(moment={"days": -10}))
    await calendar.passes(date(2026, 12, 6), 3)
    assert [firing[1:3] for firing in await calendar.firings()] == [("2026", "fired")]


async def test_a_birthday_gift_that_ends_with_the_day_itself_is_caught_up_until_then(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 10, 12)
    await calendar.only(BIRTHDAY, moment={"days": -7, "after_days": 0})
    await calendar.rings(moscow(date(2026, 12, 1)))
    assert await calendar.rings(moscow(date(2026, 12, 10))) == 1


async def test_days_named_and_forgotten_all_year_bring_no_more_than_three(calendar: Calendar) -> None:
    db, ann = calendar.db, await calendar.shop.actor(ANN)
    await calendar.only(AutomationKind.MEMORABLE_DATE)
    for month in range(1, 7):
        day = date(2027, month, 15)
        named = moscow(day - timedelta(days=40))
        kept = await dates.keep(db, ann, Birthday(day.day, day.month), "Our day", at=named)
        await calendar.rings(moscow(day))
        await dates.forget(db, ann, kept.line.id)
    assert [firing[2:] for firing in await calendar.firings()] == [("fired", None)] * 3 + [
        ("skipped", "given_lately")
    ] * 3


async def test_who_moves_over_the_date_line_within_the_hour_is_not_forgotten(calendar: Calendar) -> None:
    """On Kiritimati the clocks are 25 hours ahead of Pago Pago's: a whole day was looked at there already."""
    ann = calendar.shop.ann
    await calendar.born(ann, 14, 12)
    await calendar.is_so(ann, time_zone="Pacific/Pago_Pago")
    await calendar.is_so(calendar.shop.bob, time_zone="Pacific/Kiritimati")
    await calendar.only(BIRTHDAY)
    for hour in range(24 * 5):
        await calendar.rings(datetime(2026, 12, 5, tzinfo=UTC) + timedelta(hours=hour, minutes=30))
        if hour == 2 * 24 + 20:  # the seventh, 9:30 in Pago Pago; on Kiritimati 10:30 of the eighth
            await calendar.is_so(ann, time_zone="Pacific/Kiritimati")
    assert [firing[:3] for firing in await calendar.firings()] == [(ann, "2026", "fired")]


async def test_a_window_that_opened_last_year_is_caught_up_in_the_new_one(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 3, 1)
    await calendar.only(BIRTHDAY)
    await calendar.rings(moscow(date(2026, 12, 26)))
    assert await calendar.rings(moscow(date(2027, 1, 10))) == 1  # its last day
    await calendar.passes(date(2027, 12, 26), 4)
    assert [firing[1:3] for firing in await calendar.firings()] == [("2027", "fired"), ("2028", "fired")]


async def test_a_birthday_brought_along_counts_however_often_the_rule_is_switched(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 1, 12)
    await calendar.is_so(calendar.shop.ann, birthday_set_on=None)
    await calendar.only(BIRTHDAY, on=date(2026, 11, 20))
    assert await calendar.passes(date(2026, 11, 22), 5) == 1


async def test_who_never_agreed_was_not_missed(calendar: Calendar) -> None:
    await calendar.agrees(ANN, False)
    await calendar.born(calendar.shop.ann, 1, 12)
    await calendar.only(BIRTHDAY)
    await calendar.rings(moscow(date(2026, 11, 24)))
    await calendar.rings(moscow(date(2026, 12, 24)))
    assert [firing[2:] for firing in await calendar.firings()] == [("skipped", "no_consent")]


async def test_who_the_rule_was_not_for_was_not_missed_either(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 1, 12)
    await calendar.only(BIRTHDAY, segment=to_json(Condition("orders", "least", 1)))
    await calendar.rings(moscow(date(2026, 11, 20)))
    await calendar.rings(moscow(date(2026, 12, 24)))
    assert await calendar.firings() == []


async def test_nobody_is_missed_whose_order_is_under_way(calendar: Calendar) -> None:
    ann = calendar.shop.ann
    await calendar.had(ann, moscow(TODAY))
    under_way = await calendar.had(ann, moscow(TODAY) + timedelta(seconds=1))
    await _is_placed(calendar.db, under_way, moscow(TODAY + timedelta(days=30), 11))
    await calendar.only(SILENCE)
    assert await calendar.rings(moscow(TODAY + timedelta(days=30))) == 0
    assert [firing[2:] for firing in await calendar.firings()] == [("skipped", "acted")]


async def test_who_orders_before_the_nudge_leaves_does_not_get_it(calendar: Calendar) -> None:
    ann, day = calendar.shop.ann, TODAY + timedelta(days=30)
    await calendar.had(ann, moscow(TODAY))
    await calendar.only(SILENCE)
    assert await automation_rounds.fire_due(calendar.db, moscow(day, 12)) == 1
    again = await calendar.had(ann, moscow(day, 13))
    await _is_placed(calendar.db, again, moscow(day, 13))
    claim = await outbox.claim(calendar.db, WISH, at=moscow(day, 14))
    assert [row.kind for row in claim.leaving if row.kind.startswith("automation.")] == []
    [message] = await calendar.messages()
    assert message.reason == "acted"


async def _is_placed(db: Database, order_id: int, at: datetime) -> None:
    """It is not delivered yet."""
    fresh = {"state": OrderState.PLACED, "placed_at": at, "delivered_at": None}
    async with db.begin() as session:
        await session.execute(update(Order).where(Order.id == order_id).values(**fresh))


async def test_around_new_year_an_anniversary_comes_once_wherever_one_moves(calendar: Calendar) -> None:
    """Ann joined as Moscow's new year began, when New York still had eight hours of the old one."""
    ann = calendar.shop.ann
    await calendar.is_so(ann, joined_at=moscow(date(2026, 1, 1), 0, 30), time_zone="America/New_York")
    await calendar.only(AutomationKind.MEMBERSHIP)
    await calendar.passes(date(2026, 12, 29), 3)
    await calendar.rings(moscow(date(2026, 12, 31), 22))
    await calendar.is_so(ann, time_zone=None)
    await calendar.passes(date(2027, 1, 1), 3)
    assert [firing[:3] for firing in await calendar.firings() if firing[0] == ann] == [(ann, "1", "fired")]


async def test_who_moves_after_a_nudge_is_not_nudged_again_for_the_same_silence(calendar: Calendar) -> None:
    ann, day = calendar.shop.ann, TODAY + timedelta(days=30)
    await calendar.had(ann, moscow(TODAY, 2))  # the day before, in New York
    await calendar.only(SILENCE)
    await calendar.passes(day, 1)
    await calendar.is_so(ann, time_zone="America/New_York")
    await calendar.is_so(calendar.shop.bob, time_zone="America/New_York")
    await calendar.passes(day + timedelta(days=1), 3)
    assert [firing[2] for firing in await calendar.firings()] == ["fired"]
