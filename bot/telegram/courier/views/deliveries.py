"""What the courier sees: big buttons, the next one always in the same place."""

from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, html, lines
from bot.telegram.courier.callbacks import (
    AcceptDelivery,
    HandOver,
    OpenDelivery,
    ReportProblem,
    ShowDeliveries,
    StartDelivery,
    TellProblem,
    UndoStep,
)
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, orders
from bot.telegram.shared.callbacks import HELP
from bot.usecases.deliveries import Delivery, DeliveryConfirmed, DeliveryLine, MyDeliveries
from db.enums import OrderState, ProblemKind

KINDS = (ProblemKind.NOBODY_HOME, ProblemKind.WRONG_ADDRESS, ProblemKind.REFUSED, ProblemKind.DAMAGED)
LONGEST_ON_A_BUTTON = 28


def listed(mine: MyDeliveries, t: Texts) -> Screen:
    """Everything open, the most urgent first; one button each."""
    if not mine.open:
        return _nothing(mine, t)
    text = lines(
        t("🛵 <b>My deliveries</b>"),
        _today(mine, t),
        *(line for each in mine.open for line in ("", *_told(each, t, mine.zone))),
    )
    return Screen(text, rows=(*((_to(each, t, mine.zone),) for each in mine.open), _leave(t)))


def _nothing(mine: MyDeliveries, t: Texts) -> Screen:
    text = lines(
        t("🛵 <b>My deliveries</b>"),
        _today(mine, t),
        "",
        t("Nothing to deliver right now. New orders will appear here by themselves."),
    )
    return Screen(text, rows=(_leave(t),))


def _today(mine: MyDeliveries, t: Texts) -> Html:
    # NOTE: how many orders the courier has delivered today.
    return t.plural("✅ {n} delivered today", "✅ {n} delivered today", mine.delivered_today)


def _leave(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("🔄 Refresh"), ShowDeliveries()), Button(t.plain("💬 Help"), HELP))


def _home(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("🛵 My deliveries"), ShowDeliveries()),)


def _to(line: DeliveryLine, t: Texts, zone: ZoneInfo) -> Button:
    icon = "⚠️" if line.problem else orders.ICONS[line.state]
    place = line.address or t.plain("Pickup")
    time = t.time(line.promised_at, zone) if line.promised_at else ""
    number = f"{icon} {line.id} {orders.FIRST}" if line.priority else f"{icon} {line.id}"
    words = [number, time, place[:LONGEST_ON_A_BUTTON]]
    return Button(" · ".join(word for word in words if word), OpenDelivery(order=line.id))


def _told(line: DeliveryLine, t: Texts, zone: ZoneInfo) -> list[Html | None]:
    problem = orders.problem(t, line.problem) if line.problem else None
    return [
        t("{icon} <b>Order {order}</b> · {state}", **_heading(line, t)),
        t("⚠️ <b>{problem}</b>", problem=problem) if problem else None,
        orders.first(t) if line.priority else None,
        orders.hand_over(t, line.hand_over),
        orders.where(t, line.address),
        orders.when(t, line.promised_at, zone),
        # NOTE: the customer's first name.
        t("👤 {name}", name=line.name.split()[0]) if line.name else None,
        orders.collect(t, line.total_minor, line.currency),
        t("🏠 From {outlet}", outlet=line.outlet) if line.outlet else None,
    ]


def _heading(line: DeliveryLine, t: Texts) -> dict[str, object]:
    return {"icon": orders.ICONS[line.state], "order": str(line.id), "state": orders.state(t, line.state)}


def opened(delivery: Delivery, t: Texts) -> Screen:
    """One order, with what can be done about it now."""
    text = lines(*_told(delivery.line, t, delivery.zone), *_advice(delivery, t))
    return Screen(text, rows=(*_acts(delivery, t), *_more(delivery, t), _home(t)))


def _advice(delivery: Delivery, t: Texts) -> tuple[Html | str, ...]:
    line = delivery.line
    if line.problem is ProblemKind.WRONG_CODE:
        return ("", t("The shop has been asked what to do. Please wait for the answer."))
    if line.problem is not None:
        return ("", t("The shop knows and decides. If the customer shows up after all, just hand it over."))
    return ()


def _acts(delivery: Delivery, t: Texts) -> Rows:
    line, order = delivery.line, delivery.line.id
    if line.problem is ProblemKind.WRONG_CODE:
        return ()
    # NOTE: a big button: "I take this order".
    accept = Button(t.plain("✅ Accept"), AcceptDelivery(order=order), style="success")
    start = Button(t.plain("🛵 On the way"), StartDelivery(order=order), style="primary")
    done = Button(t.plain("📦 Delivered"), HandOver(order=order), style="success")
    acts = {OrderState.PLACED: accept, OrderState.ACCEPTED: start, OrderState.ON_THE_WAY: done}
    return ((acts[line.state],),) if line.state in acts else ()


def _more(delivery: Delivery, t: Texts) -> Rows:
    line, order = delivery.line, delivery.line.id
    at_work = line.state in (OrderState.ACCEPTED, OrderState.ON_THE_WAY)
    is_open = at_work or line.state is OrderState.PLACED
    problem = Button(t.plain("⚠️ Problem"), ReportProblem(order=order))
    route = Button(t.plain("🗺 Map"), url=orders.map_of(line.address))
    undo = Button(t.plain("↩️ Undo"), UndoStep(order=order, step=delivery.undo or ""))
    return (
        (*((route,) if line.address and is_open else ()), *((problem,) if at_work and not line.problem else ())),
        (undo,) if delivery.undo else (),
    )


def ask_code(order: int, t: Texts) -> Screen:
    text = lines(
        t("📦 <b>Order {order}: the code, please</b>", order=str(order)),
        "",
        t("The customer has four digits for this order. Type them here."),
    )
    return Screen(text, rows=(keys.back(t, OpenDelivery(order=order)),))


def ask_which(at_door: list[DeliveryLine], t: Texts, zone: ZoneInfo) -> Screen:
    """Digits came, and several orders are on the way."""
    text = lines(t("📦 <b>Which order is it?</b>"), t("Choose it, then type the code."))
    rows = tuple((Button(_to(line, t, zone).text, HandOver(order=line.id)),) for line in at_door)
    return Screen(text, rows=(*rows, _home(t)))


def nothing_at_door(t: Texts) -> Screen:
    text = lines(
        t("📦 <b>No order of yours is on the way</b>"),
        t("If these four digits are a code: it may have been used already."),
    )
    return Screen(text, rows=(_home(t),))


def delivered(done: DeliveryConfirmed, mine: MyDeliveries, t: Texts) -> Screen:
    """The good end, the same for the second press; what comes next is one press away."""
    order = str(done.order_id)
    title = t("✅ <b>Order {order} was delivered already</b>", order=order)
    if not done.already:
        title = t("🎉 <b>Order {order} is delivered!</b>", order=order)
    left = t.plural("{n} order is still to be delivered.", "{n} orders are still to be delivered.", len(mine.open))
    rest = left if mine.open else t("That was the last one for now.")
    text = lines(title, _today(mine, t), "", rest)
    return Screen(text, rows=((Button(t.plain("🛵 My deliveries"), ShowDeliveries(), style="primary"),),))


def ask_problem(order: int, t: Texts) -> Screen:
    text = lines(t("⚠️ <b>Order {order}: what is wrong?</b>", order=str(order)), t("The shop hears of it at once."))
    rows = tuple((Button(orders.problem(t, kind), ReportProblem(order=order, kind=kind)),) for kind in KINDS)
    return Screen(text, rows=(*rows, keys.back(t, OpenDelivery(order=order))))


def ask_words(order: int, kind: ProblemKind, t: Texts) -> Screen:
    text = lines(
        # NOTE: {problem} is one of "Nobody opens", "Wrong address", …
        t("⚠️ <b>Order {order}</b> · {problem}", order=str(order), problem=orders.problem(t, kind)),
        "",
        t("Type what the shop should know, or just send it."),
    )
    tell = Button(t.plain("📣 Tell the shop"), TellProblem(order=order, kind=kind), style="primary")
    return Screen(text, rows=((tell,), keys.back(t, ReportProblem(order=order))))


def said(screen: Screen, note: str) -> Screen:
    """The same with a word above it."""
    return Screen(lines(html(note), "", screen.text), rows=screen.rows)
