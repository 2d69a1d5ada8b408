"""A new order's extras: its lines, the member's vouchers, a promo code; and what all that makes of the bill."""

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.order_callbacks import DraftDo, DraftExtra
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import benefits, keys, orders
from bot.usecases.order_drafts import OrderDraft, Outlook
from bot.usecases.promocodes import Entered

MOST_BUTTONS = 8


def _asked(question: Html, hint: Html, rows: Rows, t: Texts) -> Screen:
    leave = (Button(t.plain("‹ Back"), DraftDo(do="back")), *keys.cancel(t))
    return Screen(lines(t("➕ <b>New order</b>"), question, "", hint), rows=(*rows, leave))


def ask_items(draft: OrderDraft, t: Texts) -> Screen:
    hint = lines(
        t("Type a line for each dish, with what the line costs in all:"),
        # NOTE: an example of what to type: a number of pieces, a dish, a sum.
        t("<code>2 Philadelphia 760</code>"),
        # NOTE: an example of what to type: a category before the dish.
        t("<code>drinks: Cola 120</code>"),
    )
    none = (Button(t.plain("Leave it out"), DraftExtra(do="no_items")),)
    return _asked(t("What's in it?"), hint, (none,) if draft.items else (), t)


def ask_voucher(draft: OrderDraft, outlook: Outlook, t: Texts) -> Screen:
    """What fits this order: what saves most comes first."""
    rows = tuple(
        (
            Button(
                # NOTE: a voucher on a button, and its last day.
                t.plain(
                    "{voucher} · to {date}",
                    voucher=benefits.with_icon(t, each.benefit, outlook.currency),
                    date=t.day_month(each.valid_until.day, each.valid_until.month),
                ),
                DraftExtra(do="use", value=each.id),
            ),
        )
        for each in outlook.vouchers[:MOST_BUTTONS]
    )
    code = Button(t.plain("🔤 Enter a code"), DraftExtra(do="code"))
    none = Button(t.plain("No voucher"), DraftExtra(do="use"))
    return _asked(t("Use a voucher?"), t("One voucher or code for an order."), (*rows, (code, none)), t)


def ask_code(t: Texts) -> Screen:
    return _asked(t("Which code?"), t("Type the promo code as the customer says it."), (), t)


def said(screen: Screen, entered: Entered, t: Texts) -> Screen:
    """A code that gave points has given them already: the bill does not show it."""
    if not entered.points:
        return screen
    told = t("🎉 The code gave {points}.", points=t.points(entered.points, signed=True))
    return Screen(lines(told, "", screen.text), rows=screen.rows)


def told(draft: OrderDraft, outlook: Outlook, t: Texts) -> list[Html | None]:
    """The bill: what is bought, what comes off and why, what is left to pay, what it brings."""
    quote, currency = outlook.bill.quote, outlook.currency
    return [
        *(orders.item(t, each.quantity, each.name, each.sum_minor, currency) for each in outlook.bill.items),
        orders.before(t, draft.amount_minor, draft.fee_minor, currency),
        _voucher(outlook, t),
        t("🏅 −{money}, the customer's own discount", money=t.money(quote.tier_off, currency))
        if quote.tier_off
        else None,
        t("🛵 The delivery is free") if quote.fee_off else None,
        orders.to_pay(t, quote.to_pay, currency) if quote.discount or quote.fee_off else None,
        # NOTE: {points} is "+62 points".
        t("⭐ {points} on delivery", points=t.points(outlook.earned.points, signed=True)),
        _upsell(outlook, t),
        _later(draft, outlook, t),
    ]


def _later(draft: OrderDraft, outlook: Outlook, t: Texts) -> Html | None:
    """The kitchen is red: what to say to the customer, or what they agreed to."""
    if not outlook.later or draft.promised_at is None:
        return None
    points = t.points(outlook.later, signed=True)
    if draft.later:
        return t("🕡 An hour later, with thanks: {points} on delivery", points=points)
    # NOTE: for the desk to suggest to the customer; {points} is "+50 points".
    return t("🔴 The kitchen is busy. Worth asking: an hour later for {points}?", points=points)


def put_off(draft: OrderDraft, outlook: Outlook, t: Texts) -> tuple[Button, ...]:
    """One press puts the order off, another takes that back."""
    if not outlook.later or draft.promised_at is None:
        return ()
    if draft.later:
        return (Button(t.plain("🕡 Not later after all"), DraftExtra(do="not_later")),)
    points = t.points(outlook.later, signed=True)
    return (Button(t.plain("🕡 An hour later, {points}", points=points), DraftExtra(do="later")),)


def _voucher(outlook: Outlook, t: Texts) -> Html | None:
    if outlook.voucher is None:
        return None
    name = benefits.title(t, outlook.voucher.benefit, outlook.currency)
    off = outlook.bill.quote.goods_off
    if not off:
        return t("🎟 Voucher: {voucher}", voucher=name)
    # NOTE: the voucher's name, and what it takes off this bill.
    return t("🎟 Voucher: {voucher}, −{money}", voucher=name, money=t.money(off, outlook.currency))


def _upsell(outlook: Outlook, t: Texts) -> Html | None:
    rule = outlook.upsell
    if rule is None:
        return None
    # NOTE: for the desk to suggest to the customer: {categories} is like "drinks" or "drinks and soups".
    return t(
        "💡 Worth saying: something of {categories} brings {points} more",
        categories=t.join(rule.categories),
        points=t.points(rule.value),
    )


def buttons(draft: OrderDraft, outlook: Outlook, t: Texts) -> tuple[Button, ...]:
    """What else could be told; a voucher is offered where the member has one that fits."""
    items = Button(t.plain("✏️ What's in it") if draft.items else t.plain("🍱 What's in it?"), DraftExtra(do="items"))
    if not outlook.vouchers:
        return (items, Button(t.plain("🔤 Enter a code"), DraftExtra(do="code")))
    held = t.plain_plural("🎟 {n} voucher fits", "🎟 {n} vouchers fit", len(outlook.vouchers))
    change = t.plain("🎟 Another voucher")
    return (items, Button(change if outlook.voucher else held, DraftExtra(do="voucher")))
