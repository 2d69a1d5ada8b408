"""The buttons the shop put under its message: what each does in the chat, above "Fewer" and "Stop"."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from bot.rules.benefits import named
from bot.telegram.customer.broadcast_callbacks import Answer
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Rows
from bot.telegram.shared import keys

STARS = 5
LONGEST = 64  # letters of a label that Telegram shows without dots on most phones


def rows(reader: Reader, facts: Mapping[str, Any]) -> Rows:
    """`facts["buttons"]`: [{"do", "label": {language: words}, "url"}]; `facts["broadcast"]`: its number. In the order
    in which they were set: stars and "going" in rows of their own, the rest two in a row where they are short."""
    made = [_row(reader, facts["broadcast"], each) for each in facts.get("buttons") or ()]
    shown: list[tuple[Button, ...]] = []
    for alone, run in groupby(made, key=lambda row: len(row) == 1):
        theirs = list(run)
        shown += keys.fitting([row[0] for row in theirs]) if alone else theirs
    return tuple(shown)


def _row(reader: Reader, number: int, each: Mapping[str, Any]) -> tuple[Button, ...]:
    label = named(each.get("label") or {}, reader.t.language, reader.rules.program.language)[:LONGEST]
    match each["do"]:
        case "link":
            return (Button(label or each["url"], url=each["url"]),)
        case "rate":
            return tuple(Button(f"{stars} ⭐", Answer(broadcast=number, do="rate", stars=stars)) for stars in _all())
        case "going":
            # NOTE: a button under an invitation: "I am not coming".
            no = Button(reader.t.plain("I can't come"), Answer(broadcast=number, do="not_going"))
            return (Button(label, Answer(broadcast=number, do="going"), style="success"), no)
        case "claim":
            return (Button(label, Answer(broadcast=number, do="claim"), style="success"),)
    return (Button(label, Answer(broadcast=number, do=each["do"])),)


def _all() -> range:
    return range(1, STARS + 1)
