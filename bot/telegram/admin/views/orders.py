"""The desk's orders: the list, the card of one, and the questions before something is done to it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, lines
from bot.rules.codes import format_number
from bot.rules.orders import AT_DOOR, OPEN
from bot.telegram.admin.callbacks import NewOrder, ShowMember
from bot.telegram.admin.kitchen_callbacks import ShowKitchens
from bot.telegram.admin.order_callbacks import (
    AssignOrder,
    CancelOrder,
    ListOrders,
    OpenOrder,
    OrderDo,
    ResendOrder,
    SettleOrder,
)
from bot.telegram.admin.payment_callbacks import ShowPayments
from bot.telegram.admin.views import kitchens, order_past
from bot.telegram.admin.views.order_past import CANCEL_REASONS, SETTLE_REASONS
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, orders
from bot.telegram.shared.orders import Cost
from bot.usecases.order_desk import OrderCard, OrderLine, OrderSheet, OrdersPage
from bot.usecases.staff import CourierLine
from db.enums import OrderState, ProblemKind

SHOWS = {"open": N_("Under way"), "today": N_("Today"), "problems": N_("Problems"), "all": N_("All")}
EMPTY = {
    "open": N_("Nothing is under way: everything is delivered."),
    "today": N_("No order yet today."),
    "problems": N_("No problems. A good day!"),
    "all": N_("No order yet. The first one is a press away."),
}


def listed(found: OrdersPage, t: Texts) -> Screen:
    """A page of orders; the kind that is shown is marked."""
    tabs = keys.in_rows([Button(_tab(show, found, t), ListOrders(show=show)) for show in SHOWS])
    rows = tuple((_to(line, t, found.zone),) for line in found.lines)
    new = (Button(t.plain("➕ New order"), NewOrder(), style="primary"),)
    busy = kitchens.marks(found.kitchens, t) if found.kitchens else None
    text = lines(t("📋 <b>Orders</b>"), busy, None if found.lines else t(EMPTY[found.show]))
    kitchen = (Button(t.plain("👩‍🍳 How busy the kitchen is"), ShowKitchens()),) if found.kitchens else ()
    paid = (Button(t.plain("💳 Paid in chat"), ShowPayments()),) if found.can_place else ()
    more = (*kitchen, *paid)
    return Screen(text, rows=(new if found.can_place else (), *rows, _pages(found, t), *tabs, more, keys.home(t)))


def _tab(show: str, found: OrdersPage, t: Texts) -> str:
    name = t.plain(SHOWS[show])
    return f"• {name}" if show == found.show else name


def _pages(found: OrdersPage, t: Texts) -> tuple[Button, ...]:
    newer = Button(t.plain("‹ Newer"), ListOrders(show=found.show, page=max(0, found.page - 1)))
    older = Button(t.plain("Older ›"), ListOrders(show=found.show, page=found.page + 1))
    return (*((newer,) if found.page else ()), *((older,) if found.more else ()))


def _to(line: OrderLine, t: Texts, zone: ZoneInfo) -> Button:
    icon = "⚠️" if line.problem and line.state in OPEN else orders.ICONS[line.state]
    time = t.time(line.promised_at, zone) if line.promised_at else None
    money = t.money(line.total_minor, line.currency)
    courier = line.courier if line.state in OPEN else None
    number = f"{icon} {line.id} {orders.FIRST}" if line.priority else f"{icon} {line.id}"
    words = (number, line.name and line.name.split()[0], money, time, courier)
    return Button(" · ".join(word for word in words if word), OpenOrder(order=line.id))


def card(shown: OrderCard, t: Texts) -> Screen:
    """All about one order but its code, which is the customer's."""
    sheet, zone = shown.sheet, shown.zone
    # NOTE: {state} is like "On the way".
    title = t("{icon} <b>Order {order}</b> · {state}", icon=_icon(sheet), order=str(sheet.id), state=_state(sheet, t))
    text = lines(
        title,
        *_trouble(sheet, t),
        "",
        orders.first(t) if sheet.priority else None,
        t("👤 {name}, № {number}", name=sheet.name or "—", number=format_number(sheet.number)),
        *(orders.item(t, item.quantity, item.name, item.sum_minor, sheet.currency) for item in sheet.items),
        orders.hand_over(t, sheet.hand_over),
        orders.total(t, _cost(shown)),
        _points(sheet, t),
        orders.where(t, sheet.address),
        orders.when(t, sheet.promised_at, zone),
        _courier(sheet, t),
        t("🏠 {outlet}", outlet=sheet.outlet) if sheet.outlet else None,
        "",
        *(order_past.came_back(one, sheet.currency, t, zone) for one in shown.returns),
        *(order_past.event(each, t, zone) for each in sheet.events),
    )
    return Screen(text, rows=(*(_acts(sheet, t) if shown.can_act else ()), keys.back(t, ListOrders())))


def _cost(shown: OrderCard) -> Cost:
    it = shown.seen
    return Cost(it.amount_minor, it.fee_minor, it.currency, it.discount_minor, it.fee_off_minor, it.paid_minor)


def _icon(sheet: OrderSheet) -> str:
    return "⚠️" if sheet.problem and sheet.state in OPEN else orders.ICONS[sheet.state]


def _state(sheet: OrderSheet, t: Texts) -> str:
    return orders.state(t, sheet.state)


def _trouble(sheet: OrderSheet, t: Texts) -> list[Html]:
    if sheet.state is OrderState.CANCELLED:
        reason = sheet.cancel_reason or ""
        return [t("Reason: {reason}", reason=t.plain(CANCEL_REASONS[reason]) if reason in CANCEL_REASONS else reason)]
    if sheet.problem is None or sheet.state not in OPEN:
        return []
    said = [t("<b>{problem}</b>", problem=orders.problem(t, sheet.problem))]
    # NOTE: what the courier typed, quoted.
    return [*said, t("💬 “{words}”", words=sheet.problem_words)] if sheet.problem_words else said


def _points(sheet: OrderSheet, t: Texts) -> Html | None:
    points = t.points(sheet.points, signed=True)
    if sheet.state in OPEN:
        return t("⭐ {points} on delivery", points=points)
    return t("⭐ {points}", points=points) if sheet.state is OrderState.DELIVERED else None


def _courier(sheet: OrderSheet, t: Texts) -> Html:
    if sheet.courier is None:
        return t("🛵 Nobody yet")
    if not sheet.courier_works:
        return t("🛵 {courier} (doesn't work here any more)", courier=sheet.courier)
    return t("🛵 {courier}", courier=sheet.courier)


def _acts(sheet: OrderSheet, t: Texts) -> Rows:
    if sheet.state not in OPEN:
        return ((Button(t.plain("👤 Member"), ShowMember(member=sheet.member_id)),),)
    order, locked = sheet.id, sheet.problem is ProblemKind.WRONG_CODE
    resend = t.plain("🔁 Send again, with a new code") if locked else t.plain("🔁 Send again")
    courier = t.plain("🛵 Change courier") if sheet.courier else t.plain("🛵 Choose a courier")
    pickup = not sheet.address
    settle = t.plain("✅ Picked up") if pickup else t.plain("✅ Delivered without a code")
    return (
        (Button(resend, ResendOrder(order=order), style="primary"),) if sheet.problem else (),
        (Button(settle, OrderDo(do="settle", order=order)),) if pickup or sheet.state in AT_DOOR else (),
        (Button(courier, OrderDo(do="assign", order=order)),),
        (
            Button(t.plain("👤 Member"), ShowMember(member=sheet.member_id)),
            Button(t.plain("✖️ Cancel order"), OrderDo(do="cancel", order=order), style="danger"),
        ),
    )


def ask_courier(order: int, couriers: Sequence[CourierLine], t: Texts) -> Screen:
    text = lines(t("🛵 <b>Order {order}: who delivers it?</b>", order=str(order)), none_here(couriers, t))
    rows = tuple((Button(courier_label(each, t), AssignOrder(order=order, courier=each.id)),) for each in couriers)
    nobody = (Button(t.plain("Nobody yet"), AssignOrder(order=order, courier=0)),)
    return Screen(text, rows=(*rows, nobody, keys.back(t, OpenOrder(order=order))))


def none_here(couriers: Sequence[CourierLine], t: Texts) -> Html | None:
    return None if couriers else t("No courier works here yet: invite one under “Staff”.")


def courier_label(courier: CourierLine, t: Texts) -> str:
    if not courier.open_orders:
        return t.plain("{name} · free", name=courier.name)
    # NOTE: a courier's name and how many orders they have not finished.
    return t.plain_plural("{name} · {n} order", "{name} · {n} orders", courier.open_orders, name=courier.name)


def ask_cancel_reason(order: int, t: Texts) -> Screen:
    text = lines(
        t("✖️ <b>Cancel order {order}: why?</b>", order=str(order)),
        t("Choose or type a reason. The customer sees only that it was cancelled, and a reason from the buttons."),
    )
    rows = tuple(
        (Button(t.plain(told), CancelOrder(order=order, reason=word)),) for word, told in CANCEL_REASONS.items()
    )
    return Screen(text, rows=(*rows, keys.back(t, OpenOrder(order=order))))


def confirm_cancel(shown: OrderCard, reason: str, t: Texts) -> Screen:
    """*reason* "typed": the words are in the dialogue's memory."""
    sheet = shown.sheet
    points = t.points(sheet.points)
    text = lines(
        t("✖️ <b>Cancel order {order}?</b>", order=str(sheet.id)),
        orders.total(t, _cost(shown)),
        # NOTE: {points} is "62 points" that would have come with the delivery.
        t("{points} on their way would be lost. The customer will be told.", points=points),
    )
    no = Button(t.plain("No, keep it"), OpenOrder(order=sheet.id))
    yes = Button(t.plain("Yes, cancel it"), CancelOrder(order=sheet.id, reason=reason, sure=1), style="danger")
    return Screen(text, rows=(keys.yes_no(yes, no), keys.home(t)))


def ask_settle_reason(order: int, t: Texts) -> Screen:
    text = lines(
        t("✅ <b>Order {order}: delivered without a code</b>", order=str(order)),
        t("How do you know? Choose or type it; it is written down with your name."),
    )
    rows = tuple(
        (Button(t.plain(told), SettleOrder(order=order, reason=word)),) for word, told in SETTLE_REASONS.items()
    )
    return Screen(text, rows=(*rows, keys.back(t, OpenOrder(order=order))))
