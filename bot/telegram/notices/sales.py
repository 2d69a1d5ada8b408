"""The till: the member's receipt, and the question to a second person."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import Html, lines
from bot.rules.codes import format_number
from bot.telegram.cashier.callbacks import AnswerSecond, AskSecond, Bill
from bot.telegram.customer.callbacks import Points
from bot.telegram.customer.feedback_callbacks import Rate
from bot.telegram.notices.brought import brought
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, orders, tills
from bot.telegram.shared.callbacks import HELP

Facts = Mapping[str, Any]


def receipt(reader: Reader, facts: Facts) -> Screen:
    """What was bought, what came off, what it brought, and what the member has now."""
    t, currency, paid = reader.t, facts["currency"], facts["points_paid"]
    text = lines(
        _thanks(reader, facts),
        # NOTE: {order} is the number of a receipt.
        t("Receipt {order}", order=str(facts["order"])),
        "",
        tills.goods(t, facts["amount"], currency),
        tills.taken_off(t, facts["off"], currency),
        orders.along(t, facts.get("hand_over")),
        tills.paid(t, paid, facts["paid"], currency),
        orders.to_pay(t, facts["to_pay"], currency) if facts["off"] or paid else None,
        "",
        *brought(reader, facts),
        t("Was that not you? Tell us at once, and we look into it.") if paid else None,
    )
    help_ = Button(t.plain("💬 Help"), HELP) if paid else Button(t.plain("💰 My points"), Points())
    return Screen(text, ((Button(t.plain("⭐ How was it?"), Rate(order=facts["order"])), help_), keys.home(t)))


def _thanks(reader: Reader, facts: Facts) -> Html:
    t, outlet = reader.t, facts["outlet"]
    if outlet:
        # NOTE: {outlet} is a shop's name.
        return t("🧾 <b>Thank you for coming to {outlet}!</b>", outlet=outlet)
    return t("🧾 <b>Thank you for coming!</b>")


def undone(reader: Reader, facts: Facts) -> Screen:
    t, back = reader.t, facts["points_back"]
    text = lines(
        t("↩️ <b>Receipt {order} was taken back</b>", order=str(facts["order"])),
        t("It was a slip at the till, and counts for nothing."),
        # NOTE: {points} is "300 points": what had paid comes back.
        t("⭐ {points} are yours again.", points=t.points(back)) if back else None,
        # NOTE: {points} is "262 points".
        t("💰 You have <b>{points}</b>", points=t.points(facts["available"])),
    )
    return Screen(text, ((Button(t.plain("💰 My points"), Points()), *keys.home(t)),))


def second_asked(reader: Reader, facts: Facts) -> Screen:
    """To everybody who may agree."""
    t, approval = reader.t, facts["approval"]
    text = lines(
        t("👥 <b>Do you agree?</b>"),
        # NOTE: {name} is a colleague at the till, {outlet} a shop.
        t("{name} asks, at {outlet}.", name=facts["staff"], outlet=facts["outlet"])
        if facts["outlet"]
        else t("{name} asks.", name=facts["staff"]),
        "",
        _what(reader, facts, facts["currency"]),
        t("👤 {name}, № {number}", name=facts["member"], number=format_number(facts["number"])),
        tills.why_second(t, facts["why"]),
    )
    yes = Button(t.plain("✅ Yes"), AnswerSecond(approval=approval, yes=1), style="success")
    no = Button(t.plain("✖️ No"), AnswerSecond(approval=approval, yes=0), style="danger")
    return Screen(text, ((yes, no),))


def _what(reader: Reader, facts: Facts, currency: str) -> Html:
    t, money = reader.t, reader.t.money(facts["amount"], currency)
    if facts["what"] == "return":
        return t("↩️ A return of <b>{money}</b>", money=money)
    if facts["points"]:
        # NOTE: {points} is "1 500 points" that are to pay a part of it.
        return t("🧾 A sale of <b>{money}</b>, with {points}", money=money, points=t.points(facts["points"]))
    return t("🧾 A sale of <b>{money}</b>", money=money)


def second_answered(reader: Reader, facts: Facts) -> Screen:
    """On the screen of whoever asked, where it waits."""
    t, by = reader.t, facts["by"]
    if not facts["yes"]:
        # NOTE: {name} is a manager who was asked.
        text = lines(t("✖️ <b>No from {name}</b>", name=by), t("Please speak to each other, or change the sum."))
        return Screen(text, ((Button(t.plain("🧾 Back to it"), AskSecond(again=1)),),))
    text = lines(
        # NOTE: {name} is a manager who was asked.
        t("✅ <b>Yes from {name}</b>", name=by),
        t("You may go on with {name}.", name=facts["member"]),
    )
    back = Bill() if facts["what"] == "sale" else AskSecond(again=1)
    return Screen(text, ((Button(t.plain("🧾 Go on"), back, style="primary"),),))


def second_over(reader: Reader, facts: Facts) -> Screen:
    """To the others who were asked."""
    t, by = reader.t, facts["by"]
    # NOTE: {name} is a colleague who has decided.
    text = t("👥 Decided by {name}: yes", name=by) if facts["yes"] else t("👥 Decided by {name}: no", name=by)
    return Screen(text, (keys.home(t),))


WORDINGS: dict[str, Wording] = {
    "sale.receipt": receipt,
    "sale.undone": undone,
    "sale.second_asked": second_asked,
    "sale.second_answered": second_answered,
    "sale.second_over": second_over,
}
