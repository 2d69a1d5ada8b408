"""What the buttons of the staff's deals carry; a hint, checked where the act is done.

`edition` is the deal as it was shown: changed since then, it is looked at again first.
"""

from typing import Literal

from aiogram.filters.callback_data import CallbackData


class ShowDeals(CallbackData, prefix="dea"):
    """Every deal."""


class SeeAsMember(CallbackData, prefix="des"):
    """What members see now."""


class NewDeal(CallbackData, prefix="den"):
    """A new deal: asks for its words."""


class OpenDeal(CallbackData, prefix="deo"):
    deal: int


class DealDo(CallbackData, prefix="ded"):
    """`do`: asks for "words", "prices", "hours", "window", "days", "tier", "category", "outlets", "segment";
    or "pause", "resume", "remove" (asks), "removed" (yes)."""

    do: str
    deal: int
    edition: int


class DealWords(CallbackData, prefix="dew"):
    """The words in this language."""

    deal: int
    edition: int
    language: str


class DealPick(CallbackData, prefix="dep"):
    """A weekday, an outlet, a tier or a category by its place (-1: none): chosen, or not any more."""

    what: Literal["day", "outlet", "tier", "category"]
    deal: int
    edition: int
    value: int
