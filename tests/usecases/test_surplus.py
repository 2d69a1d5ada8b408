"""What is left over, on both databases: whom it is told, what it costs at most, and what was saved."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.rules.automations import Offer
from bot.rules.dishes import DishLine
from bot.rules.surplus import BadSurplus, Surplus
from bot.usecases import consents, surplus
from bot.usecases.errors import Refused
from db.enums import BroadcastState, OrderState, VoucherState
from db.models.broadcasts import Broadcast
from db.models.orders import Order
from db.models.vouchers import Voucher
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.broadcasts import SAID
from tests.support.orders import BOB, CARL, NOON, OLGA, opened

DAY = timedelta(days=1)


async def test_what_is_left_over_is_told_to_those_who_had_it_and_paid_is_never_more_than_its_share(
    db: Database,
) -> None:
    shop = await opened(db)
    await consents.advertise(db, await shop.actor(BOB), True, source="settings", at=NOON)
    olga = await shop.actor(OLGA)
    order = await shop.place(items=(DishLine("Philadelphia roll", 2, 80_000, "rolls"),))
    await _delivered(db, order.order_id)
    draft = await surplus.begin(db, olga, Surplus(1, "PHILADELPHIA", 21, 0, 3_000), SAID, at=NOON)
    assert draft.plan.segment == {"field": "item", "op": "bought", "value": "philadelphia roll"}
    assert (draft.plan.stock, draft.plan.wave_goal, draft.plan.deadline) == (1, 1, NOON + timedelta(hours=6))
    assert isinstance(draft.plan.offer, Offer)
    assert draft.plan.offer.benefit
    assert draft.plan.offer.benefit.most_minor == 12_000
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
