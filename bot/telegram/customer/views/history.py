"""The history: a page of lines, each with its "Why?", and the member's orders."""

from bot.i18n import Html, Texts, lines
from bot.rules.orders import OPEN
from bot.rules.timing import local_date
from bot.telegram.customer.callbacks import CheckPoints, Export, History, Invite, MyOrders, Why
from bot.telegram.customer.repeat_callbacks import SameAgain
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared import orders as shared
from bot.telegram.shared.order_states import state_name
from bot.telegram.shared.reasons import what
from bot.usecases.history import HistoryPage, Line, OrderLine, OrdersPage
from bot.usecases.program import Rules
from db.enums import OrderState


def page(view: HistoryPage, t: Texts, rules: Rules) -> Screen:
    if not view.lines:
        return _nothing_yet(t) if view.before is None else _no_more(t)
    told = [_line(number, line, t, rules) for number, line in enumerate(view.lines, 1)]
    text = lines(t("🧾 <b>History</b>"), "", *told)
    asked = [_why(number, line, t, view.before or 0) for number, line in enumerate(view.lines, 1)]
    return Screen(text, (*keys.in_rows(asked), _pages(view, t), *_rest(t)))


def _line(number: int, line: Line, t: Texts, rules: Rules) -> Html:
    day = local_date(line.at, rules.zone)
    # NOTE: a line of a list: "1. 21 November · +62 points · Order № 17"
    return t(
        "{n}. {day} · <b>{points}</b> · {what}",
        n=number,
        day=t.day_month(day.day, day.month),
        points=t.points(line.points, signed=True),
        what=what(line, t),
    )


def _why(number: int, line: Line, t: Texts, page: int) -> Button:
    sign = "+" if line.points > 0 else "−"
    shown = f"{sign}{t.number(abs(line.points))}"
    # NOTE: a button under a numbered list: asks why line {n} gave or took {points} (a bare number with its sign).
    return Button(t.plain("{n}. Why? {points}", n=number, points=shown), Why(entry=line.entry_id, page=page))


def _pages(view: HistoryPage, t: Texts) -> tuple[Button, ...]:
    newest = (Button(t.plain("« Newest"), History()),) if view.before else ()
    older = (Button(t.plain("Older ›"), History(before=view.older)),) if view.older else ()
    return (*newest, *older)


def _rest(t: Texts) -> Rows:
    return (
        (Button(t.plain("📦 My orders"), MyOrders()), Button(t.plain("🔏 Check my points"), CheckPoints())),
        (Button(t.plain("Send me my data"), Export()),),
        keys.home(t),
    )


def _nothing_yet(t: Texts) -> Screen:
    text = lines(t("🧾 <b>History</b>"), "", t("Nothing yet. Your first order writes the first line."))
    rows = (
        (Button(t.plain("📦 My orders"), MyOrders()), Button(t.plain("🎁 Invite"), Invite())),
        keys.home(t),
    )
    return Screen(text, rows)


def _no_more(t: Texts) -> Screen:
    return Screen(lines(t("🧾 <b>History</b>"), "", t("That was the first line of all.")), (keys.back(t, History()),))


def orders(view: OrdersPage, t: Texts, rules: Rules) -> Screen:
    if not view.lines:
        return _no_orders(t)
    text = lines(t("📦 <b>My orders</b>"), "", *(_order(line, t, rules) for line in view.lines))
    newest = (Button(t.plain("« Newest"), MyOrders()),) if view.before else ()
    older = (Button(t.plain("Older ›"), MyOrders(before=view.older)),) if view.older else ()
    came = any(line.state is OrderState.DELIVERED for line in view.lines)
    again = (Button(t.plain("🔁 The same again"), SameAgain()),) if came else ()
    return Screen(text, (again, (*newest, *older), keys.back(t, History())))


def _order(line: OrderLine, t: Texts, rules: Rules) -> Html:
    told = t(
        # NOTE: a line of a list: "№ 17 · 21 November 2026 · 1 240 ₽ · on the way"
        "<b>№ {order}</b> · {date} · {money} · {state}",
        order=str(line.id),
        date=t.date(local_date(line.placed_at, rules.zone)),
        money=t.money(line.amount_minor + line.fee_minor, line.currency),
        state=state_name(t, line.state),
    )
    return lines(told, _brings(line, t), shared.code(t, line.code) if line.state in OPEN else None)


def _brings(line: OrderLine, t: Texts) -> Html | None:
    if not line.points or line.state in (OrderState.CANCELLED, OrderState.RETURNED):
        return None
    points = t.points(line.points, signed=True)
    # NOTE: {points} is "+62 points".
    return t("     {points}", points=points) if line.earned else t("     {points} on their way", points=points)


def _no_orders(t: Texts) -> Screen:
    text = lines(t("📦 <b>My orders</b>"), "", t("No orders yet. When you order, you can follow it here."))
    return Screen(text, (keys.back(t, History()),))
