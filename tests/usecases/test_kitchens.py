"""How busy a kitchen is, on both databases: who is believed, and when a later time brings points."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.usecases import kitchen_offers, kitchens, orders
from bot.usecases.errors import Refused
from bot.usecases.orders import OrderDraft
from db.enums import KitchenLoad
from db.models.orders import OrderEvent
from db.models.staff import Outlet
from db.session import Database
from tests.support.broadcasts import SAID
from tests.support.orders import CARL, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI


@pytest.fixture
async def shop(db: Database) -> Shop:
    """With one outlet, and one that is closed."""
    shop = await opened(db)
    async with db.begin() as session:
        session.add(Outlet(id=1, name="Nevsky", created_at=NOON))
        session.add(Outlet(id=2, name="Closed", active=False, created_at=NOON))
    return shop


async def test_a_kitchen_is_as_busy_as_was_said_for_two_hours_and_then_as_its_orders_are(
    db: Database, shop: Shop
) -> None:
    olga = await shop.actor(OLGA)
    for _ in range(2):
        await shop.place(outlet_id=1)
    (line,) = (await kitchens.look(db, olga, at=NOON)).lines
    assert (line.load, line.open_orders, line.said_by) == (KitchenLoad.AMBER, 2, None)
    with pytest.raises(Refused, match=r"kitchen\.busy"):
        await kitchen_offers.begin(db, olga, 1, SAID, at=NOON)
    (line,) = (await kitchens.say(db, olga, 1, KitchenLoad.RED, at=NOON)).lines
    assert (line.load, line.said_by) == (KitchenLoad.RED, "Olga")
    (line,) = (await kitchens.say(db, olga, 1, KitchenLoad.GREEN, at=NOON)).lines
    assert line.load is KitchenLoad.GREEN
    draft = await kitchen_offers.begin(db, olga, 1, SAID, at=NOON)
    assert draft.plan.deadline == NOON + timedelta(hours=2)
    again = await kitchen_offers.begin(db, olga, 1, SAID, at=NOON + timedelta(minutes=9))
    assert (again.id, again.plan.deadline) == (draft.id, NOON + timedelta(minutes=129))
    (line,) = (await kitchens.look(db, olga, at=NOON + timedelta(hours=2))).lines
    assert line.load is KitchenLoad.AMBER
    for outlet in (2, 3):
        with pytest.raises(Refused, match=r"outlet\.unknown"):
            await kitchens.say(db, olga, outlet, KitchenLoad.RED, at=NOON)
    with pytest.raises(Refused, match="denied"):
        await kitchens.say(db, await shop.actor(CARL), 1, KitchenLoad.RED, at=NOON)


async def test_points_for_a_later_time_are_promised_only_by_a_red_kitchen(db: Database, shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    for number, load in enumerate((KitchenLoad.GREEN, KitchenLoad.RED, KitchenLoad.RED)):
        await kitchens.say(db, olga, 1, load, at=NOON)
        draft = OrderDraft(
            key=f"later{number}", member_id=shop.bob, amount_minor=100_000, outlet_id=1, later=number < 2
        )
        await orders.place(db, olga, draft, at=NOON, new=shop.new)
    async with db.read() as session:
        promised = (await session.scalars(select(OrderEvent.note).where(OrderEvent.what == "later"))).all()
    assert promised == [str(SUSHI.nudge_points)]
