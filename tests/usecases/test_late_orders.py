"""Orders that come later than promised apologise by themselves: once, in steps, within a limit, with the reason."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.usecases import deliveries, late_orders
from bot.usecases.late_orders import LateCost
from db.enums import Channel
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support.friends import available
from tests.support.orders import CARL, NOON, Shop, opened
from tests.support.programs import sushi
from tests.support.returning import comes_back

MINUTE = timedelta(minutes=1)
TERMS = sushi(welcome_points=0, late_monthly_points=170)


async def comes(shop: Shop, late_minutes: int, *, left_at: int = 5, **given: Any) -> int:
    """Promised for one o'clock, on its way so many minutes after noon, there so much later than promised."""
    order_id = (await shop.place(promised_at=NOON + 60 * MINUTE, **given)).order_id
    carl, there = await shop.actor(CARL), NOON + (60 + late_minutes) * MINUTE
    await deliveries.accept(shop.db, carl, order_id, at=NOON + left_at * MINUTE)
    await deliveries.start(shop.db, carl, order_id, at=NOON + left_at * MINUTE)
    for _ in range(2):
        await deliveries.confirm(shop.db, carl, order_id, shop.code, at=there)
    return order_id


async def apologies(shop: Shop) -> list[tuple[int, int]]:
    found = select(OutgoingMessage.facts).where(OutgoingMessage.kind == "order.late").order_by(OutgoingMessage.id)
    async with shop.db.read() as session:
        return [(facts["minutes"], facts["points"]) for facts in await session.scalars(found)]


async def cost(db: Database, since: datetime, until: datetime) -> LateCost:
    async with db.read() as session:
        return await late_orders.cost(session, since, until)


async def test_a_late_order_apologises_once_in_steps_and_the_owner_sees_where_time_was_lost(
    sqlite_db: Database,
) -> None:
    shop = await opened(sqlite_db, TERMS)
    await comes(shop, 10)
    assert await available(sqlite_db, shop.bob) == 62, "within the grace"
    kitchens = await comes(shop, 31, left_at=40)
    assert (await available(sqlite_db, shop.bob), await apologies(shop)) == (62 + 62 + 100, [(31, 100)])
    await comes(shop, 500)
    assert (await apologies(shop))[-1] == (500, 70), "the rest of what a month allows"
    await comes(shop, 500)
    assert len(await apologies(shop)) == 2
    await comes_back(shop, kitchens)
    assert (await shop.order(kitchens)).late_points == 100, "it was late, whatever came back"
    assert await cost(sqlite_db, NOON, NOON + timedelta(days=1)) == LateCost(2, 170, 1, 100)


async def test_the_till_and_orders_without_a_promise_are_never_late(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, TERMS)
    await comes(shop, 60, channel=Channel.TILL)
    assert await apologies(shop) == []
