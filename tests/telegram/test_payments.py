"""Bob pays in chat, once; Ann buys a certificate and gives it away; what has to go back does, and is written down."""

from dataclasses import replace
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from sqlalchemy import select

from bot.usecases import certificates as awarded
from bot.usecases import deliveries, orders, payments, returns, vouchers
from bot.usecases.payments import Receipt
from bot.usecases.returns import ReturnWanted
from db.enums import OrderState, PaymentState, VoucherSource, VoucherState
from db.models.audit import AuditLine
from db.models.payments import Payment
from db.models.vouchers import Voucher
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.talk import Person, Talk

PROVIDER = "381764678:TEST:100000"
SOLD = sushi(certificate_minor=100_000, stars_minor=200)


async def a_shop(talk: Talk, *, provider: bool = True) -> Shop:
    talk.presenter.provider_token = PROVIDER if provider else ""
    return await opened(talk.db, SOLD)


def asked(talk: Talk) -> Any:
    """The newest invoice, as Telegram got it."""
    return [call for call in talk.calls if type(call).__name__ == "SendInvoice"][-1]


async def wants_to_pay(person: Person, invoice: Any, **other: Any) -> tuple[bool, str | None]:
    """What the bot answers to Telegram, which asks it before it takes the money."""
    total = sum(price.amount for price in invoice.prices)
    query = {"id": "1", "from": person.user.model_dump(exclude_none=True), "currency": invoice.currency}
    query |= {"total_amount": total, "invoice_payload": invoice.payload} | other
    await person.talk.feed({"pre_checkout_query": query})
    answer: Any = [call for call in person.talk.calls if type(call).__name__ == "AnswerPreCheckoutQuery"][-1]
    return answer.ok, answer.error_message


async def money_comes(person: Person, invoice: Any, charge: str = "charge-1") -> None:
    total = sum(price.amount for price in invoice.prices)
    paid = {"currency": invoice.currency, "total_amount": total, "invoice_payload": invoice.payload}
    ids = {"telegram_payment_charge_id": charge, "provider_payment_charge_id": f"provider-{charge}"}
    await person.sends(successful_payment=paid | ids)


async def row(talk: Talk, **where: Any) -> Payment:
    async with talk.db.read() as session:
        return (await session.scalars(select(Payment).filter_by(**where))).one()


async def certificates(talk: Talk) -> list[Voucher]:
    found = select(Voucher).where(Voucher.source == VoucherSource.CERTIFICATE).order_by(Voucher.id)
    async with talk.db.read() as session:
        return list(await session.scalars(found))


async def audited(talk: Talk) -> list[str]:
    async with talk.db.read() as session:
        return list(await session.scalars(select(AuditLine.act).order_by(AuditLine.id)))


async def test_bob_pays_his_order_once_and_carl_collects_nothing(talk: Talk) -> None:
    shop = await a_shop(talk)
    bob, carl, olga = talk.person("Bob", id=BOB), talk.person("Carl", id=CARL), talk.person("Olga", id=OLGA)
    placed = await shop.place()
    await talk.deliver()
    assert "1,390" in carl.text
    await bob.presses("Pay ₽1,390 now")
    invoice = asked(talk)
    assert (invoice.currency, invoice.prices[0].amount, invoice.provider_token) == ("RUB", 139_000, PROVIDER)
    await bob.presses("Pay ₽1,390 now")
    assert asked(talk).payload == invoice.payload, "the same invoice"

    assert await wants_to_pay(bob, invoice) == (True, None)
    for _ in range(3):  # as after a lost acknowledgement
        await money_comes(bob, invoice)
    assert "Order 1 is paid" in bob.text
    assert (await shop.order(placed.order_id)).prepaid_minor == 139_000
    assert (await row(talk, order_id=placed.order_id)).state is PaymentState.PAID
    await talk.deliver()
    assert "collect nothing" in carl.text
    assert not any("Pay" in label for message in bob.messages for label in _labels(message) if "now" in label)

    ok, why = await wants_to_pay(bob, invoice)
    assert not ok
    assert why == "This is paid already. Nothing was charged again."

    await orders.cancel(talk.db, await shop.actor(OLGA), placed.order_id, "sold_out", at=NOON)
    await talk.deliver()
    assert "₽1,390 to be paid back" in " ".join(olga.shown)
    await olga.presses("Open it")
    assert "charge-1" in olga.text
    await olga.presses("I have paid it back")
    assert "Gone back: ₽1,390" in olga.text
    await talk.deliver()
    assert "₽1,390 went back to you" in " ".join(bob.shown)
    assert (await row(talk, order_id=placed.order_id)).state is PaymentState.REFUNDED
    assert "payments.refund" in await audited(talk)


def _labels(message: Any) -> list[str]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [button.text for line in rows for button in line]


async def test_a_token_telegram_refuses_is_told_kindly_and_nothing_is_lost(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await a_shop(talk)
    bob = talk.person("Bob", id=BOB)
    await shop.place()
    await talk.deliver()

    async def refuses(bot: Any, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if type(method).__name__ == "SendInvoice":
            raise TelegramBadRequest(method, "Bad Request: PAYMENT_PROVIDER_INVALID")
        return await real(bot, method, timeout)

    real = talk.session.make_request
    monkeypatch.setattr(talk.session, "make_request", refuses)
    await bob.presses("Pay ₽1,390 now")
    assert "can be paid when it comes" in bob.toast


async def test_nobody_pays_what_is_not_theirs_not_owed_or_no_longer_the_sum(talk: Talk) -> None:
    shop = await a_shop(talk)
    bob, ann = talk.person("Bob", id=BOB), talk.person("Ann", id=ANN)
    placed = await shop.place()
    await talk.deliver()
    await bob.presses("Pay ₽1,390 now")
    invoice = asked(talk)
    assert (await wants_to_pay(ann, invoice))[0] is False
    assert (await wants_to_pay(bob, invoice, total_amount=1))[0] is False
    assert (await wants_to_pay(bob, invoice, invoice_payload="order:1:forged"))[0] is False
    assert (await wants_to_pay(talk.person("Gus"), invoice))[1], "a stranger reads why, too"
    await orders.cancel(talk.db, await shop.actor(OLGA), placed.order_id, "mistake", at=NOON)
    assert await wants_to_pay(bob, invoice) == (
        False,
        "This invoice is over. Please open a new one. Nothing was charged.",
    )
    await bob.presses("Pay ₽1,390 now")
    assert "cancelled" in bob.toast


async def test_money_that_comes_too_late_or_twice_or_from_nowhere_is_never_lost(talk: Talk) -> None:
    shop = await a_shop(talk)
    bob = talk.person("Bob", id=BOB)
    placed = await shop.place()
    bob_is = await shop.actor(BOB)
    first = await payments.invoice_order(talk.db, bob_is, placed.order_id, at=NOON, new=shop.new)
    receipt = Receipt(first.payload, first.amount, first.currency, "one", "p-one")
    await payments.credit(talk.db, receipt, at=NOON)
    again = await payments.credit(talk.db, replace(receipt, charge_id="two"), at=NOON)
    assert again.going_back
    assert (await row(talk, charge_id="two")).owed == first.amount
    assert (await payments.credit(talk.db, replace(receipt, charge_id="two"), at=NOON)).already
    strange = await payments.credit(talk.db, replace(receipt, payload="order:9:lost", charge_id="three"), at=NOON)
    assert not strange.known
    assert (await shop.order(placed.order_id)).prepaid_minor == first.amount

    other = await shop.place()
    late = await payments.invoice_order(talk.db, bob_is, other.order_id, at=NOON, new=shop.new)
    await orders.cancel(talk.db, await shop.actor(OLGA), other.order_id, "mistake", at=NOON)
    done = await payments.credit(talk.db, Receipt(late.payload, late.amount, late.currency, "four", "p"), at=NOON)
    assert done.going_back
    assert (await shop.order(other.order_id)).state is OrderState.CANCELLED
    await talk.deliver()
    told = " ".join(talk.person("Olga", id=OLGA).shown)
    assert told.count("to be paid back") == 2
    assert "nobody knows what for" in told
    assert bob.text


async def test_ann_buys_a_certificate_and_bob_pays_a_part_of_two_orders_with_it(talk: Talk) -> None:
    shop = await a_shop(talk)
    ann, bob, olga = talk.person("Ann", id=ANN), talk.person("Bob", id=BOB), talk.person("Olga", id=OLGA)
    await ann.says("/start")
    await ann.presses_data("vls")
    await ann.presses("Gift certificates")
    await ann.says("20")
    assert "smallest certificate is ₽1,000" in ann.text
    await ann.says("2000")
    await ann.presses("₽2,000")
    assert await wants_to_pay(ann, asked(talk)) == (True, None)
    await money_comes(ann, asked(talk))
    assert "Your gift certificate: ₽2,000" in ann.text

    await ann.presses("Give to a friend")  # without an order of her own: it was paid for
    await ann.presses("Yes, make the link")
    await bob.opens(ann.text.split("start=")[1].split()[0])
    await bob.presses("Take")
    (bought,) = await certificates(talk)
    assert (bought.member_id, bought.state) == (shop.bob, VoucherState.HELD)
    payment = await row(talk, charge_id="charge-1")
    await olga.says("/start")
    await olga.presses_data(f"pmd:begin:{payment.id}")
    assert "nothing to pay back" in olga.toast.lower(), "it is Bob's now"

    placed = await shop.place(voucher_id=bought.id, address="", fee_minor=0, courier_id=None)
    assert (await shop.order(placed.order_id)).to_pay_minor == 0
    await settled(talk, shop, placed.order_id)
    first, left = await certificates(talk)
    assert (first.state, left.value, left.valid_until) == (VoucherState.USED, 76_000, first.valid_until)
    await talk.deliver()
    assert "₽760 are left of your certificate" in " ".join(bob.shown)


async def settled(talk: Talk, shop: Shop, order_id: int) -> None:
    await deliveries.settle(talk.db, await shop.actor(OLGA), order_id, "saw_it", at=NOON)


async def test_a_return_owes_its_money_and_gives_a_certificates_share_back(talk: Talk) -> None:
    shop = await a_shop(talk)
    bob, olga = talk.person("Bob", id=BOB), talk.person("Olga", id=OLGA)
    boss = await shop.actor(OLGA)
    gift = await awarded.award(talk.db, boss, shop.bob, 100_000, "gift", at=NOON)
    placed = await shop.place(
        voucher_id=gift.voucher_id, amount_minor=150_000, address="", fee_minor=0, courier_id=None
    )
    bill = await payments.invoice_order(talk.db, await shop.actor(BOB), placed.order_id, at=NOON, new=shop.new)
    assert bill.amount == 50_000
    await payments.credit(talk.db, Receipt(bill.payload, bill.amount, bill.currency, "one", "p"), at=NOON)
    await settled(talk, shop, placed.order_id)

    half = ReturnWanted("half", placed.order_id, "cold", amount_minor=25_000)
    await returns.take(talk.db, boss, half, at=NOON)
    await returns.take(talk.db, boss, half, at=NOON)
    paid = await row(talk, charge_id="one")
    assert (paid.owed, paid.owed_for) == (25_000, "return:1")
    await returns.take(talk.db, boss, ReturnWanted("rest", placed.order_id, "cold"), at=NOON)
    assert (await row(talk, charge_id="one")).owed == 50_000
    used, *back = await certificates(talk)
    assert (used.state, [each.value for each in back]) == (VoucherState.USED, [50_000, 50_000])
    await talk.deliver()
    assert " ".join(olga.shown).count("to be paid back") == 2
    assert bob.text


async def test_an_unused_certificate_goes_back_for_its_stars(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await a_shop(talk, provider=False)
    ann, olga = talk.person("Ann", id=ANN), talk.person("Olga", id=OLGA)
    await ann.says("/start")
    await ann.presses_data("gcs")
    await ann.presses("₽3,000")
    invoice = asked(talk)
    assert (invoice.currency, invoice.prices[0].amount, invoice.provider_token) == ("XTR", 1_500, "")
    await money_comes(ann, invoice, "stars-1")
    await olga.says("/orders")
    await olga.presses("Paid in chat")
    await olga.presses("1,500 ⭐")
    await olga.presses("Take the certificate back")
    assert [each.state for each in await certificates(talk)] == [VoucherState.VOIDED]

    async def refuses(bot: Any, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if type(method).__name__ == "RefundStarPayment":
            raise TelegramBadRequest(method, "Bad Request: CHARGE_ALREADY_REFUNDED")
        return await real(bot, method, timeout)

    real = talk.session.make_request
    monkeypatch.setattr(talk.session, "make_request", refuses)
    await olga.presses("Send 1,500 ⭐ back")
    assert "Gone back: 1,500 ⭐" in olga.text
    back = {"currency": "XTR", "total_amount": 1_500, "invoice_payload": invoice.payload}
    await ann.sends(refunded_payment=back | {"telegram_payment_charge_id": "stars-1"})
    await talk.deliver()
    assert " ".join(ann.shown).count("went back to you") == 1
    assert (await row(talk, charge_id="stars-1")).state is PaymentState.REFUNDED


async def test_olga_gives_a_certificate_by_hand_(talk: Talk) -> None:
    shop = await a_shop(talk)
    olga, ann = talk.person("Olga", id=OLGA), talk.person("Ann", id=ANN)
    await olga.says("/start")
    await olga.presses_data(f"gca:{shop.ann}:0")
    await olga.says("1500")
    await olga.presses("Yes, give it")
    assert "has a certificate of ₽1,500" in olga.text
    await talk.deliver()
    assert "A present for you: a gift certificate of ₽1,500" in " ".join(ann.shown)
    assert [each.value for each in await certificates(talk)] == [150_000]
    assert (await audited(talk))[-1] == "certificates.award"
    held = await vouchers_of(talk, shop.ann)
    assert held == [VoucherSource.CERTIFICATE]


async def vouchers_of(talk: Talk, member: int) -> list[VoucherSource]:
    async with talk.db.read() as session:
        return [line.source for line in await vouchers.held(session, member, NOON)]
