"""Money counts once, whoever tells of it, on both databases."""

import asyncio
from dataclasses import replace

from sqlalchemy import func, select

from bot.usecases import certificates, payments, quotes, refunds
from bot.usecases.order_drafts import OrderDraft
from bot.usecases.payments import Receipt
from bot.usecases.quotes import QuoteWanted
from db.models.audit import AuditLine
from db.models.payments import Payment
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.orders import ANN, BOB, NOON, OLGA, opened
from tests.support.programs import sushi
from tests.support.spending import key


async def test_one_charge_told_of_twenty_times_at_once_counts_once(db: Database) -> None:
    shop = await opened(db, sushi(certificate_minor=100_000))
    placed = await shop.place()
    bill = await payments.invoice_order(db, await shop.actor(BOB), placed.order_id, at=NOON, new=shop.new)
    gift = await certificates.buy(db, await shop.actor(ANN), 100_000, by_stars=False, at=NOON, new=shop.new)
    told = [
        Receipt(each.payload, each.amount, each.currency, f"charge:{each.kind}", "provider")
        for each in (bill, gift)
        for _ in range(10)
    ]
    done = await asyncio.gather(*(payments.credit(db, receipt, at=NOON) for receipt in told))
    assert sorted(each.already for each in done) == [False] * 2 + [True] * 18
    assert (await shop.order(placed.order_id)).prepaid_minor == bill.amount
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Payment)) == 2
        assert await session.scalar(select(func.sum(Payment.owed))) == 0
        assert await session.scalar(select(func.count()).select_from(Voucher)) == 1


async def test_a_quote_offers_a_certificate_and_spends_it_only_when_asked(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(certificate_minor=100_000))
    gift = await certificates.award(sqlite_db, await shop.actor(OLGA), shop.bob, 100_000, "gift", at=NOON)
    till = await key(shop)
    draft = OrderDraft("draft", shop.bob, 124_000)
    seen = await quotes.make(sqlite_db, till, QuoteWanted(draft), at=NOON, new=shop.new)
    assert (seen.voucher_id, seen.vouchers) == (None, (gift.voucher_id,))
    asked = QuoteWanted(replace(draft, voucher_id=gift.voucher_id))
    seen = await quotes.make(sqlite_db, till, asked, at=NOON, new=shop.new)
    assert (seen.voucher_id, seen.voucher_off_minor) == (gift.voucher_id, 100_000)


async def test_telegram_may_tell_of_stars_before_whoever_sent_them_back(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db, sushi(certificate_minor=100_000, stars_minor=200))
    olga = await shop.actor(OLGA)
    bill = await certificates.buy(sqlite_db, await shop.actor(ANN), 100_000, by_stars=True, at=NOON, new=shop.new)
    await payments.credit(sqlite_db, Receipt(bill.payload, bill.amount, "XTR", "stars", ""), at=NOON)
    assert (await refunds.begin(sqlite_db, olga, bill.payment_id, at=NOON)).due == 500
    await refunds.by_telegram(sqlite_db, "stars", at=NOON)
    for _ in range(2):
        assert (await refunds.settle(sqlite_db, olga, bill.payment_id, at=NOON)).due == 0
    async with sqlite_db.read() as session:
        acts = list(await session.scalars(select(AuditLine.act).order_by(AuditLine.id)))
    assert acts[-2:] == ["payments.take_back", "payments.refund"]
    assert (await shop.told(ANN)).count("payment.refunded") == 1
