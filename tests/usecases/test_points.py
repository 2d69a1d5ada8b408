"""Points by the rules and by hand: pending, on hold, welcome, gone in time, and adjusted within limits."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.usecases import balance, deliveries, lots, orders, points, program
from bot.usecases.actor import read as actor_of
from bot.usecases.errors import Refused
from db.enums import AccountKind, EntryKind, Role, StaffState, Tier
from db.ledger import holds, post, read
from db.ledger.post import Because
from db.models.audit import AuditLine
from db.models.staff import Staff
from db.session import Database
from tests.support.friends import available
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi


async def looked(shop: Shop, member_id: int) -> balance.BalanceView:
    async with shop.db.read() as session:
        rules = await program.in_force(session, NOON)
    return await balance.look(shop.db, member_id, NOON, rules)


async def delivered(shop: Shop, **given: object) -> int:
    order_id = (await shop.place(**given)).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.start(shop.db, carl, order_id, at=NOON)
    await deliveries.confirm(shop.db, carl, order_id, shop.code, at=NOON)
    return order_id


async def given(shop: Shop, member_id: int, amount: int, last_day: date, key: str = "gift") -> None:
    because = Because(key, EntryKind.GIFT, NOON, "birthday")
    async with shop.db.begin() as session:
        await post.give(session, member_id, amount, source=AccountKind.BIRTHDAY, because=because, expires_on=last_day)


async def test_what_comes_is_shown_before_it_is_there(db: Database) -> None:
    shop = await opened(db)
    await shop.place()
    before = await looked(shop, shop.bob)
    assert (before.available, before.pending_orders, before.pending_welcome) == (0, 62, 100)
    async with db.read() as session:
        assert await points.pending(session, shop.bob, at=NOON) == points.Pending(orders=62, welcome=100)


async def test_after_the_delivery_it_is_there_with_its_worth_and_last_day(db: Database) -> None:
    shop = await opened(db)
    await delivered(shop)
    now = await looked(shop, shop.bob)
    assert (now.available, now.pending_orders, now.pending_welcome, now.worth_minor) == (162, 0, 0, 16_200)
    assert (now.soonest_points, now.soonest_on) == (162, date(2027, 11, 21))
    assert (now.tier, now.next_tier, now.missing_minor) == (Tier.BRONZE, Tier.SILVER, 1_376_000)


async def test_a_cancelled_order_brings_nothing(db: Database) -> None:
    shop = await opened(db)
    placed = await shop.place()
    await orders.cancel(db, await shop.actor(OLGA), placed.order_id, "the kitchen is closed", at=NOON)
    assert (await looked(shop, shop.bob)).pending_orders == 0


async def test_points_on_hold_come_a_day_later_once_and_are_told(db: Database) -> None:
    shop = await opened(db, sushi(hold_hours=24))
    await delivered(shop)
    assert (await looked(shop, shop.bob)).pending_orders == 62
    assert await points.release_due(db, NOON + timedelta(hours=23)) == 0
    late = NOON + timedelta(hours=24)
    assert sum(await asyncio.gather(*(points.release_due(db, late) for _ in range(5)))) == 1
    assert await available(db, shop.bob) == 162
    assert (await shop.told(BOB)).count("points.released") == 1


async def test_a_lot_is_gone_when_its_last_day_is_over_in_the_shops_zone(db: Database) -> None:
    shop = await opened(db)
    await given(shop, shop.ann, 80, date(2026, 11, 25))
    over = NOON.replace(day=25, hour=21, minute=0)  # midnight in Moscow
    assert await lots.expire_lots(db, at=over - timedelta(seconds=1)) == 0
    assert await available(db, shop.ann) == 80
    assert sum(await asyncio.gather(*(lots.expire_lots(db, at=over) for _ in range(5)))) == 1
    assert await available(db, shop.ann) == 0
    assert await shop.told(ANN) == ["points.expired"]
    async with db.read() as session:
        line = await read.by_key(session, "lot:1:expire")
    assert line is not None
    assert (line.points, line.reason, line.facts) == (-80, "lot.expired", {"expired_on": "2026-11-25"})


async def test_points_that_come_back_to_an_ended_lot_end_too(db: Database) -> None:
    shop = await opened(db)
    await given(shop, shop.ann, 80, date(2026, 11, 25))
    over = NOON + timedelta(days=10)
    async with db.begin() as session:
        await holds.hold(session, shop.ann, 30, key="hold", at=NOON, until=over)
    assert await lots.expire_lots(db, at=over) == 1
    async with db.begin() as session:
        await holds.release(session, "hold", at=over)
    await lots.expire_lots(db, at=over + timedelta(days=1))
    assert await lots.expire_lots(db, at=over + timedelta(days=2)) == 0
    assert await available(db, shop.ann) == 0


async def test_olga_gives_by_hand_once_per_key_with_a_line_in_the_log(db: Database) -> None:
    shop = await opened(db)
    olga = await actor_of(db, OLGA, NOON)
    tries = (points.adjust(db, olga, shop.ann, 50, "cold  soup", "k1", at=NOON) for _ in range(20))
    answers = await asyncio.gather(*tries)
    assert sorted(answer.already for answer in answers) == [False] + [True] * 19
    assert await available(db, shop.ann) == 50
    assert await shop.told(ANN) == ["points.adjusted"]
    async with db.read() as session:
        line = (await session.scalars(select(AuditLine))).one()
    assert (line.act, line.subject, line.reason) == ("points.adjust", f"member:{shop.ann}", "cold soup")
    assert line.facts["points"] == 50


@pytest.mark.parametrize("amount", [50, -50])
async def test_a_slip_is_undone_within_two_minutes(db: Database, amount: int) -> None:
    shop = await opened(db)
    await given(shop, shop.ann, 80, date(2027, 11, 25))
    olga = await actor_of(db, OLGA, NOON)
    await points.adjust(db, olga, shop.ann, amount, "slip", "k1", at=NOON)
    assert await available(db, shop.ann) == 80 + amount
    soon = NOON + timedelta(seconds=120)
    undone = await points.undo_adjust(db, olga, "k1", at=soon)
    again = await points.undo_adjust(db, olga, "k1", at=soon + timedelta(hours=1))
    assert (undone.points, undone.available, undone.already, again.already) == (amount, 80, False, True)
    assert await shop.told(ANN) == ["points.adjusted", "points.unadjusted"]


async def test_by_hand_has_limits(db: Database) -> None:
    shop = await opened(db)
    async with db.begin() as session:
        session.add(Staff(chat_id=ANN, name="Ann", role=Role.MANAGER, state=StaffState.ACTIVE, created_at=NOON))
    olga, ann, carl = [await actor_of(db, chat, NOON) for chat in (OLGA, ANN, CARL)]
    refusals = {
        "access.denied": points.adjust(db, carl, shop.bob, 5, "tip", "a", at=NOON),
        "points.own": points.adjust(db, ann, shop.ann, 5, "for me", "b", at=NOON),
        "points.over_cap": points.adjust(db, ann, shop.bob, 1001, "much", "c", at=NOON),
        "points.zero": points.adjust(db, olga, shop.bob, 0, "none", "d", at=NOON),
        "points.reason_missing": points.adjust(db, olga, shop.bob, 5, "  ", "e", at=NOON),
        "points.not_enough": points.adjust(db, olga, shop.bob, -5, "less", "f", at=NOON),
        "member.unknown": points.adjust(db, olga, 404, 5, "who", "g", at=NOON),
        "points.undo_unknown": points.undo_adjust(db, olga, "nothing", at=NOON),
    }
    for code, work in refusals.items():
        with pytest.raises(Refused) as refusal:
            await work
        assert refusal.value.code == code
    assert await available(db, shop.bob) == 0


async def test_after_two_minutes_an_adjustment_stays(db: Database) -> None:
    shop = await opened(db)
    olga = await actor_of(db, OLGA, NOON)
    done = await points.adjust(db, olga, shop.ann, 50, "slip", "k1", at=NOON)
    with pytest.raises(Refused, match=r"points\.undo_too_late"):
        await points.undo_adjust(db, olga, "k1", at=done.undo_until + timedelta(seconds=1))
    assert await available(db, shop.ann) == 50
