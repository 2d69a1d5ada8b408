"""Paying in chat: the invoice of an order, and what the money became."""

from bot.i18n import Html, Texts, lines
from bot.telegram.customer.callbacks import MyOrders
from bot.telegram.customer.voucher_callbacks import GiveVoucher, ShowVoucher
from bot.telegram.screen import Button, Invoice, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.payments import sum_of
from bot.usecases.payments import Credited, Invoiced
from bot.usecases.program import Rules
from db.enums import PaymentKind

LONGEST_TITLE, LONGEST_WORDS = 32, 255  # Telegram's


def order(invoiced: Invoiced, t: Texts) -> Screen:
    title = t.plain("Order {order}", order=str(invoiced.order_id))
    return invoice(invoiced, title, t.plain("What is left to pay: points and vouchers are taken off already."), t)


def invoice(invoiced: Invoiced, title: str, words: str, t: Texts) -> Screen:
    """*title* and *words* as Telegram shows them over the sum; a message of its own."""
    form = Invoice(
        title=title[:LONGEST_TITLE],
        words=words[:LONGEST_WORDS],
        payload=invoiced.payload,
        currency=invoiced.currency,
        amount=invoiced.amount,
    )
    # NOTE: a button: {money} is "1 240 ₽" or "150 ⭐".
    label = t.plain("💳 Pay {money}", money=sum_of(t, invoiced.amount, invoiced.currency))
    return Screen(invoice=form, rows=((Button(label, pay=True),), keys.home(t)), fresh=True)


def paid(done: Credited, t: Texts, rules: Rules) -> Screen:
    """The answer to money that came."""
    if not done.known:
        return _nobodys(t)
    if done.going_back:
        return _going_back(done, t)
    if done.kind is PaymentKind.ORDER:
        title = t("✅ <b>Order {order} is paid. Thank you!</b>", order=str(done.order_id))
        return _said(title, t("There is nothing to pay when it comes."), ((_orders(t),),), t)
    worth = t.money(done.worth_minor, rules.program.currency)
    return _said(
        # NOTE: {money} is what the certificate is worth.
        t("🎁 <b>Your gift certificate: {money}</b>", money=worth),
        t("It is among your vouchers. Give it to a friend by a link, or use it yourself with an order."),
        _ways(done.voucher_id or 0, t),
        t,
    )


def _ways(voucher: int, t: Texts) -> Rows:
    give = Button(t.plain("🎁 Give to a friend"), GiveVoucher(voucher=voucher), style="primary")
    return ((give,), (Button(t.plain("🎟 Look at it"), ShowVoucher(voucher=voucher)),))


def _orders(t: Texts) -> Button:
    return Button(t.plain("📦 My orders"), MyOrders())


def _going_back(done: Credited, t: Texts) -> Screen:
    title = t("↩️ <b>Your money comes back</b>")
    if done.order_id is None:
        return _said(title, t("The certificate is not to be had any more. The shop has been told."), (), t)
    said = t("Order {order} was paid or over already. The shop has been told.", order=str(done.order_id))
    return _said(title, said, ((_orders(t),),), t)


def _nobodys(t: Texts) -> Screen:
    return _said(
        t("🔎 <b>Your money has come</b>"),
        t("I can't find what it is for. The shop has its numbers and will be in touch."),
        (),
        t,
    )


def _said(title: Html, words: Html, rows: Rows, t: Texts) -> Screen:
    return Screen(lines(title, words), (*rows, keys.home(t)))
