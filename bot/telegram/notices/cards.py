"""News of one's card."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import lines
from bot.telegram.customer.callbacks import Card
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys


def renewed(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("💳 <b>You have a new card</b>"),
        t("The old one and every picture of it work no more. Your number, points and level are as they were."),
    )
    return Screen(text, ((Button(t.plain("💳 My card"), Card()),), keys.home(t)))


WORDINGS: dict[str, Wording] = {"card.renewed": renewed}
