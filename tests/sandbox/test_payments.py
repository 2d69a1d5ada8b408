"""Money in the sandbox: the bot is asked first, has ten seconds, and every refusal is Telegram's own."""

from typing import Any

import pytest

from bot.sandbox import paying
from bot.sandbox.refusal import QUERY_TOO_OLD
from tests.sandbox.conftest import Pulse, done, drain, refused
from tests.support.telegram import FakeTelegram, Person

PROVIDER = "381764678:TEST:100000"
SUSHI = {"title": "Order 7", "description": "Your order", "payload": "order:7", "currency": "RUB"}
PRICE = [{"label": "Order 7", "amount": 124_000}]
STARS = SUSHI | {"currency": "XTR"}


async def invoice(tg: FakeTelegram, ann: Person, **other: Any) -> dict[str, Any]:
    fields = {"chat_id": ann.id, **SUSHI, "provider_token": PROVIDER, "prices": PRICE} | other
    sent: dict[str, Any] = await done(tg, "sendInvoice", **fields)
    return sent


async def test_ann_pays_when_the_bot_agrees_and_both_sides_read_it(tg: FakeTelegram, ann: Person) -> None:
    sent = await invoice(tg, ann)
    assert sent["invoice"]["total_amount"] == 124_000
    assert sent["reply_markup"]["inline_keyboard"][0][0]["pay"] is True
    copy = {"chat_id": ann.id, "from_chat_id": ann.id, "message_id": sent["message_id"]}
    assert await refused(tg, "copyMessage", **copy) == "Bad Request: message can't be copied"
    await ann.presses("Pay")
    (asked,) = await drain(tg)
    query = asked["pre_checkout_query"]
    assert (query["invoice_payload"], query["total_amount"], query["from"]["id"]) == ("order:7", 124_000, ann.id)
    await done(tg, "answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    (paid,) = await drain(tg)
    money = paid["message"]["successful_payment"]
    assert (money["currency"], money["total_amount"], money["invoice_payload"]) == ("RUB", 124_000, "order:7")
    assert await refused(tg, "answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True) == (
        f"Bad Request: {QUERY_TOO_OLD}"
    )


async def test_a_refusal_is_read_by_ann_and_nothing_is_charged(tg: FakeTelegram, ann: Person) -> None:
    await invoice(tg, ann)
    await ann.presses("Pay")
    (asked,) = await drain(tg)
    query = asked["pre_checkout_query"]["id"]
    assert await refused(tg, "answerPreCheckoutQuery", pre_checkout_query_id=query, ok=False) == (
        "Bad Request: ERROR_TEXT_EMPTY"
    )
    await done(tg, "answerPreCheckoutQuery", pre_checkout_query_id=query, ok=False, error_message="Sold out")
    assert (await ann.chat())["toast"]["text"] == "Sold out"
    assert await drain(tg) == []


async def test_a_bot_that_is_silent_for_ten_seconds_gets_no_money(
    tg: FakeTelegram, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = Pulse()
    monkeypatch.setattr(tg.app.state.world, "pulse", pulse)
    monkeypatch.setattr("bot.sandbox.sim.people.PATIENCE", 0.01)
    await invoice(tg, ann)
    assert (await ann.pays())["state"] == "silent"
    (asked,) = await drain(tg)
    pulse.now = paying.PATIENCE + 1
    late = {"pre_checkout_query_id": asked["pre_checkout_query"]["id"], "ok": True}
    assert await refused(tg, "answerPreCheckoutQuery", **late) == f"Bad Request: {QUERY_TOO_OLD}"


async def test_a_link_is_paid_with_stars_and_they_go_back_once(tg: FakeTelegram, ann: Person) -> None:
    link = await done(tg, "createInvoiceLink", **STARS, prices=[{"label": "Gift", "amount": 150}])
    world = tg.app.state.world
    checkout = paying.begin(world, world.phones[ann.id], world.till.links[link])
    (asked,) = await drain(tg)
    await done(tg, "answerPreCheckoutQuery", pre_checkout_query_id=asked["pre_checkout_query"]["id"], ok=True)
    assert checkout.state == "paid"
    (paid,) = await drain(tg)
    charge = paid["message"]["successful_payment"]["telegram_payment_charge_id"]
    await done(tg, "refundStarPayment", user_id=ann.id, telegram_payment_charge_id=charge)
    (back,) = await drain(tg)
    assert back["message"]["refunded_payment"]["total_amount"] == 150
    again = {"user_id": ann.id, "telegram_payment_charge_id": charge}
    assert await refused(tg, "refundStarPayment", **again) == "Bad Request: CHARGE_ALREADY_REFUNDED"
    unknown = {"user_id": ann.id, "telegram_payment_charge_id": "nobody's"}
    assert await refused(tg, "refundStarPayment", **unknown) == "Bad Request: CHARGE_NOT_FOUND"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"provider_token": ""}, "PAYMENT_PROVIDER_INVALID"),
    ({"provider_token": "a secret"}, "PAYMENT_PROVIDER_INVALID"),
    ({"currency": "TXR"}, "CURRENCY_INVALID"),
    ({"prices": [{"label": "x", "amount": 0}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
    ({"currency": "XTR"}, "STARS_INVOICE_INVALID"),
    ({"currency": "XTR", "provider_token": "", "prices": PRICE * 2}, "STARS_INVOICE_INVALID"),
    ({"title": "x" * 33}, "title must be 1-32 characters long"),
    ({"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}}, "REPLY_MARKUP_BUY_EMPTY"),
    (
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}], [{"text": "Pay", "pay": True}]]}},
        "BUTTON_POS_INVALID",
    ),
]


@pytest.mark.parametrize(("other", "said"), WRONG)
async def test_wrong_invoices_are_refused_as_telegram_does(
    tg: FakeTelegram, ann: Person, other: dict[str, Any], said: str
) -> None:
    fields = {"chat_id": ann.id, **SUSHI, "provider_token": PROVIDER, "prices": PRICE} | other
    assert await refused(tg, "sendInvoice", **fields) == f"Bad Request: {said}"


async def test_only_an_invoice_has_a_button_to_pay(tg: FakeTelegram, ann: Person) -> None:
    pay = {"inline_keyboard": [[{"text": "Pay", "pay": True}]]}
    said = await refused(tg, "sendMessage", chat_id=ann.id, text="Pay me", reply_markup=pay)
    assert said == "Bad Request: BUTTON_TYPE_INVALID"
