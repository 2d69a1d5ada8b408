"""An offer the shop wrote of ends soon, and its reader has not answered yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.i18n import lines
from bot.telegram.notices.broadcast_rows import rows
from bot.telegram.notices.offer_rows import offer_rows
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Screen


def ending(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """The message it was told in stands above in the chat."""
    t, until = reader.t, datetime.fromisoformat(facts["deadline"])
    text = lines(
        t("⏳ <b>Our offer ends soon</b>"),
        # NOTE: "it" is the offer of an earlier message; {moment} is a day and an hour.
        t("You can still take it until {moment}.", moment=t.moment(until, reader.rules.zone)),
    )
    return Screen(text, rows=(*rows(reader, facts), *offer_rows(reader)), fresh=True)


WORDINGS = {"broadcast.ending": ending}
