"""The questions of a new order, one a screen; each can be answered by a button or typed, and taken back."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, lines
from bot.rules.codes import format_number
from bot.telegram.admin.callbacks import NewOrder
from bot.telegram.admin.order_callbacks import DraftDo, ListOrders, OpenOrder, PlaceOrder
from bot.telegram.admin.views import new_order_extras as extras
from bot.telegram.admin.views.orders import courier_label, none_here
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, orders
from bot.telegram.shared.tiers import tier_name
from bot.usecases.members import Found
from bot.usecases.order_drafts import OrderDraft, Outlook
from bot.usecases.orders import OrderPlaced
from bot.usecases.outlets import OutletLine
from bot.usecases.staff import CourierLine

MINUTES = (30, 45, 60, 90)


def _asked(question: Html, hint: Html | None, rows: Rows, t: Texts, *, back: bool = True) -> Screen:
    leave = (*((Button(t.plain("‹ Back"), DraftDo(do="back")),) if back else ()), *keys.cancel(t))
    return Screen(lines(t("➕ <b>New order</b>"), question, *(("", hint) if hint else ())), rows=(*rows, leave))


def ask_member(t: Texts) -> Screen:
    hint = t("Type the phone or the number on the card, or send a photo of its QR. A forwarded card works, too.")
    return _asked(t("Who is it for?"), hint, (), t, back=False)


def nobody_found(t: Texts) -> Screen:
    found = t("🔎 I can't find anybody by that. Please try another way: phone, number, or a photo of the QR.")
    return _asked(found, None, (), t, back=False)


def choose_member(found: Sequence[Found], t: Texts) -> Screen:
    """Several people fit."""
    rows = tuple((Button(_who(each, t), DraftDo(do="member", value=each.member_id)),) for each in found)
    return _asked(t("Which of them?"), None, rows, t, back=False)


def _who(found: Found, t: Texts) -> str:
    return f"{found.name} · {format_number(found.number)} · {found.phone} · {tier_name(t, found.tier)}"


def ask_amount(outlook: Outlook | None, t: Texts) -> Screen:
    """*outlook* None: the desk comes from the member's own screen and knows for whom it is."""
    who = t("For {name}, № {number}.", name=outlook.name, number=format_number(outlook.number)) if outlook else None
    question = lines(who, t("How much are the goods?"))
    return _asked(question, t("Without the delivery fee, for example 1240."), (), t)


def ask_sure(draft: OrderDraft, outlook: Outlook, t: Texts) -> Screen:
    """The sum is far above what this shop usually sells."""
    money = t.money(draft.amount_minor, outlook.currency)
    rows = ((Button(t.plain("Yes, {money}", money=money), DraftDo(do="sure"), style="danger"),),)
    return _asked(
        t("<b>{money}</b>: really? That is unusually high.", money=money), t("If not, type the sum."), rows, t
    )


def ask_fee(last: int, outlook: Outlook, t: Texts) -> Screen:
    none = Button(t.plain("No fee"), DraftDo(do="fee", value=0))
    again = Button(t.money(last, outlook.currency), DraftDo(do="fee", value=last))
    return _asked(t("And the delivery fee?"), t("It earns no points."), ((none, *((again,) if last else ())),), t)


def ask_address(t: Texts) -> Screen:
    rows = ((Button(t.plain("🛍 Pickup, no delivery"), DraftDo(do="pickup")),),)
    return _asked(t("Where to?"), t("Type the address as the courier should read it."), rows, t)


def ask_promised(draft: OrderDraft, t: Texts) -> Screen:
    question = t("When should it be there?") if draft.address else t("When will it be picked up?")
    # NOTE: a button: in {n} minutes from now.
    quick = tuple(Button(t.plain("+{n} min", n=n), DraftDo(do="minutes", value=n)) for n in MINUTES)
    nothing = (Button(t.plain("No promise"), DraftDo(do="minutes", value=0)),)
    return _asked(question, t("Choose, or type a time such as 18:30."), (quick, nothing), t)


def ask_courier(couriers: Sequence[CourierLine], t: Texts) -> Screen:
    rows = tuple((Button(courier_label(each, t), DraftDo(do="courier", value=each.id)),) for each in couriers)
    nobody = (Button(t.plain("Nobody yet"), DraftDo(do="courier", value=0)),)
    return _asked(t("Who delivers it?"), none_here(couriers, t), (*rows, nobody), t)


def ask_outlet(outlets: Sequence[OutletLine], t: Texts) -> Screen:
    rows = tuple((Button(each.name, DraftDo(do="outlet", value=each.id)),) for each in outlets)
    return _asked(t("Which outlet makes it?"), None, rows, t)


def summary(draft: OrderDraft, outlook: Outlook, t: Texts) -> Screen:
    """All of it once more, with what it will earn; nothing is placed before the press."""
    who = t("👤 {name}, № {number}", name=outlook.name, number=format_number(outlook.number))
    text = lines(
        t("➕ <b>New order: is this right?</b>"),
        "",
        who,
        *extras.told(draft, outlook, t),
        orders.where(t, draft.address),
        orders.when(t, draft.promised_at, outlook.zone),
        t("🛵 {courier}", courier=outlook.courier) if outlook.courier else t("🛵 Nobody yet"),
    )
    place = (Button(t.plain("✅ Place the order"), PlaceOrder(), style="success"),)
    more = extras.buttons(draft, outlook, t)
    back = (Button(t.plain("‹ Back"), DraftDo(do="back")), *keys.cancel(t))
    return Screen(text, rows=(place, extras.put_off(draft, outlook, t), more, back))


def placed(done: OrderPlaced, picked_up: bool, t: Texts) -> Screen:
    points = t.points(done.points, signed=True)
    text = lines(
        t("✅ <b>Order {order} is placed</b>", order=str(done.order_id)),
        t("The customer has a message about it, and {points} on the way.", points=points)
        if picked_up
        else t("The customer has the code for the door, and {points} on the way.", points=points),
    )
    rows = (
        (Button(t.plain("📋 Open it"), OpenOrder(order=done.order_id)), Button(t.plain("➕ Another one"), NewOrder())),
        (Button(t.plain("All orders"), ListOrders()), *keys.home(t)),
    )
    return Screen(text, rows=rows)
