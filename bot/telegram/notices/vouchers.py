"""News about vouchers, for the members who hold them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import lines
from bot.rules.benefits import from_json
from bot.telegram.customer.callbacks import Offers
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import benefits, keys
from bot.telegram.shared.callbacks import HELP

Facts = Mapping[str, Any]


def thing(reader: Reader, facts: Facts) -> str:
    """The name of what a voucher gives, plain."""
    return benefits.title(reader.t, from_json(facts["benefit"]), reader.rules.program.currency)


def expired(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {thing} is what a voucher gives, such as "Miso soup"; {date} was its last day.
        t(
            "⌛ Your voucher “{thing}” could be used until {date}.",
            thing=thing(reader, facts),
            date=_day(reader, facts),
        ),
        t("It has ended now. A pity! Have a look at what else is on for you."),
    )
    return Screen(text, ((Button(t.plain("✨ What's on"), Offers()), *keys.home(t)),))


def voided(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {thing} is what a voucher gives, such as "Miso soup".
        t("🎟 The shop has withdrawn your voucher “{thing}”.", thing=thing(reader, facts)),
        t("The shop's words: “{words}”", words=facts["reason"]),
        t("If you think this is a mistake, tell us."),
    )
    return Screen(text, ((Button(t.plain("💬 Help"), HELP), *keys.home(t)),))


def used(reader: Reader, facts: Facts) -> Screen:
    """The receipt of the till."""
    t, what, outlet = reader.t, thing(reader, facts), facts["outlet"]
    told = (
        # NOTE: {outlet} is a shop's name, {thing} what a voucher gave, such as "Miso soup".
        t("✅ Used at {outlet}: <b>{thing}</b>", outlet=outlet, thing=what)
        if outlet
        else t("✅ Used at the till: <b>{thing}</b>", thing=what)
    )
    text = lines(told, t("Was that not you? Tell us at once, and we look into it."))
    return Screen(text, ((Button(t.plain("💬 Help"), HELP), *keys.home(t)),))


def use_undone(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {thing} is what a voucher gives, such as "Miso soup".
        t("↩️ Your voucher “{thing}” is yours again.", thing=thing(reader, facts)),
        t("It was a slip at the till."),
    )
    return Screen(text, ((Button(t.plain("✨ What's on"), Offers()), *keys.home(t)),))


def _day(reader: Reader, facts: Facts) -> str:
    return reader.t.date(date.fromisoformat(facts["until"]))


WORDINGS: dict[str, Wording] = {
    "voucher.expired": expired,
    "voucher.voided": voided,
    "voucher.used": used,
    "voucher.use_undone": use_undone,
}
