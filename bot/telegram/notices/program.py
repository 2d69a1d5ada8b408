"""Words about changes of the programme's rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import Html, lines
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Screen
from bot.telegram.shared import keys, program_numbers


def changed(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """What is stricter: what it was, what it will be, from when; and that nothing already earned changes."""
    t = reader.t
    text = lines(
        t("📜 <b>A rule of {shop} changes on {date}</b>", shop=reader.rules.program.name, date=_day(reader, facts)),
        "",
        *(_change(reader, each, facts["currency"]) for each in facts.get("changes", [facts])),
        "",
        t("Points you have earned, or earn until then, keep the rules they were earned under."),
    )
    return Screen(text, rows=(keys.home(t),))


def _change(reader: Reader, change: Mapping[str, Any], currency: str) -> Html:
    t, field = reader.t, change["field"]
    return t(
        "{rule}: now <b>{old}</b>, then <b>{new}</b>.",
        rule=program_numbers.label(t, field),
        old=program_numbers.shown(t, field, change["old"], currency),
        new=program_numbers.shown(t, field, change["new"], currency),
    )


def _day(reader: Reader, facts: Mapping[str, Any]) -> str:
    return reader.t.date(date.fromisoformat(facts["day"]))


WORDINGS: dict[str, Wording] = {"program.changed": changed}
