"""A message the shop sends to its members."""

from collections.abc import Mapping
from typing import Any

from bot.telegram.customer.callbacks import Points
from bot.telegram.notices.offer_rows import offer_rows
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Screen


def sent(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """`facts["text"]`: the frozen text, put in by the sender."""
    t = reader.t
    rows = ((Button(t.plain("My points"), Points()),), *offer_rows(reader))
    return Screen(facts["text"], rows=rows, fresh=True)


WORDINGS = {"broadcast.sent": sent}
