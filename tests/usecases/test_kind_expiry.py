"""Points end where their member lives, are put off once, and come back once, on both databases and many at once."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules.orders import BadWords
from bot.usecases import extension, last_days, lots, restoring
from bot.usecases.errors import Refused
from db.enums import AccountKind, EntryKind
from db.ledger import holds, post, read
from db.ledger.post import Because
from db.ledger.verify import verify
from db.models.audit import AuditLine
from db.models.members import Person
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support import orders as shops
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop

LAST_DAY = date(2026, 11, 25)
OVER_IN = {  # when the 25th is over
    "Asia/Vladivostok": datetime(2026, 11, 25, 14, 0, tzinfo=UTC),
    "Europe/Moscow": datetime(2026, 11, 25, 21, 0, tzinfo=UTC),
    "America/New_York": datetime(2026, 11, 26, 5, 0, tzinfo=UTC),
}


@pytest.fixture
async def shop(db: Database) -> Any:
    """Ann and Bob have 80 points each up to the 25th; afterwards the books must be right."""
    shop = await shops.opened(db)
    for member_id in (shop.ann, shop.bob):
        await given(shop, member_id, 80, LAST_DAY)
    yield shop
    async with db.read(long=True) as session:
        assert (await verify(session)).ok


async def given(shop: Shop, member_id: int, points: int, last_day: date) -> None:
    async with shop.db.begin() as session:
        because = Because(f"gift:{member_id}:{last_day}", EntryKind.GIFT, NOON, "birthday")
        await post.give(session, member_id, points, source=AccountKind.BIRTHDAY, because=because, expires_on=last_day)


async def lives(shop: Shop, member_id: int, zone: str | None) -> None:
    async with shop.db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == member_id).values(time_zone=zone))


async def available(shop: Shop, member_id: int) -> int:
    async with shop.db.read() as session:
        return (await read.balance(session, member_id)).available


async def notices(shop: Shop, kind: str) -> list[OutgoingMessage]:
    async with shop.db.read() as session:
        found = select(OutgoingMessage).where(OutgoingMessage.kind == kind).order_by(OutgoingMessage.id)
        return list(await session.scalars(found))


@pytest.mark.parametrize("zone", [*OVER_IN])
async def test_a_lot_ends_when_the_day_is_over_where_ann_lives_and_never_before(shop: Shop, zone: str) -> None:
    await lives(shop, shop.ann, zone)
    for moment in sorted({*OVER_IN.values(), OVER_IN[zone] - timedelta(seconds=1)}):
        for _ in range(2):
            await lots.expire_lots(shop.db, at=moment)
        assert await available(shop, shop.ann) == (0 if moment >= OVER_IN[zone] else 80)
        assert await available(shop, shop.bob) == (0 if moment >= OVER_IN["Europe/Moscow"] else 80)


async def test_what_a_hold_brings_back_after_the_day_ends_too(shop: Shop) -> None:
    await lives(shop, shop.bob, "America/New_York")
    async with shop.db.begin() as session:
        await holds.hold(session, shop.ann, 30, key="hold", at=NOON, until=OVER_IN["America/New_York"])
    await lots.expire_lots(shop.db, at=OVER_IN["Europe/Moscow"])
    async with shop.db.begin() as session:
        await holds.release(session, "hold", at=OVER_IN["Europe/Moscow"])
    await lots.expire_lots(shop.db, at=OVER_IN["America/New_York"])
    assert [await available(shop, member) for member in (shop.ann, shop.bob)] == [0, 0]


async def test_warnings_come_by_the_calendar_of_where_ann_lives_outside_her_night(shop: Shop) -> None:
    await lives(shop, shop.ann, "Asia/Vladivostok")
    her_midnight = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # the 24th begins: one day before
    assert await last_days.announce(shop.db, her_midnight - timedelta(seconds=1)) == 0
    assert await last_days.announce(shop.db, her_midnight) == 1
    (last,) = await notices(shop, "points.ending")
    assert last.member_id == shop.ann
    assert last.due_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "10:00 there"
    assert last.expires_at == OVER_IN["Asia/Vladivostok"]
    moscow = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    assert sum(await asyncio.gather(*(last_days.announce(shop.db, moscow) for _ in range(3)))) == 1
    assert [each.member_id for each in await notices(shop, "points.ending")] == [shop.ann, shop.bob]


async def test_fifty_presses_put_the_last_day_off_once(shop: Shop) -> None:
    await given(shop, shop.ann, 20, date(2026, 12, 9))
    ann = await shop.actor(ANN)
    done = await asyncio.gather(*(extension.put_off(shop.db, ann, LAST_DAY, at=NOON) for _ in range(50)))
    assert sorted(one.already for one in done) == [False] + [True] * 49
    assert {one.until for one in done} == {date(2026, 12, 9)}
    async with shop.db.read() as session:
        assert [(lot.remaining, lot.expires_on) for lot in await read.lots(session, shop.ann)] == [
            (80, date(2026, 12, 9)),
            (20, date(2026, 12, 9)),
        ]
    await lots.expire_lots(shop.db, at=OVER_IN["Europe/Moscow"])
    assert await available(shop, shop.ann) == 100
    assert (await extension.put_off(shop.db, ann, date(2026, 12, 9), at=NOON)).points == 20, "the other lot still may"


async def test_putting_off_races_with_the_end_and_one_of_them_wins(shop: Shop) -> None:
    """At midnight itself the day is over for the one and was not for the other, which waited."""
    ann, late = await shop.actor(ANN), OVER_IN["Europe/Moscow"]
    pressed = extension.put_off(shop.db, ann, LAST_DAY, at=late - timedelta(seconds=1))
    ended, put_off = await asyncio.gather(lots.expire_lots(shop.db, at=late), pressed, return_exceptions=True)
    left = await available(shop, shop.ann)
    assert (left, ended, isinstance(put_off, Refused)) in ((80, 1, False), (0, 2, True))


async def test_what_is_over_cannot_be_put_off(shop: Shop) -> None:
    with pytest.raises(Refused, match=r"extension\.nothing"):
        await extension.put_off(shop.db, await shop.actor(ANN), LAST_DAY, at=OVER_IN["Europe/Moscow"])


async def gone_lot(shop: Shop) -> int:
    await lots.expire_lots(shop.db, at=OVER_IN["Europe/Moscow"])
    seen = await restoring.gone(shop.db, await shop.actor(OLGA), shop.ann, at=OVER_IN["Europe/Moscow"])
    ((lot_id, points),) = [(lot.id, lot.points) for lot in seen.lots]
    assert points == 80
    return lot_id


async def test_fifty_attempts_bring_a_lot_back_once_with_one_line_in_the_log(shop: Shop) -> None:
    lot, at, olga = await gone_lot(shop), OVER_IN["Europe/Moscow"] + timedelta(days=30), await shop.actor(OLGA)
    done = await asyncio.gather(
        *(restoring.restore(shop.db, olga, shop.ann, lot, "Was in hospital", at=at) for _ in range(50))
    )
    assert sorted(one.already for one in done) == [False] + [True] * 49
    assert {(one.points, one.until) for one in done} == {(80, date(2027, 1, 9))}
    assert await available(shop, shop.ann) == 80
    assert len(await notices(shop, "points.restored")) == 1
    async with shop.db.read() as session:
        (line,) = await session.scalars(select(AuditLine).where(AuditLine.act == "points.restore"))
    assert (line.reason, line.facts["points"]) == ("Was in hospital", 80)
    await lots.expire_lots(shop.db, at=at + timedelta(days=20))
    assert await available(shop, shop.ann) == 0
    again = await restoring.gone(shop.db, olga, shop.ann, at=at + timedelta(days=20))
    assert again.lots == [], "what came back once does not come back twice"


@pytest.mark.parametrize(
    ("who", "whose", "reason", "days", "code"),
    [
        pytest.param(OLGA, ANN, "sorry", 31, r"restore\.gone", id="too long ago"),
        pytest.param(OLGA, BOB, "sorry", 1, r"restore\.gone", id="another member's lot"),
        pytest.param(OLGA, ANN, "  ", 1, r"words\.empty", id="no reason"),
        pytest.param(CARL, ANN, "sorry", 1, r"access\.denied", id="a courier"),
    ],
)
async def test_bringing_back_has_limits(shop: Shop, who: int, whose: int, reason: str, days: int, code: str) -> None:
    lot, member_id = await gone_lot(shop), shop.ann if whose == ANN else shop.bob
    at = OVER_IN["Europe/Moscow"] + timedelta(days=days)
    with pytest.raises((Refused, BadWords), match=code):
        await restoring.restore(shop.db, await shop.actor(who), member_id, lot, reason, at=at)
