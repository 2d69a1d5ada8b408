"""What a promo code brought that somebody else entered."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import lines
from bot.telegram.customer.callbacks import History, Points
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen


def points(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """The staff entered a code that gives points."""
    t = reader.t
    text = lines(
        t("🏷 <b>{points}</b> by a promo code", points=t.points(facts["points"])),
        t("The shop has entered it for you. They are yours to spend."),
    )
    return Screen(text, ((Button(t.plain("💰 My points"), Points()), Button(t.plain("🧾 History"), History())),))


WORDINGS: dict[str, Wording] = {"promo.points": points}
