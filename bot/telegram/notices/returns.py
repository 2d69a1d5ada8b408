"""What members read when goods came back, and when an order came late."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import Html, lines
from bot.telegram.customer.callbacks import History, Points
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys

Facts = Mapping[str, Any]


def taken(reader: Reader, facts: Facts) -> Screen:
    """The arithmetic of the return, a line for each thing it moved."""
    text = lines(
        _heading(reader, facts),
        "",
        *_money(reader, facts),
        *_points(reader, facts),
        *_beside(reader, facts),
        "",
        _now(reader, facts),
    )
    return Screen(text, _rows(reader))


def _heading(reader: Reader, facts: Facts) -> Html:
    t, order = reader.t, str(facts["order"])
    if facts["whole"]:
        return t("↩️ <b>Order {order} came back</b>", order=order)
    money = t.money(facts["amount"], facts["currency"])
    # NOTE: {money} is what was paid for the goods that were brought back.
    return t("↩️ <b>Goods of order {order} came back, for {money}</b>", order=order, money=money)


def _money(reader: Reader, facts: Facts) -> list[Html]:
    t, told = reader.t, []
    if facts["money"]:
        # NOTE: {money} is paid back to the customer in cash or to the card.
        told.append(t("💵 {money} back in money", money=t.money(facts["money"], facts["currency"])))
    if facts["certificate"]:
        # NOTE: {money} is on a new gift certificate.
        told.append(t("🎟 {money} back as a certificate", money=t.money(facts["certificate"], facts["currency"])))
    return told


def _points(reader: Reader, facts: Facts) -> list[Html]:
    t, told = reader.t, []
    if facts["given"]:
        # NOTE: {points} is "+150 points".
        told.append(t("⭐ {points} you had paid with", points=t.points(facts["given"], signed=True)))
    if facts["taken"]:
        points = t.points(-facts["taken"], signed=True)
        # NOTE: {points} in these two lines is "−31 points".
        pending = t("⭐ {points} of those on their way", points=points)
        told.append(pending if facts["pending"] else t("⭐ {points} the order had brought", points=points))
    return told


def _beside(reader: Reader, facts: Facts) -> list[Html]:
    t, told = reader.t, []
    if facts["welcome"]:
        points = t.points(-facts["welcome"], signed=True)
        # NOTE: {points} is "−100 points".
        told.append(t("🎁 {points} of welcome: they come again with your next order", points=points))
    if facts["friend"]:
        points = t.points(-facts["friend"], signed=True)
        told.append(t("🤝 {points} for coming by invitation: a larger order brings them again", points=points))
    if facts["stamp"]:
        told.append(t("🔖 Its stamp is off your card"))
    return told


def _now(reader: Reader, facts: Facts) -> Html:
    t = reader.t
    if facts["debt"]:
        # NOTE: {points} is "20 points".
        return t("💰 You owe {points}: your next ones repay them", points=t.points(facts["debt"]))
    return t("💰 You have <b>{points}</b>", points=t.points(facts["available"]))


def late(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("🕰 <b>We are sorry: order {order} came late</b>", order=str(facts["order"])),
        t.plural(
            "It came {n} minute after the time we had promised.",
            "It came {n} minutes after the time we had promised.",
            facts["minutes"],
        ),
        # NOTE: {points} is "+50 points".
        t("<b>{points}</b> as an apology.", points=t.points(facts["points"], signed=True)),
    )
    return Screen(text, _rows(reader))


def undone(reader: Reader, facts: Facts) -> Screen:
    """For who invited: the friend brought the order back."""
    t = reader.t
    text = lines(
        # NOTE: {name} may be of any gender.
        t("↩️ The first order of <b>{name}</b> came back.", name=facts["name"])
        if facts["name"]
        else t("↩️ The first order of a friend of yours came back."),
        # NOTE: {points} is "−200 points".
        t("So your gift is taken back: {points}.", points=t.points(-facts["points"], signed=True)),
        t("It is yours again when a large enough order is delivered.") if facts["waits"] else None,
    )
    return Screen(text, _rows(reader))


def _rows(reader: Reader) -> Rows:
    t = reader.t
    return ((Button(t.plain("💰 My points"), Points()), Button(t.plain("🧾 History"), History())), keys.home(t))


WORDINGS: dict[str, Wording] = {
    "return.taken": taken,
    "order.late": late,
    "referral.undone": undone,
}
