"""Days of the week as people of a language call them."""

from collections.abc import Sequence

from bot import formats
from bot.i18n import Texts

DAYS = 7


def short(t: Texts, day: int) -> str:
    """ "Mon", "пн", "pon."; 0 is Monday."""
    return str(formats.locale(t.language).days["stand-alone"]["abbreviated"][day])


def told(t: Texts, days: Sequence[int]) -> str:
    """ "Mon, Tue and Fri" """
    return t.join([short(t, day) for day in sorted(days)])
