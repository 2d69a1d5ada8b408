"""Invoices, the answer to who wants to pay one, and Stars that go back."""

import re
import secrets

from babel.numbers import list_currencies

from bot.sandbox import paying
from bot.sandbox.judge import Call
from bot.sandbox.keyboards import Json, Markup, button_rows
from bot.sandbox.methods import Stage, plays
from bot.sandbox.methods.content import keyboard_of, reply_of
from bot.sandbox.paying import STARS
from bot.sandbox.refusal import bad_request
from bot.sandbox.till import Terms

_PROVIDER = re.compile(r"\d+:(TEST|LIVE):\S+")
_MOST = 10_000_000_00  # minor units; Telegram's own limit differs by currency and provider
_MOST_STARS = 100_000


@plays("sendInvoice")
def send_invoice(stage: Stage, call: Call) -> Json:
    terms = _terms(call)
    _pay_comes_first(call.markup)
    phone = stage.world.reachable(call.get("chat_id"))
    stage.world.pace.take(phone.person.id)
    pay: Json = {"inline_keyboard": [[{"text": "Pay", "pay": True}]]}
    keyboard = keyboard_of(call.markup) or {"reply_markup": pay}
    kept = stage.world.put(phone, {**reply_of(call, phone), "invoice": terms.shown, **keyboard}, by_bot=True)
    stage.world.till.invoices[kept.body["message_id"]] = terms
    return kept.body


@plays("createInvoiceLink")
def create_invoice_link(stage: Stage, call: Call) -> str:
    link = f"https://t.me/$sandbox{secrets.token_urlsafe(9)}"
    stage.world.till.links[link] = _terms(call)
    return link


@plays("answerPreCheckoutQuery")
def answer_pre_checkout_query(stage: Stage, call: Call) -> bool:
    query, error = call.get("pre_checkout_query_id"), call.get("error_message") or ""
    paying.answered(stage.world, query, bool(call.get("ok")), error)
    return True


@plays("refundStarPayment")
def refund_star_payment(stage: Stage, call: Call) -> bool:
    paying.refund(stage.world, call.get("user_id"), call.get("telegram_payment_charge_id"))
    return True


def _terms(call: Call) -> Terms:
    """What is to be paid; raises where Telegram would. Tips, shipping and subscriptions are not played."""
    prices, currency, token = call.plain("prices") or [], call.get("currency"), call.get("provider_token") or ""
    total = sum(price["amount"] for price in prices)
    if currency == STARS:
        if token or len(prices) != 1 or not 0 < total <= _MOST_STARS:
            raise bad_request("STARS_INVOICE_INVALID")
    elif not _PROVIDER.fullmatch(token):
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    elif currency not in list_currencies():
        raise bad_request("CURRENCY_INVALID")
    if not 0 < total <= _MOST:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
    given = call.get("title"), call.get("description"), call.get("payload")
    return Terms(*given, currency, total, call.get("start_parameter") or "")


def _pay_comes_first(markup: Markup | None) -> None:
    buttons = [button for row in button_rows(markup.body if markup else None) for button in row]
    if buttons and not any("pay" in button for button in buttons):
        raise bad_request("REPLY_MARKUP_BUY_EMPTY")
    if any("pay" in button for button in buttons[1:]):
        raise bad_request("BUTTON_POS_INVALID")
