"""Where members live, on both databases: who named what, and where a day has begun."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.usecases import program, zones
from db.ledger.endings import Place
from db.models.members import Person
from db.session import Database
from tests.support import orders as shops
from tests.support.orders import NOON, Shop

MOSCOW, TOKYO, HONOLULU = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")
EVENING = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # 19:00 in Moscow, the 22nd in Tokyo, 6:00 in Honolulu


async def live(shop: Shop, ann: str | None, bob: str | None) -> None:
    async with shop.db.begin() as session:
        for member_id, zone in ((shop.ann, ann), (shop.bob, bob)):
            await session.execute(update(Person).where(Person.member_id == member_id).values(time_zone=zone))


async def test_who_named_no_zone_or_a_lost_one_lives_where_the_shop_is(db: Database) -> None:
    shop = await shops.opened(db)
    await live(shop, "Asia/Tokyo", "Mars/Olympus")
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
        asked = [shop.ann, shop.bob, 999]
        assert await zones.of_members(session, asked, rules) == {shop.ann: TOKYO, shop.bob: MOSCOW, 999: MOSCOW}
        assert [await zones.of_member(session, each, rules) for each in asked] == [TOKYO, MOSCOW, MOSCOW]
        assert await zones.in_use(session, rules) == [MOSCOW, TOKYO]


async def test_nobody_named_a_zone(db: Database) -> None:
    await shops.opened(db)
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
        assert await zones.in_use(session, rules) == [MOSCOW]


async def new_days(shop: Shop, at: datetime) -> list[tuple[date, Place]]:
    async with shop.db.read() as session:
        rules = await program.in_force(session, NOON)
        return [(day.today, day.place) for day in await zones.new_days(session, "a.job", at, rules)]


async def test_a_day_begins_once_in_each_place(db: Database) -> None:
    shop = await shops.opened(db)
    await live(shop, "Asia/Tokyo", "Pacific/Honolulu")
    here, there = Place(("Pacific/Honolulu",), at_home=True), Place(("Asia/Tokyo",))
    assert await new_days(shop, EVENING) == [(date(2026, 11, 21), here), (date(2026, 11, 22), there)]
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
        today, tomorrow = await zones.new_days(session, "a.job", EVENING, rules)
    await zones.finish(db, tomorrow, EVENING)
    assert await new_days(shop, EVENING) == [(date(2026, 11, 21), here)]
    await zones.finish(db, today, EVENING)
    assert await new_days(shop, EVENING) == []
    midnight_in_moscow = EVENING + timedelta(hours=5)
    assert await new_days(shop, midnight_in_moscow) == [(date(2026, 11, 22), Place((), at_home=True))]
