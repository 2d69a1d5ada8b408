"""Points set aside for an unfinished order: captured or released, once."""

from datetime import date, timedelta

import pytest

from db.enums import EntryKind, HoldState
from db.ledger import holds, post, read
from db.ledger.refusals import CaptureTooLarge, HoldEnded, InsufficientPoints, KeyReused, UnknownHold
from db.session import Database
from tests.support.ledger import NEXT_YEAR, NOON, because, earned, joined, reversal

IN_A_QUARTER = NOON + timedelta(minutes=15)
IN_A_WEEK = date(2026, 5, 11)


async def set_aside(db: Database, member_id: int, points: int, key: str = "hold:1") -> holds.Held:
    async with db.begin() as session:
        return await holds.hold(session, member_id, points, key=key, at=NOON, until=IN_A_QUARTER)


async def captured(db: Database, points: int | None = None, key: str = "hold:1") -> post.Posted:
    async with db.begin() as session:
        why = because(f"{key}:capture", EntryKind.REDEEM, "order.paid")
        return await holds.capture(session, key, because=why, points=points)


async def released(db: Database, key: str = "hold:1") -> bool:
    async with db.begin() as session:
        return await holds.release(session, key, at=NOON)


async def balance_of(db: Database, member_id: int) -> tuple[int, int, int]:
    async with db.read() as session:
        now = await read.balance(session, member_id)
        return now.available, now.held, now.debt


async def test_points_on_hold_cannot_be_spent_and_are_captured_once(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 100)
    held = await set_aside(db, ann, 60)
    assert (held.already, held.state, held.available, held.held) == (False, HoldState.OPEN, 40, 60)
    with pytest.raises(InsufficientPoints):
        await set_aside(db, ann, 41, key="hold:2")
    first, again = await captured(db), await captured(db)
    assert (first.already, first.points, again.already, again.entry_id) == (False, 60, True, first.entry_id)
    assert await balance_of(db, ann) == (40, 0, 0)


async def test_the_same_hold_twice_is_one_and_another_under_its_key_is_refused(db: Database) -> None:
    ann, bob = await joined(db, "Ann", "Bob")
    await earned(db, ann, 100)
    await earned(db, bob, 100)
    await set_aside(db, ann, 60)
    assert (await set_aside(db, ann, 60)).already
    for member, points in ((ann, 61), (bob, 60)):
        with pytest.raises(KeyReused):
            await set_aside(db, member, points)
    assert await balance_of(db, bob) == (100, 0, 0)


async def test_a_part_is_captured_and_the_rest_is_free_again_in_its_lot(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 20, expires_on=IN_A_WEEK)
    await earned(db, ann, 80)
    await set_aside(db, ann, 60)
    with pytest.raises(CaptureTooLarge):
        await captured(db, 61)
    await captured(db, 25)
    assert await balance_of(db, ann) == (75, 0, 0)
    async with db.begin() as session:
        why = reversal()
        await post.give_back(session, "hold:1:capture", 25, because=why, at_least_until=IN_A_WEEK)
        assert [(lot.remaining, lot.expires_on) for lot in await read.lots(session, ann)] == [
            (20, IN_A_WEEK),
            (80, NEXT_YEAR),
        ]


async def test_a_hold_that_ended_is_not_captured_nor_released_again(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 100)
    await set_aside(db, ann, 60)
    assert await released(db)
    assert not await released(db)
    with pytest.raises(HoldEnded):
        await captured(db)
    with pytest.raises(UnknownHold):
        await released(db, "never")
    assert await balance_of(db, ann) == (100, 0, 0)


async def test_a_lot_on_hold_does_not_expire_until_it_is_released(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50, expires_on=IN_A_WEEK)
    await set_aside(db, ann, 30)
    async with db.begin() as session:
        (lot,) = await read.lots(session, ann)
        posted = await post.expire_lot(session, lot.id, because=because("lot:1", EntryKind.EXPIRE))
        assert posted
        assert (posted.points, posted.held) == (20, 30)
        await holds.release(session, "hold:1", at=NOON)
        later = await post.expire_lot(session, lot.id, because=because("lot:1:late", EntryKind.EXPIRE))
        assert later
        assert later.points == 30


async def test_a_debt_made_meanwhile_swallows_its_part_of_what_is_released(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50, key="order:1:earn")
    await set_aside(db, ann, 40)
    async with db.begin() as session:
        await post.take_back(session, "order:1:earn", 50, because=reversal())
    assert await balance_of(db, ann) == (0, 40, 40)
    await released(db)
    assert await balance_of(db, ann) == (0, 0, 0)


async def test_holds_whose_time_is_over_are_found(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50)
    await set_aside(db, ann, 40)
    async with db.read() as session:
        assert await holds.due(session, IN_A_QUARTER - timedelta(seconds=1), limit=5) == []
        assert await holds.due(session, IN_A_QUARTER, limit=5) == ["hold:1"]
