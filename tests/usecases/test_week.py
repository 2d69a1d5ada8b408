"""The week ahead on both databases: which messages it has, who gets two of them, and who gets too many."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases import automations, consents, program, week
from bot.usecases.errors import Refused
from db.enums import AutomationKind, BroadcastState, MessageState, SendWhen
from db.models.automations import Automation, Holiday
from db.models.members import ContactWish, Person
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI

DAY = timedelta(days=1)


@pytest.fixture
async def shop(db: Database) -> Shop:
    """Ann and Bob agreed to offers."""
    shop = await opened(db)
    for person in (ANN, BOB):
        await consents.advertise(db, await shop.actor(person), True, source="settings", at=NOON)
    return shop


async def planned(db: Database, days: int, **given: Any) -> int:
    sides: dict[str, Any] = {"state": BroadcastState.SCHEDULED, "when": SendWhen.AT, "started_at": None}
    return await shop_says.running(db, **{**sides, "starts_at": NOON + days * DAY, **given})


async def test_each_member_is_expected_so_many_offers_and_their_own_limit_counts(db: Database, shop: Shop) -> None:
    first, second = await planned(db, 1), await planned(db, 2)
    running = await shop_says.running(db)
    await shop_says.sent(db, running, [shop.bob], state=MessageState.PLANNED, left_at=None)
    await planned(db, 8)
    found = await week.ahead(db, await shop.actor(OLGA), at=NOON)
    assert [[each.id for each in day.broadcasts] for day in found.days[:3]] == [[running], [first], [second]]
    assert {(one.id, other.id): many for one, other, many in found.both} == {
        (first, second): 2,
        (first, running): 1,
        (second, running): 1,
    }
    assert (found.load.members, found.load.over) == ({2: 1, 3: 1}, 1)
    async with db.begin() as session:
        session.add(ContactWish(member_id=shop.ann, month_cap=1, without=[], changed_at=NOON))
    found = await week.ahead(db, await shop.actor(OLGA), at=NOON)
    assert found.load.over == 2
    with pytest.raises(Refused, match="denied"):
        await week.ahead(db, await shop.actor(CARL), at=NOON)


async def test_what_the_rules_will_send_counts_as_well_and_so_do_holidays(db: Database, shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    async with db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
        only = update(Automation).values(enabled=Automation.kind == AutomationKind.BIRTHDAY)
        await session.execute(only)
        birthday = NOON + 10 * DAY
        told = {"birthday_day": birthday.day, "birthday_month": birthday.month, "birthday_set_on": date(2024, 1, 1)}
        told["birthday_md"] = birthday.month * 100 + birthday.day
        await session.execute(update(Person).where(Person.member_id == shop.bob).values(**told))
        names = {"en": "Tree day"}
        session.add(Holiday(day=(NOON + 2 * DAY).date(), country=SUSHI.country, names=names, approved=None))
    found = await week.ahead(db, olga, at=NOON)
    assert [day.by_rules for day in found.days] == [0, 0, 0, 1, 0, 0, 0]
    assert [each.names for each in found.days[2].holidays] == [names]
    assert (found.load.members, found.load.over) == ({1: 1}, 0)
    await planned(db, 1)
    found = await week.ahead(db, olga, at=NOON)
    assert found.load.members == {1: 1, 2: 1}
