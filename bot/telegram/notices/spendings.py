"""Paying with points: the question in the member's own chat, and its answer on the screen of whoever asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.i18n import N_, lines
from bot.telegram.cashier.callbacks import Bill
from bot.telegram.customer.spending_callbacks import SpendNo, SpendYes
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys

Facts = Mapping[str, Any]

OVER = {
    # NOTE: why a question about paying with points needs no answer any more.
    "cancelled": N_("The till has taken the question back."),
    "expired": N_("There was no answer in time."),
    "released": N_("The till has let them go."),
}


def asked(reader: Reader, facts: Facts) -> Screen:
    t, points = reader.t, reader.t.points(facts["points"])
    money = t.money(facts["pays"], facts["currency"])
    until = t.time(datetime.fromisoformat(facts["until"]), reader.rules.zone)
    text = lines(
        # NOTE: a question to the member; {points} is "300 points", {place} a shop's name.
        t("⭐ <b>Pay {points} at {place}?</b>", points=points, place=facts["place"]),
        t("They pay {money} of your bill.", money=money),
        "",
        # NOTE: {time} is like "15:03".
        t("Answer by {time}. Without your yes, nothing is taken.", time=until),
    )
    yes = Button(t.plain("✅ Yes, {points}", points=points), SpendYes(spending=facts["spending"]), style="success")
    no = Button(t.plain("No"), SpendNo(spending=facts["spending"]))
    return Screen(text, ((yes,), (no,)))


def answered(reader: Reader, facts: Facts) -> Screen:
    """On the till's screen, where it waits for it."""
    t, name, points = reader.t, facts["member"], reader.t.points(facts["points"])
    told = t("The bill goes on without points.")
    if facts["yes"]:
        # NOTE: {name} is a customer who agrees to pay with points.
        first, told = t("✅ <b>Yes from {name}</b>", name=name), t("{points} are set aside for it.", points=points)
    elif facts.get("expired"):
        # NOTE: {name} is a customer who was asked to pay with points.
        first = t("⌛ <b>No answer from {name} in time</b>", name=name)
    else:
        # NOTE: {name} is a customer who does not want to pay with points.
        first = t("✖️ <b>No from {name}</b>", name=name)
    return Screen(lines(first, told), ((Button(t.plain("🧾 To the bill"), Bill(), style="primary"),),))


def over(reader: Reader, facts: Facts) -> Screen:
    t, why = reader.t, OVER.get(facts["why"])
    text = lines(
        # NOTE: {points} is "300 points", {place} a shop's name.
        t("⭐ <b>{points} at {place}: no longer asked</b>", points=t.points(facts["points"]), place=facts["place"]),
        t(why) if why else None,
        t("Nothing was taken."),
    )
    return Screen(text, (keys.home(t),))


WORDINGS: dict[str, Wording] = {
    "spending.asked": asked,
    "spending.answered": answered,
    "spending.over": over,
}
