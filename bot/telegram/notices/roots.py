"""The day's seal over the books."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import lines
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Screen


def sealed(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("🔏 <b>The books of {day} are sealed.</b>", day=t.date(date.fromisoformat(facts["day"]))),
        # NOTE: "accounts" are members' points accounts.
        t.plural(
            "{n} account, one seal over all of them:", "{n} accounts, one seal over all of them:", facts["accounts"]
        ),
        t("<code>{root}</code>", root=facts["root"]),
        t("Keep this message: if somebody ever changed the past, the seal would not fit any more."),
    )
    return Screen(text, fresh=True)


WORDINGS = {"root.sealed": sealed}
