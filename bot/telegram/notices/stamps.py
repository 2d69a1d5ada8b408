"""Words about a full stamp card."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import html, lines
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.notices.tiers import gifts
from bot.telegram.screen import Screen
from bot.telegram.shared import keys


def filled(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("🔖 <b>Your stamp card is full!</b>"),
        html("●" * facts["stamps"]),
        *gifts(reader, facts),
        t("A new card has begun."),
    )
    return Screen(text, rows=(keys.home(t),))


WORDINGS: dict[str, Wording] = {"stamps.filled": filled}
