"""What members, couriers and the desk read about an order without having asked."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import N_, Html, html, lines
from bot.rules import words
from bot.rules.orders import steps_done
from bot.telegram.admin.order_callbacks import OpenOrder, OrderDo, ResendOrder
from bot.telegram.courier.callbacks import OpenDelivery, ShowDeliveries
from bot.telegram.customer.feedback_callbacks import Rate
from bot.telegram.customer.payment_callbacks import PayOrder
from bot.telegram.notices.brought import brought, for_waiting
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, orders
from bot.telegram.shared.orders import Cost
from db.enums import OrderState, ProblemKind

Facts = Mapping[str, Any]

CANCELLED_BECAUSE = {
    # NOTE: why the shop cancelled an order, for the member.
    "changed_mind": N_("As you asked."),
    "sold_out": N_("Something you ordered is sold out. We are sorry."),
    "mistake": N_("It was entered by mistake."),
}
DELAYED_BECAUSE = {
    ProblemKind.NOBODY_HOME: N_("The courier is at your address, but nobody opens."),
    ProblemKind.WRONG_ADDRESS: N_("The courier can't find your address."),
    ProblemKind.DAMAGED: N_("Something happened to it on the way. We are taking care of it."),
}
TAKEN_OFF = {
    "assigned": N_("Somebody else delivers it."),
    "cancelled": N_("It was cancelled: please don't deliver it."),
    "settled": N_("The shop has marked it as delivered. Thank you!"),
}
SETTLED = {
    # NOTE: how a problem with an order ended; {name} is who ended it.
    "undo": N_("{name} took it back: all is well."),
    "resend": N_("{name} is having it sent again."),
    "cancel": N_("{name} cancelled the order."),
    "confirm": N_("{name} handed it over after all."),
    "settle": N_("{name} marked it as delivered."),
}


def status(reader: Reader, facts: Facts) -> Screen:
    """The member's message that follows the order: how far it is, what it costs, the code, the points. It has no
    buttons: a press would turn it into another screen, and the next step of the order would turn that back. (An
    invoice is always a message of its own.)"""
    t, state = reader.t, OrderState(facts["state"])
    done = steps_done(state)
    text = lines(
        # NOTE: {state} is like "On the way".
        t("🍣 <b>Order {order}</b> · {state}", order=str(facts["order"]), state=orders.state(t, state)),
        html(orders.bar(done)) if done else None,
        "",
        orders.along(t, facts.get("hand_over")),
        orders.total(t, _cost(facts)),
        orders.prepaid(t, facts.get("prepaid", 0), facts["currency"]),
        orders.where(t, facts["address"]),
        *(_to_come(reader, facts) if facts["code"] else []),
    )
    return Screen(text, rows=_pay(reader, facts))


def _pay(reader: Reader, facts: Facts) -> Rows:
    """What is left can be paid here, where somebody takes money for us."""
    t, due = reader.t, facts.get("due", 0)
    if not reader.pays or not due:
        return ()
    label = t.plain("💳 Pay {money} now", money=t.money(due, facts["currency"]))
    return ((Button(label, PayOrder(order=facts["order"])),),)


def _cost(facts: Facts) -> Cost:
    off = {name: facts.get(name, 0) for name in ("off", "fee_off", "paid")}
    return Cost(facts["amount"], facts["fee"], facts["currency"], **off)


def _to_come(reader: Reader, facts: Facts) -> list[Html | str | None]:
    """What matters until it is there."""
    t, courier = reader.t, facts["courier"]
    door = [
        orders.code(t, facts["code"]),
        t("Give it to the courier only when you have your order in your hands."),
    ]
    return [
        orders.when(t, facts["promised"], reader.rules.zone),
        t("🛵 {courier}", courier=courier) if courier else None,
        "",
        *(door if courier or facts["address"] else []),  # what is picked up at the counter needs no code
        # NOTE: {points} is "+62 points".
        t("⭐ {points} on their way", points=t.points(facts["points"], signed=True)) if facts["points"] else None,
        for_waiting(reader, facts),
    ]


def resent(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("🔁 <b>Order {order} comes to you once more</b>", order=str(facts["order"])),
        t("🔑 It has a new code: <b><code>{code}</code></b>", code=facts["code"]),
        t("The old one no longer works."),
    )
    return Screen(text, rows=(keys.home(t),))


def cancelled(reader: Reader, facts: Facts) -> Screen:
    t, because = reader.t, CANCELLED_BECAUSE.get(facts["reason"])
    text = lines(
        t("✖️ <b>Order {order} was cancelled</b>", order=str(facts["order"])),
        t(because) if because else None,
        t("🎟 Your voucher is yours again.") if facts.get("voucher") else None,
        # NOTE: {points} is "300 points": they were to pay for the order.
        t("⭐ {points} are yours again.", points=t.points(facts["points_back"])) if facts.get("points_back") else None,
        # NOTE: {points} is "62 points".
        t("So {points} won't come this time.", points=t.points(facts["points"])) if facts["points"] else None,
    )
    return Screen(text, rows=(keys.home(t),))


def delivered(reader: Reader, facts: Facts) -> Screen:
    """What the delivery brought, line by line, and what the member has now."""
    t, own = reader.t, words.own(reader.rules.program, reader.t.language, "thanks")
    gained = t.points(facts["earned"])
    text = lines(
        t("🎉 <b>Order {order} is delivered. Thank you!</b>", order=str(facts["order"])),
        words.filled(own, shop=reader.rules.program.name, points=gained) if own else None,
        "",
        *brought(reader, facts),
    )
    say = (Button(t.plain("⭐ How was it?"), Rate(order=facts["order"])),)
    return Screen(text, rows=(say, keys.home(t)))


def delayed(reader: Reader, facts: Facts) -> Screen:
    t, kind = reader.t, ProblemKind(facts["problem"])
    text = lines(
        t("⚠️ <b>Order {order} needs a moment longer</b>", order=str(facts["order"])),
        t(DELAYED_BECAUSE[kind]),
        orders.where(t, facts["address"]) if kind is not ProblemKind.DAMAGED else None,
        t("The shop knows and will be in touch."),
    )
    return Screen(text)


def delay_over(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = t("👌 <b>Order {order}: all is well again</b>", order=str(facts["order"]))
    return Screen(lines(text, t("It is on its way to you.")))


def assigned(reader: Reader, facts: Facts) -> Screen:
    """For the courier: a new task."""
    t, order = reader.t, facts["order"]
    text = lines(t("🆕 <b>Order {order} is yours</b>", order=str(order)), *_task(reader, facts))
    return Screen(text, rows=((Button(t.plain("📋 Open it"), OpenDelivery(order=order), style="primary"),),))


def _task(reader: Reader, facts: Facts) -> list[Html | None]:
    t = reader.t
    return [
        orders.first(t) if facts.get("priority") else None,
        orders.hand_over(t, facts.get("hand_over")),
        orders.where(t, facts["address"]),
        orders.when(t, facts["promised"], reader.rules.zone),
        t("👤 {name}", name=facts["name"]) if facts["name"] else None,
        orders.collect(t, facts["total"], facts["currency"]),
        t("🏠 From {outlet}", outlet=facts["outlet"]) if facts["outlet"] else None,
    ]


def prepaid(reader: Reader, facts: Facts) -> Screen:
    """For the courier: it was paid in chat meanwhile."""
    t, order = reader.t, facts["order"]
    text = lines(
        t("💳 <b>Order {order} is paid</b>", order=str(order)),
        orders.collect(t, facts["total"], facts["currency"]),
    )
    return Screen(text, rows=((Button(t.plain("📋 Open it"), OpenDelivery(order=order)),),))


def taken_off(reader: Reader, facts: Facts) -> Screen:
    t, because = reader.t, TAKEN_OFF[facts["why"]]
    text = lines(
        t("↩️ <b>Order {order} is off your list</b>", order=str(facts["order"])),
        t(because),
    )
    return Screen(text, rows=((Button(t.plain("🛵 My deliveries"), ShowDeliveries()),),))


def problem(reader: Reader, facts: Facts) -> Screen:
    """For the desk: what is wrong, in the courier's words, and what can be done."""
    t, order, kind = reader.t, facts["order"], ProblemKind(facts["problem"])
    text = lines(
        # NOTE: {problem} is like "Nobody opens".
        t("⚠️ <b>Order {order}</b> · {problem}", order=str(order), problem=orders.problem(t, kind)),
        t("💬 {courier}: “{words}”", courier=facts["courier"] or "—", words=facts["words"])
        if facts["words"]
        else t("🛵 {courier}", courier=facts["courier"] or "—"),
        "",
        *_task(reader, facts),
    )
    again = t.plain("🔁 Send again, with a new code")
    settle = Button(t.plain("✅ Delivered without a code"), OrderDo(do="settle", order=order))
    cancel = Button(t.plain("✖️ Cancel order"), OrderDo(do="cancel", order=order), style="danger")
    rows = (
        (Button(again, ResendOrder(order=order), style="primary"),),
        (settle,) if kind is ProblemKind.WRONG_CODE else (),
        (Button(t.plain("📋 Open it"), OpenOrder(order=order)), cancel),
    )
    return Screen(text, rows=rows)


def problem_over(reader: Reader, facts: Facts) -> Screen:
    t, ending = reader.t, SETTLED[facts["how"]]
    text = lines(
        t("👌 <b>Order {order}: the problem is settled</b>", order=str(facts["order"])),
        t(ending, name=facts["by"]),
    )
    return Screen(text, rows=((Button(t.plain("📋 Open it"), OpenOrder(order=facts["order"])),),))


WORDINGS: dict[str, Wording] = {
    "order.placed": status,
    "order.moved": status,
    "order.resent": resent,
    "order.cancelled": cancelled,
    "order.delivered": delivered,
    "order.delayed": delayed,
    "order.delay_over": delay_over,
    "order.assigned": assigned,
    "order.prepaid": prepaid,
    "order.taken_off": taken_off,
    "order.problem": problem,
    "order.problem_over": problem_over,
}
