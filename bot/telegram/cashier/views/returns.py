"""Something comes back: which sale, how much of it, why; and what that means for money and points."""

from collections.abc import Sequence

from bot.i18n import N_, Html, Texts, lines
from bot.rules.codes import format_number
from bot.telegram.cashier.callbacks import AskSecond, OpenReturn, ReturnBecause, ReturnWhole, Sum, TakeReturn
from bot.telegram.cashier.views.keypad import keypad
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, tills
from bot.telegram.shared.callbacks import OpenSale
from bot.usecases.program import Rules
from bot.usecases.return_sight import ReturnOutlook
from bot.usecases.returns import Returned
from bot.usecases.shifts import SaleLine

LONGEST_ON_A_BUTTON = 60
REASONS = {
    # NOTE: why goods come back, as a cashier notes it.
    "mind": N_("Changed their mind"),
    "wrong": N_("It was the wrong dish"),
    "bad": N_("Something was wrong with it"),
    "price": N_("The sum was wrong"),
}


def ask_slip(newest: Sequence[SaleLine], t: Texts, rules: Rules) -> Screen:
    """*newest*: today's last sales, one press each."""
    text = lines(
        t("↩️ <b>A return: of which sale?</b>"),
        t("Type the number of the receipt. The customer has it in their chat, too."),
        t("Or is it one of these?") if newest else None,
    )
    rows = keys.in_rows([_to(line, t, rules) for line in newest], 1)
    return Screen(text, rows=(*rows, (Button(t.plain("‹ Back"), OpenSale()), *keys.home(t))))


def _to(line: SaleLine, t: Texts, rules: Rules) -> Button:
    told = (str(line.order_id), t.time(line.at, rules.zone), line.name, t.money(line.left_minor, line.currency))
    return Button(" · ".join(told)[:LONGEST_ON_A_BUTTON], OpenReturn(order=line.order_id))


def ask_sum(outlook: ReturnOutlook, t: Texts, rules: Rules) -> Screen:
    whole = Button(
        # NOTE: a button: everything that is left of a sale comes back.
        t.plain("↩️ All of it: {money}", money=t.money(outlook.left_minor, outlook.currency)),
        ReturnWhole(),
        style="primary",
    )
    text = lines(*_sale(outlook, t, rules), "", t("How much comes back? Type the sum, as it was paid for."))
    pad = Button(t.plain("🔢 Keys"), Sum(how="keys"))
    return Screen(text, rows=((whole,), (pad,), (Button(t.plain("‹ Another receipt"), OpenReturn()), *keys.home(t))))


def _sale(outlook: ReturnOutlook, t: Texts, rules: Rules) -> list[Html | None]:
    currency, left = outlook.currency, outlook.left_minor
    when = outlook.delivered_at or outlook.placed_at
    return [
        t("↩️ <b>Return, receipt {order}</b>", order=str(outlook.order_id)),
        t("👤 {name}, № {number}", name=outlook.name, number=format_number(outlook.number)),
        # NOTE: {money} was the sum of the sale at {moment}.
        t("🧾 {money} on {moment}", money=t.money(outlook.goods_minor, currency), moment=t.moment(when, rules.zone)),
        # NOTE: of a sale of which something came back before.
        t("Of it {money} has not come back yet.", money=t.money(left, currency))
        if left < outlook.goods_minor
        else None,
    ]


def pad(typed: str, order: int, currency: str, t: Texts) -> Screen:
    return keypad(t("↩️ <b>Return, receipt {order}</b>", order=str(order)), typed, currency, t, OpenReturn(order=order))


def ask_why(outlook: ReturnOutlook, t: Texts) -> Screen:
    text = lines(
        t("↩️ <b>Return, receipt {order}</b>", order=str(outlook.order_id)),
        t("<b>{money}</b> comes back. Why?", money=t.money(outlook.amount_minor, outlook.currency)),
        t("Choose, or type it."),
    )
    buttons = [Button(t.plain(words), ReturnBecause(why=why)) for why, words in REASONS.items()]
    return Screen(text, rows=(*keys.in_rows(buttons, 1), keys.back(t, OpenReturn(order=outlook.order_id))))


def sure(outlook: ReturnOutlook, reason: str, t: Texts, toast: str | None = None) -> Screen:
    """The whole arithmetic before the press."""
    currency = outlook.currency
    money = t.money(outlook.money_minor, currency)
    text = lines(
        t("↩️ <b>Return, receipt {order}: is this right?</b>", order=str(outlook.order_id)),
        t("👤 {name}, № {number}", name=outlook.name, number=format_number(outlook.number)),
        "",
        tills.goods(t, outlook.amount_minor, currency),
        t("💬 {words}", words=reason),
        "",
        t("💵 To pay back: <b>{money}</b>", money=money),
        *_points(outlook.points_given, outlook.points_taken, t),
        *(("", tills.why_second(t, outlook.needs_second)) if outlook.needs_second else ()),
    )
    back = keys.back(t, OpenReturn(order=outlook.order_id))
    if outlook.needs_second:
        return Screen(
            text, rows=((Button(t.plain("👥 Ask a second person"), AskSecond(), style="primary"),), back), toast=toast
        )
    # NOTE: a button: {money} is paid back to the customer.
    return Screen(
        text,
        rows=((Button(t.plain("✅ Pay back {money}", money=money), TakeReturn(), style="danger"),), back),
        toast=toast,
    )


def _points(given: int, taken: int, t: Texts) -> list[Html | None]:
    return [
        # NOTE: {points} is "300 points" that had paid a part of the sale.
        t("⭐ {points} go back to the customer", points=t.points(given)) if given else None,
        # NOTE: {points} is "62 points" that the sale had brought.
        t("⭐ {points} of the sale are taken back", points=t.points(taken)) if taken else None,
    ]


def taken(done: Returned, t: Texts, currency: str) -> Screen:
    title = t("✅ <b>Return taken, receipt {order}</b>", order=str(done.order_id))
    if done.already:
        title = t("✅ <b>Taken before, receipt {order}</b>", order=str(done.order_id))
    text = lines(
        title,
        t("💵 To pay back: <b>{money}</b>", money=t.money(done.money_minor, currency)),
        *_points(done.points_given, done.points_taken, t),
        # NOTE: what the customer has now; {points} is "262 points".
        t("Now {points}. The customer has been told.", points=t.points(done.available)),
    )
    return Screen(text, rows=((Button(t.plain("🛎 Next customer"), OpenSale(), style="primary"), *keys.home(t)),))
