"""The week, surplus and kitchens on both databases: what their queries find."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules.dishes import DishLine
from bot.rules.surplus import BadSurplus, Surplus
from bot.usecases import consents, digest_offers, kitchen_offers, kitchens, orders, surplus, week
from bot.usecases.broadcast_ready import Said
from bot.usecases.errors import Refused
from bot.usecases.orders import OrderDraft
from db.enums import BroadcastState, KitchenLoad, MessageState, OrderState, SendWhen, VoucherState
from db.models.automations import JobMark
from db.models.broadcasts import Broadcast
from db.models.members import ContactWish, Member, Person
from db.models.orders import Order, OrderEvent
from db.models.staff import Outlet
from db.models.vouchers import Voucher
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI

DAY = timedelta(days=1)
SAID = Said(*({"en": each, "ru": each} for each in ("Come", "Yes", "No")))


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


async def test_what_is_left_over_is_told_to_those_who_had_it_and_paid_is_never_more_than_its_share(
    db: Database, shop: Shop
) -> None:
    olga = await shop.actor(OLGA)
    order = await shop.place(items=(DishLine("Philadelphia roll", 2, 80_000, "rolls"),))
    await _delivered(db, order.order_id)
    draft = await surplus.begin(db, olga, Surplus(1, "PHILADELPHIA", 21, 0, 3_000), SAID, at=NOON)
    assert draft.plan.segment == {"field": "item", "op": "bought", "value": "philadelphia roll"}
    assert (draft.plan.stock, draft.plan.wave_goal, draft.plan.deadline) == (1, 1, NOON + timedelta(hours=6))
    assert draft.plan.offer.benefit.most_minor == 12_000  # type: ignore[union-attr]
    with pytest.raises(BadSurplus):
        await surplus.begin(db, olga, Surplus(1, "Philadelphia", 15), SAID, at=NOON)
    with pytest.raises(Refused, match="denied"):
        await surplus.begin(db, await shop.actor(CARL), Surplus(1, "Philadelphia", 21), SAID, at=NOON)
    async with db.begin() as session:
        sent = update(Broadcast).where(Broadcast.id == draft.id)
        await session.execute(sent.values(state=BroadcastState.RUNNING, claimed=1))
    await shop_says.sent(db, draft.id, [shop.bob])
    await _voucher(db, f"broadcast:{draft.id}:{shop.bob}", shop.bob)
    saved = await surplus.look(db, olga, at=NOON)
    assert (saved.this_month, [(each.pieces, each.claimed, each.saved) for each in saved.flashes]) == (1, [(1, 1, 1)])
    assert (await surplus.look(db, olga, at=NOON + 30 * DAY)).this_month == 0


async def _delivered(db: Database, order_id: int) -> None:
    async with db.begin() as session:
        row = await session.get_one(Order, order_id)
        row.state, row.delivered_at = OrderState.DELIVERED, NOON


async def _voucher(db: Database, key: str, member_id: int) -> None:
    until = NOON + DAY
    row: dict[str, Any] = {"key": key, "code": "C1", "member_id": member_id, "kind": "item", "source": "broadcast"}
    row |= {"state": VoucherState.USED, "used_at": NOON, "issued_at": NOON}
    async with db.begin() as session:
        session.add(Voucher(**row, valid_until=until.date(), ends_at=until))


async def test_a_kitchen_is_as_busy_as_was_said_for_two_hours_and_then_as_its_orders_are(
    db: Database, shop: Shop
) -> None:
    olga = await shop.actor(OLGA)
    async with db.begin() as session:
        session.add(Outlet(id=1, name="Nevsky", created_at=NOON))
        session.add(Outlet(id=2, name="Closed", active=False, created_at=NOON))
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
    (line,) = (await kitchens.look(db, olga, at=NOON + timedelta(hours=2))).lines
    assert line.load is KitchenLoad.AMBER
    for outlet in (2, 3):
        with pytest.raises(Refused, match=r"outlet\.unknown"):
            await kitchens.say(db, olga, outlet, KitchenLoad.RED, at=NOON)
    with pytest.raises(Refused, match="denied"):
        await kitchens.say(db, await shop.actor(CARL), 1, KitchenLoad.RED, at=NOON)


async def test_points_for_a_later_time_are_promised_only_by_a_red_kitchen(db: Database, shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    async with db.begin() as session:
        session.add(Outlet(id=1, name="Nevsky", created_at=NOON))
    for number, load in enumerate((KitchenLoad.GREEN, KitchenLoad.RED, KitchenLoad.RED)):
        await kitchens.say(db, olga, 1, load, at=NOON)
        draft = OrderDraft(
            key=f"later{number}", member_id=shop.bob, amount_minor=100_000, outlet_id=1, later=number < 2
        )
        await orders.place(db, olga, draft, at=NOON, new=shop.new)
    async with db.read() as session:
        promised = (await session.scalars(select(OrderEvent.note).where(OrderEvent.what == "later"))).all()
    assert promised == [str(SUSHI.nudge_points)]


async def test_of_two_yeses_to_the_mornings_message_one_counts(db: Database, shop: Shop) -> None:
    olga, members = await shop.actor(OLGA), await shop_says.crowd(db, 30)
    with pytest.raises(Refused, match=r"digest\.unknown"):
        await digest_offers.send(db, olga, "at_risk", SAID, at=NOON)
    async with db.begin() as session:
        silent = {"rhythm_days": 7, "orders_count": 6, "last_order_at": NOON - 30 * DAY}
        await session.execute(update(Member).where(Member.id.in_(members)).values(**silent))
        await session.execute(update(Person).where(Person.member_id.in_(members)).values(advertising=True))
        session.add(JobMark(name=digest_offers.MARK, done_through=NOON.date(), at=NOON))
    one = await digest_offers.send(db, olga, "at_risk", SAID, at=NOON)
    other = await digest_offers.send(db, olga, "at_risk", SAID, at=NOON)
    assert one.id == other.id
    assert one.progress.audience == 30
    assert one.progress.skipped == one.reasons.get("control", 0)
    with pytest.raises(Refused, match=r"digest\.unknown"):
        await digest_offers.send(db, olga, "at_risk", SAID, at=NOON + 14 * DAY)
    with pytest.raises(Refused, match=r"digest\.unknown"):
        await digest_offers.send(db, olga, "champions", SAID, at=NOON)
