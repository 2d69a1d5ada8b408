"""Tom's slip at the till: within two minutes everything of the sale is back, once, and it can be entered anew."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.rules.benefits import Benefit
from bot.usecases import sale_posting, sale_undo
from bot.usecases.sale_steps import SaleDraft, SlipNo
from db.enums import BenefitKind, OrderState, VoucherState
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.orders import ANN, NOON, OLGA, Shop, opened
from tests.support.returning import member
from tests.support.spending import TOM, has, held, outlet, points_of, tom
from tests.support.vouchers import issued
from tests.usecases.test_orders import refused

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def shop(sqlite_db: Database) -> Shop:
    shop = await opened(sqlite_db)
    await has(shop, shop.ann, 300)
    return shop


async def test_a_slip_is_taken_back_with_points_voucher_and_number(shop: Shop) -> None:
    here = await outlet(shop)
    till = await tom(shop, here)
    voucher_id = (await issued(shop.db, shop.ann, Benefit(BenefitKind.AMOUNT, 100_00))).voucher_id
    spending = await held(shop, till, shop.ann, 200, eligible_minor=1_000_00, outlet_id=here)
    draft = SaleDraft(
        "slip", shop.ann, 1_000_00, voucher_id=voucher_id, spending_id=spending.id, slip=SlipNo("A", "17")
    )
    sale = await sale_posting.post(shop.db, till, draft, at=NOON)
    assert await points_of(shop, shop.ann) == (100 + 35 + 100, 0), "100 left, 35 for 700 roubles, and the welcome"
    for number in range(2):
        done = await sale_undo.undo(shop.db, await shop.actor(TOM), sale.order_id, at=NOON + 2 * MINUTE)
        assert (done.points_taken, done.points_given, done.money_minor, done.already) == (35, 200, 700_00, number == 1)
    assert await points_of(shop, shop.ann) == (300, 0)
    ann, order = await member(shop.db, shop.ann), await shop.order(sale.order_id)
    assert (ann.orders_count, ann.spent_minor, order.state) == (0, 0, OrderState.RETURNED)
    async with shop.db.read() as session:
        assert await session.scalar(select(Voucher.state).where(Voucher.id == voucher_id)) is VoucherState.HELD
    again = SaleDraft("anew", shop.ann, 900_00, voucher_id=voucher_id, slip=SlipNo("A", "17"))
    assert not (await sale_posting.post(shop.db, till, again, at=NOON + 3 * MINUTE)).already
    assert "sale.undone" in await shop.told(ANN)


async def test_too_late_or_somebody_elses_sale_is_a_return(shop: Shop) -> None:
    till = await tom(shop, await outlet(shop))
    sale = await sale_posting.post(shop.db, till, SaleDraft("a", shop.ann, 500_00), at=NOON)
    olgas = sale_undo.undo(shop.db, await shop.actor(OLGA), sale.order_id, at=NOON)
    assert await refused(olgas) == "sale.undo_too_late"
    late = sale_undo.undo(shop.db, await shop.actor(TOM), sale.order_id, at=NOON + timedelta(seconds=121))
    assert await refused(late) == "sale.undo_too_late"
