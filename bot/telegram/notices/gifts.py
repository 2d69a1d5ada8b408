"""News about gifts between members, for who gave and for who got."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import Html, lines
from bot.rules.benefits import from_json
from bot.telegram.customer.callbacks import Offers, Points
from bot.telegram.customer.voucher_callbacks import MyVouchers
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import benefits, keys

Facts = Mapping[str, Any]


def thing(reader: Reader, facts: Facts) -> str:
    """What was given, plain: "Miso soup", "300 points"."""
    if facts["points"]:
        return reader.t.points(facts["points"])
    return benefits.title(reader.t, from_json(facts["benefit"]), reader.rules.program.currency)


def claimed(reader: Reader, facts: Facts) -> Screen:
    t, what = reader.t, thing(reader, facts)
    told = (
        # NOTE: {name} may be of any gender; {thing} is "300 points" or a voucher such as "Miso soup".
        t("🎁 <b>{name}</b> has your gift now: {thing}.", name=facts["name"], thing=what)
        if facts["name"]
        else t("🎁 Your friend has your gift now: {thing}.", thing=what)
    )
    return Screen(lines(told, t("How kind of you!")), (keys.home(t),))


def returned(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {thing} is "300 points" or a voucher such as "Miso soup".
        t("↩️ Nobody opened your gift: {thing}.", thing=thing(reader, facts)),
        t("It is yours again."),
    )
    return Screen(text, (_ways(reader, facts),))


def received(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {thing} is "300 points" or a voucher such as "Miso soup".
        t("🎁 <b>Your gift is here: {thing}</b>", thing=thing(reader, facts)),
        _from(reader, facts),
        _until(reader, facts),
    )
    return Screen(text, (_ways(reader, facts),))


def missed(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {thing} is "300 points" or a voucher such as "Miso soup".
        t("🎁 Somebody was quicker, or the gift has gone back: {thing}.", thing=thing(reader, facts)),
        t("Your card is yours all the same: each order brings points."),
    )
    return Screen(text, ((Button(t.plain("✨ What's on"), Offers()), *keys.home(t)),))


def _from(reader: Reader, facts: Facts) -> Html | None:
    # NOTE: {name} may be of any gender.
    return reader.t("From {name}, with love.", name=facts["giver"]) if facts["giver"] else None


def _until(reader: Reader, facts: Facts) -> Html:
    return reader.t("It can be used until {date}.", date=reader.t.date(date.fromisoformat(facts["until"])))


def _ways(reader: Reader, facts: Facts) -> tuple[Button, ...]:
    t = reader.t
    points, vouchers = Button(t.plain("💰 My points"), Points()), Button(t.plain("🎟 My vouchers"), MyVouchers())
    return (points if facts["points"] else vouchers, *keys.home(t))


WORDINGS: dict[str, Wording] = {
    "gift.claimed": claimed,
    "gift.returned": returned,
    "gift.received": received,
    "gift.missed": missed,
}
