"""What we say when an update could not be handled."""

from collections.abc import Mapping
from typing import Any

from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Screen
from bot.telegram.shared import keys


def set_aside(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    return Screen(
        t("🙏 Sorry, something went wrong on our side just now, and nothing was changed. Please try once more."),
        rows=(keys.home(t),),
    )


def turned_away(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    return Screen(
        t("🐢 That is more messages at once than we can read. Please wait a moment, then write once more."),
        rows=(keys.home(t),),
    )


WORDINGS = {"update.set_aside": set_aside, "update.turned_away": turned_away}
