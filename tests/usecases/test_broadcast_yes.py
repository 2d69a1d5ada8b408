"""Who has to say yes before many members are written to."""

from datetime import timedelta
from typing import Any

import pytest

from bot.usecases import broadcast_drafts, broadcast_rounds, broadcast_start
from bot.usecases.errors import Refused
from db.enums import BroadcastState, Tier
from db.models.members import Member
from db.session import Database
from tests.support.mailings import drafted
from tests.support.orders import ANN, BOB, NOON, OLGA
from tests.usecases.test_broadcasts import CAREFUL, MIA, hired, opened, planned


async def test_over_a_set_size_somebody_else_says_yes_as_well(db: Database) -> None:
    shop = await opened(db, **CAREFUL)
    await hired(db)
    olga, mia = await shop.actor(OLGA), await shop.actor(MIA)
    draft = await drafted(db, olga, at=NOON)
    going = await broadcast_start.confirm(db, olga, draft.which, at=NOON)
    assert (going.waits, going.asked, going.report.state) == ("second", 1, BroadcastState.CONFIRMING)
    assert await planned(db) == []
    assert await shop.told(MIA) == ["broadcast.to_approve"]
    with pytest.raises(Refused, match=r"broadcast\.own_yes"):
        await broadcast_start.approve(db, olga, draft.which, at=NOON)
    assert await broadcast_rounds.turn(db, NOON + timedelta(days=1)) == 0
    again = await broadcast_start.call_off(db, mia, draft.id, at=NOON)
    assert (again.state, again.edition) == (BroadcastState.DRAFT, draft.edition + 1)
    with pytest.raises(Refused, match=r"broadcast\.not_waiting"):
        await broadcast_start.approve(db, mia, draft.which, at=NOON)
    await broadcast_start.confirm(db, olga, again.which, at=NOON)
    approved = [await broadcast_start.approve(db, mia, again.which, at=NOON) for _ in range(2)]
    assert {each.state for each in approved} == {BroadcastState.RUNNING}
    assert await planned(db) == [ANN, BOB]
    assert await shop.told(OLGA) == ["broadcast.called_off", "broadcast.approved"]


async def test_what_costs_stars_needs_a_second_yes_however_few_get_it(db: Database) -> None:
    shop = await opened(db)
    await hired(db)
    olga, mia = await shop.actor(OLGA), await shop.actor(MIA)
    draft = await drafted(db, olga, at=NOON, paid=True, paid_most=5)
    assert (await broadcast_start.confirm(db, olga, draft.which, at=NOON)).waits == "second"
    assert await planned(db) == []
    await broadcast_start.approve(db, mia, draft.which, at=NOON)
    assert await planned(db) == [ANN, BOB]


async def test_the_second_person_is_asked_of_a_draft_that_has_the_number_of_one_that_was_dropped(db: Database) -> None:
    shop = await opened(db, **CAREFUL)
    await hired(db)
    olga = await shop.actor(OLGA)
    for at in (NOON, NOON + timedelta(minutes=1)):
        draft = await drafted(db, olga, at=at)
        assert (await broadcast_start.confirm(db, olga, draft.which, at=at)).asked == 1
        await broadcast_start.call_off(db, olga, draft.id, at=at)
        await broadcast_drafts.drop(db, olga, draft.id)
    assert await shop.told(MIA) == ["broadcast.to_approve"] * 2


async def test_a_yes_meant_for_a_draft_that_was_dropped_sends_no_other(db: Database) -> None:
    """SQLite gives its number to the next draft."""
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    old = await drafted(db, olga, at=NOON)
    await broadcast_drafts.drop(db, olga, old.id)
    await drafted(db, olga, "Something else", at=NOON + timedelta(seconds=1))
    with pytest.raises(Refused, match=r"broadcast\.(changed_meanwhile|unknown)"):
        await broadcast_start.confirm(db, olga, old.which, at=NOON + timedelta(seconds=2))
    assert await planned(db) == []


async def test_in_a_shop_of_one_it_can_be_called_off_for_ten_minutes(db: Database) -> None:
    shop = await opened(db, **CAREFUL)
    olga = await shop.actor(OLGA)
    draft = await drafted(db, olga, at=NOON)
    going = await broadcast_start.confirm(db, olga, draft.which, at=NOON)
    assert (going.waits, going.report.goes_at) == ("cancel", NOON + timedelta(minutes=10))
    assert await broadcast_rounds.turn(db, NOON + timedelta(minutes=9)) == 0
    assert await planned(db) == []
    assert await broadcast_rounds.turn(db, NOON + timedelta(minutes=10)) == 1
    assert await planned(db) == [ANN, BOB]
    with pytest.raises(Refused, match=r"broadcast\.started"):
        await broadcast_start.call_off(db, olga, draft.id, at=NOON)


async def test_a_manager_needs_a_segment_where_an_owner_needs_none(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, second_person_over=0)
    await hired(sqlite_db)
    mia, olga = await shop.actor(MIA), await shop.actor(OLGA)
    draft = await drafted(sqlite_db, mia, at=NOON)
    with pytest.raises(Refused, match=r"broadcast\.everyone"):
        await broadcast_start.confirm(sqlite_db, mia, draft.which, at=NOON)
    bronze = {"field": "tier", "op": "in", "value": [Tier.BRONZE.value]}
    no_orders = {"field": "orders", "op": "least", "value": 0}
    whole: tuple[dict[str, Any], ...] = ({"all": []}, no_orders, bronze)
    for all_the_same in whole:
        draft = await broadcast_drafts.change(sqlite_db, mia, draft.which, {"segment": all_the_same}, at=NOON)
        with pytest.raises(Refused, match=r"broadcast\.everyone"):
            await broadcast_start.confirm(sqlite_db, mia, draft.which, at=NOON)
    async with sqlite_db.begin() as session:
        (await session.get_one(Member, shop.bob)).tier = Tier.GOLD
    assert (await broadcast_start.confirm(sqlite_db, mia, draft.which, at=NOON)).waits == "second"
    one = await drafted(sqlite_db, olga, at=NOON)
    assert (await broadcast_start.confirm(sqlite_db, olga, one.which, at=NOON)).waits == "second"
