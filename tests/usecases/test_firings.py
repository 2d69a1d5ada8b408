"""A firing comes once and for those it is for: caps, comparison groups, segments, zones, and whatever goes wrong."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.rules.segments import Condition, to_json
from bot.rules.timing import Birthday, at_local
from bot.usecases import automation_rounds, chats, outbox, privacy, profile
from bot.usecases import automations as staff_side
from bot.usecases.outbox import Wish
from db.enums import AutomationKind, Lane, MessageState, Topic
from db.models.automations import Automation, Firing
from db.models.members import Person
from db.session import Database
from tests.support import standing as support
from tests.support.orders import ANN, NOON, OLGA
from tests.support.standing import TODAY, Calendar, many, moscow

BIRTHDAY = AutomationKind.BIRTHDAY
WISH = Wish(owner="test", most=dict.fromkeys(Lane, 50))


@pytest_asyncio.fixture
async def calendar(db: Database) -> AsyncIterator[Calendar]:
    async for each in support.opened(db):
        yield each


async def states(db: Database) -> Counter[tuple[str, str | None]]:
    async with db.read() as session:
        rows = await session.execute(select(Firing.state, Firing.reason))
        return Counter((row.state.value, row.reason) for row in rows)


async def test_at_most_so_many_in_thirty_days_over_all_members(calendar: Calendar) -> None:
    for member in (calendar.shop.ann, calendar.shop.bob):
        await calendar.born(member, 1, 12)
    await calendar.only(BIRTHDAY, month_cap=1)
    assert await calendar.rings(moscow(TODAY + timedelta(days=4))) == 1
    assert await states(calendar.db) == {("fired", None): 1, ("skipped", "cap"): 1}


async def test_some_are_held_out_to_compare_with(calendar: Calendar) -> None:
    members = await many(calendar.db, 40)
    for n, member in enumerate(members):
        await calendar.agrees(5000 + n)
        await calendar.had(member, moscow(TODAY))
    await calendar.only(AutomationKind.SECOND_ORDER, holdout_bp=5000, moment={"days": 3})
    await calendar.passes(TODAY, 6)
    found = await states(calendar.db)
    assert found[("held_out", None)] + found[("fired", None)] + found[("skipped", "holdout")] == 40
    assert 8 <= found[("held_out", None)] <= 32
    assert len(await calendar.messages()) == found[("fired", None)]


async def test_who_is_not_in_the_segment_is_not_due(calendar: Calendar) -> None:
    for member in (calendar.shop.ann, calendar.shop.bob):
        await calendar.born(member, 1, 12)
    await calendar.had(calendar.shop.bob, NOON)
    await calendar.only(BIRTHDAY, segment=to_json(Condition("orders", "least", 1)))
    await calendar.rings(moscow(TODAY + timedelta(days=4)))
    assert [firing[:3] for firing in await calendar.firings()] == [(calendar.shop.bob, "2026", "fired")]


async def test_the_shops_own_words_go_with_the_message_and_topic_and_worth(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 1, 12)
    await calendar.only(BIRTHDAY, texts={"en": {"1": "Happy birthday, {name}!"}})
    await calendar.rings(moscow(TODAY + timedelta(days=4)))
    [message] = await calendar.messages()
    assert (message.topic, message.worth, message.advertising) == (Topic.DATES, 15_000, True)
    assert message.facts["own"] == {"en": "Happy birthday, {name}!"}
    assert message.facts["name"] == "Ann Green"


async def test_it_is_ten_in_the_morning_where_the_member_lives(calendar: Calendar) -> None:
    ann, tokyo = calendar.shop.ann, ZoneInfo("Asia/Tokyo")
    await calendar.is_so(ann, time_zone=tokyo.key)
    await calendar.born(ann, 14, 12)
    await calendar.only(BIRTHDAY)
    ten = at_local(date(2026, 12, 7), 10, tokyo)
    await calendar.rings(ten - timedelta(days=1))
    assert await calendar.rings(ten - timedelta(minutes=1)) == 0
    assert await calendar.rings(ten) == 1
    assert await calendar.rings(moscow(date(2026, 12, 7), 10)) == 0


async def test_who_moves_across_the_world_on_the_day_gets_it_once(calendar: Calendar) -> None:
    """A zone where the day was looked at already, and one where it was not yet."""
    ann, bob = calendar.shop.ann, calendar.shop.bob
    for member in (ann, bob):
        await calendar.born(member, 14, 12)
    await calendar.is_so(ann, time_zone="Pacific/Auckland")
    await calendar.is_so(bob, time_zone="America/New_York")
    await calendar.only(BIRTHDAY)
    for hour in range(24 * 4):
        at = moscow(date(2026, 12, 5), 0) + timedelta(hours=hour)
        await calendar.rings(at)
        if hour == 44:  # in Auckland the seventh has begun, in New York it has not
            await calendar.is_so(ann, time_zone="America/New_York")
            await calendar.is_so(bob, time_zone="Pacific/Auckland")
    assert Counter(firing[:3] for firing in await calendar.firings()) == {
        (ann, "2026", "fired"): 1,
        (bob, "2026", "fired"): 1,
    }


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Africa/Cairo", date(2027, 4, 30)),  # midnight is skipped
        ("Africa/Cairo", date(2027, 10, 29)),
        ("Asia/Beirut", date(2027, 3, 28)),
        ("America/Havana", date(2027, 3, 14)),
        ("America/Havana", date(2027, 11, 7)),
        ("America/Santiago", date(2027, 9, 5)),
        ("America/Santiago", date(2027, 4, 4)),
        ("Australia/Lord_Howe", date(2027, 10, 3)),  # by half an hour
        ("Pacific/Apia", date(2027, 4, 4)),
    ],
)
@pytest.mark.parametrize("hour", [0, 10])
async def test_clocks_that_change_neither_lose_nor_double_a_day(
    sqlite_db: Database, zone: str, around: date, hour: int
) -> None:
    """Somebody was born on each day around the change; the bell rings every hour."""
    async for calendar in support.opened(sqlite_db):
        members = await many(calendar.db, 7, time_zone=zone)
        for n, member in enumerate(members):
            await calendar.agrees(5000 + n)
            day = around + timedelta(days=n - 3)
            await calendar.born(member, day.day, day.month)
        await calendar.only(BIRTHDAY, on=around - timedelta(days=20), moment={"days": 0, "hour": hour})
        start = at_local(around - timedelta(days=5), 0, ZoneInfo("UTC"))
        for step in range(24 * 10):
            await calendar.rings(start + timedelta(hours=step))
        by_member = {firing[0]: firing[2] for firing in await calendar.firings()}
        assert len(await calendar.firings()) == 7
        assert set(by_member.values()) <= {"fired", "skipped"}, "some may never get offers"
        told = {
            message.member_id: message.created_at.astimezone(ZoneInfo(zone)) for message in await calendar.messages()
        }
        for n, member in enumerate(members):
            if member in told:
                assert told[member].date() == around + timedelta(days=n - 3)


async def test_down_for_less_than_the_grace_once_late_for_more_missed(calendar: Calendar) -> None:
    ann = calendar.shop.ann
    await calendar.is_so(ann, joined_at=moscow(date(2025, 12, 1)))
    await calendar.only(AutomationKind.MEMBERSHIP)
    await calendar.rings(moscow(TODAY))
    assert await calendar.rings(moscow(date(2026, 12, 4))) == 1, "three days late"
    assert await calendar.rings(moscow(date(2027, 11, 30))) == 0
    assert await calendar.rings(moscow(date(2027, 12, 5))) == 0
    assert [firing[1:] for firing in await calendar.firings() if firing[0] == ann] == [
        ("1", "fired", None),
        ("2", "missed", "too_late"),
    ]


async def test_a_rule_switched_on_with_ten_thousand_past_birthdays_greets_only_todays(sqlite_db: Database) -> None:
    async for calendar in support.opened(sqlite_db):
        members = await many(calendar.db, 10_000)
        async with calendar.db.begin() as session:
            past = {"birthday_day": 5, "birthday_month": 11, "birthday_md": 1105, "birthday_set_on": date(2025, 1, 1)}
            await session.execute(update(Person).values(**past))
        await calendar.born(members[0], 21, 11)
        await calendar.agrees(5000)
        await calendar.only(BIRTHDAY, moment={"days": 0, "hour": 18})
        await calendar.rings(moscow(TODAY, 17))
        await calendar.rings(moscow(TODAY, 18))
        assert [firing[0] for firing in await calendar.firings()] == [members[0]]


async def test_a_birthday_changed_to_tomorrow_brings_nothing_before_next_year(calendar: Calendar) -> None:
    await calendar.only(BIRTHDAY, moment={"days": 0})
    await profile.keep_birthday(calendar.db, await calendar.shop.actor(ANN), Birthday(22, 11), at=NOON)
    await calendar.passes(TODAY, 5)
    assert await calendar.firings() == []
    await calendar.passes(date(2027, 11, 20), 4)
    assert [firing[1] for firing in await calendar.firings()] == ["2027"]


async def test_who_erased_themself_between_planning_and_sending_hears_nothing(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 1, 12)
    await calendar.only(BIRTHDAY)
    at = moscow(TODAY + timedelta(days=4))
    assert await automation_rounds.fire_due(calendar.db, at) == 1
    await privacy.erase(calendar.db, await calendar.shop.actor(ANN), at=at)
    claim = await outbox.claim(calendar.db, WISH, at=at + timedelta(minutes=1))
    assert [each for each in claim.leaving if each.kind == "automation.birthday"] == []
    assert await automation_rounds.fire_due(calendar.db, at + timedelta(days=1)) == 0
    assert (await states(calendar.db))[("fired", None)] == 1


async def test_who_blocked_the_bot_is_skipped_and_made_up_for_when_they_come_back(calendar: Calendar) -> None:
    await calendar.born(calendar.shop.ann, 1, 12)
    await calendar.only(BIRTHDAY)
    async with calendar.db.begin() as session:
        await chats.mark_reachable(session, ANN, False, at=NOON)
    await calendar.rings(moscow(TODAY + timedelta(days=4)))
    assert await states(calendar.db) == {("skipped", "unreachable"): 1}
    async with calendar.db.begin() as session:
        await chats.mark_reachable(session, ANN, True, at=NOON)
    assert await calendar.rings(moscow(TODAY + timedelta(days=9))) == 1


async def test_a_rule_switched_off_while_it_fires_stops_at_the_next_page(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await many(calendar.db, 25, birthday_day=1, birthday_month=12, birthday_md=1201, birthday_set_on=date(2025, 1, 1))
    rule, at = await calendar.only(BIRTHDAY), moscow(TODAY + timedelta(days=4))
    olga, pages = await calendar.shop.actor(OLGA), automation_rounds._fire_rows

    async def a_page_and_then_olga(*given: Any) -> int:
        if given[-1] and not switched:
            switched.append(asyncio.create_task(staff_side.switch(calendar.db, olga, rule, False, at=at)))
            await asyncio.sleep(0)
        return await pages(*given)

    switched: list[asyncio.Task[bool]] = []
    monkeypatch.setattr(automation_rounds, "PAGE", 10)
    monkeypatch.setattr(automation_rounds, "_fire_rows", a_page_and_then_olga)
    await automation_rounds.fire_due(calendar.db, at)
    await asyncio.gather(*switched)
    looked_at = (await states(calendar.db)).total()
    assert 10 <= looked_at < 25, "the page under way is finished, and no more begins"
    monkeypatch.undo()
    await staff_side.switch(calendar.db, olga, rule, True, at=at)
    await automation_rounds.fire_due(calendar.db, at)
    assert (await states(calendar.db)).total() == 25


async def test_two_drivers_at_once_fire_once(calendar: Calendar) -> None:
    for member in (calendar.shop.ann, calendar.shop.bob):
        await calendar.born(member, 1, 12)
    await calendar.only(BIRTHDAY)
    at = moscow(TODAY + timedelta(days=4))
    assert sum(await asyncio.gather(*(automation_rounds.fire_due(calendar.db, at) for _ in range(3)))) == 2
    assert len(await calendar.messages()) == 2
    assert {message.state for message in await calendar.messages()} == {MessageState.PLANNED}
    assert [await calendar.available(member) for member in (calendar.shop.ann, calendar.shop.bob)] == [150, 150]


async def test_one_rule_that_fails_keeps_no_other_from_its_work(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await calendar.born(calendar.shop.bob, 1, 12)
    await calendar.only(BIRTHDAY)
    async with calendar.db.begin() as session:
        inactivity = Automation.kind == AutomationKind.INACTIVITY
        await session.execute(
            update(staff_side.Automation).where(inactivity).values(enabled=True, moment={"days": "x"})
        )
    with pytest.raises(ExceptionGroup):
        await automation_rounds.fire_due(calendar.db, moscow(TODAY + timedelta(days=4)))
    assert len(await calendar.messages()) == 1
