"""What is said by itself of links that were opened too late."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import lines
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import OFFERS


def missed(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """Somebody joined by a link whose points are gone."""
    t = reader.t
    text = lines(
        # NOTE: {points} is "62 points".
        t(
            "🧾 The link you came by brings nothing any more: {points} were claimed or have run out.",
            points=t.points(facts["points"]),
        ),
        t("Your card is yours all the same: each order brings points."),
    )
    return Screen(text, ((Button(t.plain("✨ What's on"), OFFERS), *keys.home(t)),))


WORDINGS: dict[str, Wording] = {"claim.missed": missed}
