"""The sum, the bill with all its arithmetic, and the sale when it is done."""

from bot.i18n import N_, Html, Texts, lines
from bot.rules.codes import format_number
from bot.telegram.cashier.callbacks import (
    AskSecond,
    AtOutlet,
    Bill,
    BillCode,
    PostSale,
    Sum,
    UndoSale,
    WithPoints,
    WithVoucher,
)
from bot.telegram.cashier.views.keypad import keypad
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import benefits, keys, orders, tills
from bot.telegram.shared.callbacks import OpenSale, Serve
from bot.usecases.sale_posting import SaleOutlook, SalePosted
from bot.usecases.sale_undo import SaleUndone
from bot.usecases.voucher_lines import VoucherLine

MOST_VOUCHERS = 4
LONGEST_ON_A_BUTTON = 44
NO_POINTS = {
    # NOTE: why no points can pay a part of a bill, said to the cashier.
    "spend.debt": N_("⭐ No points for this bill: there is a debt to earn back first."),
    "spend.too_few_available": N_("⭐ Too few points to pay with."),
    "spend.order_too_small": N_("⭐ The bill is too small to pay a part of it with points."),
    "spend.not_here": N_("⭐ No points are taken here."),
}


def who(outlook: SaleOutlook, t: Texts) -> Html:
    return t("🛎 <b>{name}</b>, № {number}", name=outlook.name, number=format_number(outlook.number))


def pad(title: Html, typed: str, currency: str, member: int, t: Texts) -> Screen:
    return keypad(title, typed, currency, t, Serve(member=member))


def bill(outlook: SaleOutlook, amount: int, t: Texts, toast: str | None = None, *, roams: bool = False) -> Screen:
    """Everything once more; nothing is posted before the press. *toast*: why something was left out; *roams*: whoever
    serves belongs to no outlet, and says at which one it is."""
    text = lines(who(outlook, t), "", *_sums(outlook, amount, t), *_warnings(outlook, amount, t))
    choices = (*_vouchers(outlook, t), _more(outlook, t), *_place(outlook, t, roams=roams))
    return Screen(text, rows=(_main(outlook, amount, t), *choices, _out(t)), toast=toast)


def _sums(outlook: SaleOutlook, amount: int, t: Texts) -> list[Html | None]:
    currency = outlook.currency
    earns = t.points(outlook.earns, signed=True)
    return [
        tills.goods(t, amount, currency),
        _voucher_off(outlook, t),
        # NOTE: a line of the bill: what the customer's level takes off.
        t("🏅 Level: −{money}", money=t.money(outlook.bill.quote.tier_off, currency))
        if outlook.bill.quote.tier_off
        else None,
        tills.paid(t, outlook.points_paid, outlook.paid_minor, currency),
        orders.to_pay(t, outlook.to_pay_minor, currency),
        # NOTE: {points} is "+62 points": what the sale brings the customer.
        t("🎁 The sale brings {points}", points=earns) if outlook.earns else None,
        _no_points(outlook, t),
    ]


def _voucher_off(outlook: SaleOutlook, t: Texts) -> Html | None:
    if outlook.voucher is None:
        return None
    thing = benefits.with_icon(t, outlook.voucher.benefit, outlook.currency)
    off = outlook.bill.quote.goods_off
    if not off:
        # NOTE: to the cashier: hand this thing over; {thing} is like "Miso soup".
        return t("🎁 Give: <b>{thing}</b>", thing=thing)
    # NOTE: a line of the bill; {thing} is like "10% off".
    return t("{thing}: −{money}", thing=thing, money=t.money(off, outlook.currency))


def _no_points(outlook: SaleOutlook, t: Texts) -> Html | None:
    why = NO_POINTS.get(outlook.points_why or "") if not outlook.points_most and not outlook.points_paid else None
    return t(why) if why else None


def _warnings(outlook: SaleOutlook, amount: int, t: Texts) -> list[Html | str]:
    told: list[Html | str] = []
    if outlook.unusual:
        money = t.money(amount, outlook.currency)
        told += ["", t("⚠️ <b>{money}</b>: really? That is unusually high.", money=money)]
    if outlook.needs_second:
        told += ["", t("👥 <b>A second person has to agree.</b>"), tills.why_second(t, outlook.needs_second)]
    return told


def _main(outlook: SaleOutlook, amount: int, t: Texts) -> tuple[Button, ...]:
    if outlook.needs_second:
        return (Button(t.plain("👥 Ask a second person"), AskSecond(), style="primary"),)
    yes = PostSale(member=outlook.member_id, amount=amount, pays=outlook.to_pay_minor)
    if outlook.unusual:
        return (Button(t.plain("⚠️ Yes, {money} is right", money=t.money(amount, outlook.currency)), yes),)
    money = t.money(outlook.to_pay_minor, outlook.currency)
    # NOTE: a button: the customer has paid {money}, the sale is done.
    return (Button(t.plain("✅ Paid: {money}", money=money), yes, style="success"),)


def _vouchers(outlook: SaleOutlook, t: Texts) -> Rows:
    """The one that comes off can be taken off again; of the others those that save most."""
    if outlook.voucher is not None:
        return ((Button(t.plain("✖️ Without the voucher"), WithVoucher(voucher=0)),),)
    return keys.in_rows([_use(line, outlook.currency, t) for line in outlook.vouchers[:MOST_VOUCHERS]], 1)


def _use(line: VoucherLine, currency: str, t: Texts) -> Button:
    return Button(benefits.with_icon(t, line.benefit, currency)[:LONGEST_ON_A_BUTTON], WithVoucher(voucher=line.id))


def _more(outlook: SaleOutlook, t: Texts) -> tuple[Button, ...]:
    code = () if outlook.voucher else (Button(t.plain("⌨️ Code"), BillCode()),)
    if outlook.points_paid:
        return (Button(t.plain("✖️ Without points"), WithPoints(how="none")), *code)
    if not outlook.points_most:
        return code
    # NOTE: a button: points can pay a part of the bill, {points} ("300 points") at most.
    points = t.plain("⭐ Up to {points}", points=t.points(outlook.points_most))
    return (Button(points, WithPoints(how="which")), *code)


def _place(outlook: SaleOutlook, t: Texts, *, roams: bool) -> Rows:
    # NOTE: a button: the sale is at this shop; pressed, the next one is named.
    return ((Button(t.plain("🏠 At {place}", place=outlook.place), AtOutlet()),),) if roams else ()


def _out(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("✏️ Another sum"), Sum(how="again")), Button(t.plain("🛎 Next customer"), OpenSale()))


def ask_code(outlook: SaleOutlook, t: Texts) -> Screen:
    text = lines(who(outlook, t), "", t("⌨️ Which code does the customer have? Type it."))
    return Screen(text, rows=(keys.back(t, Bill()),))


def posted(done: SalePosted, outlook: SaleOutlook, t: Texts) -> Screen:
    """The receipt, for the cashier: what to take, what it brought; and a way back for two minutes."""
    currency = done.currency
    text = lines(
        # NOTE: {order} is the number of the sale, {name} the customer.
        t("✅ <b>Sale {order}: {name}</b>", order=str(done.order_id), name=outlook.name),
        "",
        tills.goods(t, done.amount_minor, currency),
        tills.taken_off(t, done.discount_minor, currency),
        _hand_over(outlook, t),
        tills.paid(t, done.points_paid, done.paid_minor, currency),
        orders.to_pay(t, done.to_pay_minor, currency),
        # NOTE: {points} is "+62 points", {left} "262 points".
        t("⭐ {points}, now {left}", points=t.points(done.earned, signed=True), left=t.points(done.available)),
        "",
        t("The customer has the receipt in their chat. Just send the next QR."),
    )
    undo = Button(t.plain("↩️ Undo"), UndoSale(order=done.order_id))
    return Screen(
        text, rows=((Button(t.plain("🛎 Next customer"), OpenSale(), style="primary"),), (undo, *keys.home(t)))
    )


def _hand_over(outlook: SaleOutlook, t: Texts) -> Html | None:
    return _voucher_off(outlook, t) if outlook.voucher and not outlook.bill.quote.goods_off else None


def undone(done: SaleUndone, t: Texts) -> Screen:
    text = lines(
        t("↩️ <b>Sale {order} is taken back</b>", order=str(done.order_id)),
        t("It counts for nothing, and the customer has been told."),
        # NOTE: {money} goes back to the customer.
        t("💵 To pay back: <b>{money}</b>", money=t.money(done.money_minor, done.currency)),
        t("🎟 The voucher is the customer's again.") if done.voucher else None,
        # NOTE: {points} is "300 points": they had paid a part of the bill.
        t("⭐ {points} are the customer's again.", points=t.points(done.points_given)) if done.points_given else None,
    )
    return Screen(text, rows=((Button(t.plain("🛎 Next customer"), OpenSale(), style="primary"), *keys.home(t)),))
