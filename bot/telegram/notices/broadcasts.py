"""A message the shop sends to its members."""

from collections.abc import Mapping
from typing import Any

from bot.telegram.customer.callbacks import Points, StopOffers
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Screen


def sent(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """`facts["text"]`: the frozen text, put in by the sender."""
    t = reader.t
    rows = ((Button(t.plain("My points"), Points()),), (Button(t.plain("No more offers"), StopOffers()),))
    return Screen(facts["text"], rows=rows, fresh=True)


WORDINGS = {"broadcast.sent": sent}
