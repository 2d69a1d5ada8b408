"""Partners: receipts of sales there, for members; applications and what became of them."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import Html, lines
from bot.telegram.customer.callbacks import Points
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, orders, tills
from bot.telegram.shared.callbacks import HELP, HOME
from bot.telegram.shared.partner_callbacks import SeePartner

Facts = Mapping[str, Any]


def sold(reader: Reader, facts: Facts) -> Screen:
    """The receipt: what came off, what points paid, what it brought."""
    t, currency, paid = reader.t, facts["currency"], facts["points_paid"]
    text = lines(
        # NOTE: {place} is another company's name.
        t("🤝 <b>Thank you for going to {place}!</b>", place=facts["place"]),
        "",
        tills.goods(t, facts["amount"] + facts["off"], currency),
        tills.taken_off(t, facts["off"], currency),
        tills.paid(t, paid, facts["paid"], currency),
        orders.to_pay(t, facts["to_pay"], currency) if facts["off"] or paid else None,
        "",
        # NOTE: {points} is "+45 points".
        t("⭐ {points} for buying there", points=t.points(facts["earned"], signed=True)) if facts["earned"] else None,
        _left(reader, facts),
        t("Was that not you? Tell us at once, and we look into it."),
    )
    return Screen(text, ((Button(t.plain("💬 Help"), HELP), *keys.home(t)),))


def undone(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("↩️ <b>The sale at {place} was taken back</b>", place=facts["place"]),
        t("It was a slip at the till, and counts for nothing."),
        _left(reader, facts),
    )
    return Screen(text, _ways(reader))


def returned(reader: Reader, facts: Facts) -> Screen:
    t, given, taken = reader.t, facts["points_given"], facts["points_taken"]
    text = lines(
        t("↩️ <b>Goods went back to {place}</b>", place=facts["place"]),
        t("Goods: {money}", money=t.money(facts["returned"], facts["currency"])),
        t("Money back: {money}", money=t.money(facts["money"], facts["currency"])) if facts["money"] else None,
        # NOTE: {points} is "+300 points": they had paid, and are the member's again.
        t("⭐ {points} that had paid", points=t.points(given, signed=True)) if given else None,
        # NOTE: {points} is "−15 points": the goods that went back had earned them.
        t("⭐ {points} that had been earned", points=t.points(-taken, signed=True)) if taken else None,
        _left(reader, facts),
    )
    return Screen(text, _ways(reader))


def _left(reader: Reader, facts: Facts) -> Html:
    # NOTE: {points} is "262 points".
    return reader.t("💰 You have <b>{points}</b>", points=reader.t.points(facts["available"]))


def _ways(reader: Reader) -> tuple[tuple[Button, ...], ...]:
    return ((Button(reader.t.plain("💰 My points"), Points()), *keys.home(reader.t)),)


def applied(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("🤝 <b>A company wants to be a partner</b>"),
        t("{name} waits for an answer.", name=facts["name"]),
    )
    see = Button(t.plain("See how it fits"), SeePartner(partner=facts["partner"]), style="primary")
    return Screen(text, ((see,), keys.home(t)))


def taken_in(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    serves = t("From now on this chat is your till: scan a member's card and enter the sum.")
    text = lines(
        t("🎉 <b>{name} is a partner of {shop} now</b>", name=facts["name"], shop=reader.rules.program.name),
        serves if facts["serves"] else t("We invite your people with a link of their own."),
    )
    first = Button(t.plain("Open my till"), HOME, style="primary") if facts["serves"] else None
    return Screen(text, ((first,),) if first else (keys.home(t),))


def refused(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("🤝 <b>{name}: not just now</b>", name=facts["name"]),
        t("Thank you for wanting to join us. This time we can't take you in."),
        # NOTE: {words} is what the shop wrote.
        t("The shop's words: “{words}”", words=facts["reason"]),
    )
    return Screen(text, (keys.home(t),))


WORDINGS: dict[str, Wording] = {
    "partner.sold": sold,
    "partner.undone": undone,
    "partner.returned": returned,
    "partner.applied": applied,
    "partner.taken_in": taken_in,
    "partner.refused": refused,
}
