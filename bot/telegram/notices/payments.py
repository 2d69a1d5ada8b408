"""News of money: what has to go back, what has gone, and gift certificates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import Html, lines
from bot.telegram.admin.order_callbacks import OpenOrder
from bot.telegram.admin.payment_callbacks import OpenPayment, ShowPayments
from bot.telegram.customer.voucher_callbacks import GiveVoucher, ShowVoucher
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.payments import sum_of

Facts = Mapping[str, Any]


def refund_due(reader: Reader, facts: Facts) -> Screen:
    """For the desk."""
    t, order = reader.t, facts["order"]
    text = lines(
        t("💳 <b>{money} to be paid back</b>", money=_sum(reader, facts)),
        t("It was paid in chat for order {order}.", order=str(order)) if order else t("It was paid in chat."),
    )
    open_it = Button(t.plain("📋 Open it"), OpenPayment(payment=facts["payment"]), style="primary")
    to_order = (Button(t.plain("📋 The order"), OpenOrder(order=order)),) if order else ()
    return Screen(text, ((open_it, *to_order),))


def refunded(reader: Reader, facts: Facts) -> Screen:
    t, order = reader.t, facts["order"]
    text = lines(
        t("↩️ <b>{money} went back to you</b>", money=_sum(reader, facts)),
        t("For order {order}.", order=str(order)) if order else None,
        t("Your bank may take some days to show it.") if facts["currency"] != "XTR" else None,
    )
    return Screen(text, (keys.home(t),))


def strange(reader: Reader, facts: Facts) -> Screen:
    """For the desk: money nobody here asked for."""
    t = reader.t
    text = lines(
        t("🔎 <b>{money} came, and nobody knows what for</b>", money=_sum(reader, facts)),
        t("Was a backup restored? Please find whoever paid at your payment provider."),
        t("Telegram's number: <code>{charge}</code>", charge=facts["charge"]),
        t("The provider's number: <code>{charge}</code>", charge=facts["provider_charge"]),
    )
    return Screen(text, ((Button(t.plain("💳 Paid in chat"), ShowPayments()),),))


def _sum(reader: Reader, facts: Facts) -> str:
    return sum_of(reader.t, facts["amount"], facts["currency"])


def rest(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: what an order has left of a gift certificate.
        t("🎁 <b>{money} are left of your certificate</b>", money=_worth(reader, facts)),
        _until(reader, facts),
    )
    return Screen(text, _ways(reader, facts))


def awarded(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("🎁 <b>A present for you: a gift certificate of {money}</b>", money=_worth(reader, facts)),
        _until(reader, facts),
    )
    return Screen(text, _ways(reader, facts))


def _worth(reader: Reader, facts: Facts) -> str:
    return reader.t.money(facts["minor"], facts["currency"])


def _until(reader: Reader, facts: Facts) -> Html:
    return reader.t("It can be used until {date}.", date=reader.t.date(date.fromisoformat(facts["until"])))


def _ways(reader: Reader, facts: Facts) -> tuple[tuple[Button, ...], ...]:
    t, voucher = reader.t, facts["voucher"]
    look = Button(t.plain("🎟 Look at it"), ShowVoucher(voucher=voucher))
    give = Button(t.plain("🎁 Give to a friend"), GiveVoucher(voucher=voucher))
    return ((look, give), keys.home(t))


WORDINGS: dict[str, Wording] = {
    "payment.refund_due": refund_due,
    "payment.refunded": refunded,
    "payment.strange": strange,
    "certificate.rest": rest,
    "certificate.awarded": awarded,
}
