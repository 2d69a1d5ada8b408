"""The week ahead on both databases: which messages it has, who gets two of them, and who gets too many."""

from datetime import timedelta
from typing import Any

import pytest

from bot.usecases import consents, week
from bot.usecases.errors import Refused
from db.enums import BroadcastState, MessageState, SendWhen
from db.models.members import ContactWish
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened

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
