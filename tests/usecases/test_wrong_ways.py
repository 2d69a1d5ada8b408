"""Ways by which points or money could be had twice, or for nothing: each was open once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.codes import token_hash
from bot.usecases import certificates, claiming, claims, gifts, payments, refunds, sale_posting, sale_undo
from bot.usecases.claims import SaleSeen
from bot.usecases.payments import Receipt
from bot.usecases.sale_steps import Offline, SaleDraft, SlipNo
from db.enums import ClaimState, OrderState, VoucherState
from db.models.tills import Claim
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.api import CARDS
from tests.support.orders import ANN, BOB, NOON, Shop, opened
from tests.support.programs import sushi
from tests.support.returning import comes_back, member
from tests.support.spending import TOM, has, key, outlet, points_of, shows, tom
from tests.usecases.test_orders import refused

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def shop(sqlite_db: Database) -> Shop:
    shop = await opened(sqlite_db)
    await has(shop, shop.ann, 300)
    return shop


async def test_a_press_that_comes_late_does_not_sell_again_what_was_undone(shop: Shop) -> None:
    till = await tom(shop, await outlet(shop))
    draft = SaleDraft("slip", shop.ann, 1_000_00, slip=SlipNo("A", "17"))
    sale = await sale_posting.post(shop.db, till, draft, at=NOON)
    await sale_undo.undo(shop.db, await shop.actor(TOM), sale.order_id, at=NOON)
    again = await sale_posting.post(shop.db, till, draft, at=NOON)
    ann, order = await member(shop.db, shop.ann), await shop.order(sale.order_id)
    assert (again.already, order.state, ann.orders_count) == (True, OrderState.RETURNED, 0)
    other = await sale_posting.post(shop.db, till, replace(draft, key="other", slip=None), at=NOON)
    numbered = await sale_posting.post(shop.db, till, replace(draft, key="other"), at=NOON)
    assert (numbered.order_id, numbered.already) == (other.order_id, True)
    assert (await member(shop.db, shop.ann)).orders_count == 1


async def test_what_came_back_in_part_is_no_slip_any_more(shop: Shop) -> None:
    till = await tom(shop, await outlet(shop))
    sale = await sale_posting.post(shop.db, till, SaleDraft("a", shop.ann, 1_000_00), at=NOON)
    await comes_back(shop, sale.order_id, 400_00)
    undone = sale_undo.undo(shop.db, await shop.actor(TOM), sale.order_id, at=NOON)
    assert await refused(undone) == "sale.undo_too_late"
    await comes_back(shop, sale.order_id)
    undone = sale_undo.undo(shop.db, await shop.actor(TOM), sale.order_id, at=NOON)
    assert await refused(undone) == "sale.undo_too_late", "or the money would be paid back twice"


async def test_a_link_whose_slip_was_sold_to_somebody_stays_a_link_of_nothing(shop: Shop) -> None:
    here = await outlet(shop)
    till = await tom(shop, here)
    paper = SaleSeen("r", 1_000_00, here, slip=SlipNo("A", "17"))
    made = await claims.make_receipt(shop.db, till, paper, at=NOON, new=shop.new)
    await sale_posting.post(shop.db, till, SaleDraft("s", shop.bob, 1_000_00, slip=SlipNo("A", "17")), at=NOON)
    assert await refused(claiming.claim(shop.db, await shop.actor(ANN), made.code, at=NOON)) == "claim.sold_already"
    async with shop.db.read() as session:
        assert (await session.get_one(Claim, made.claim_id)).state is ClaimState.OPEN
    assert await points_of(shop, shop.ann) == (300, 0)


async def test_without_a_connection_digits_prove_nothing(shop: Shop) -> None:
    till, then = await key(shop), NOON - timedelta(hours=3)
    draft = SaleDraft(
        "o", shop.ann, 1_000_00, occurred_at=then, offline=Offline(100, await shows(shop, shop.ann, then))
    )
    posted = await sale_posting.post(shop.db, till, draft, at=NOON, card_key=CARDS)
    assert (posted.points_paid, posted.why) == (0, "spending.code_unreadable")


async def test_a_certificate_on_its_way_to_a_friend_ends_when_its_stars_go_back(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(certificate_minor=100_000, stars_minor=200))
    ann = await shop.actor(ANN)
    bill = await certificates.buy(sqlite_db, ann, 100_000, by_stars=True, at=NOON, new=shop.new)
    paid = await payments.credit(sqlite_db, Receipt(bill.payload, bill.amount, "XTR", "stars", ""), at=NOON)
    assert paid.voucher_id
    given = await gifts.give_voucher(sqlite_db, ann, paid.voucher_id, at=NOON, new=shop.new)
    await refunds.by_telegram(sqlite_db, "stars", at=NOON)
    assert await refused(gifts.claim(sqlite_db, await shop.actor(BOB), token_hash(given.token), at=NOON)) == "gift.over"
    async with sqlite_db.read() as session:
        voucher = await session.get_one(Voucher, paid.voucher_id)
    assert (voucher.state, voucher.member_id) == (VoucherState.VOIDED, shop.ann)
