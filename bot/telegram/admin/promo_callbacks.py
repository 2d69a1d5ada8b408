"""What the buttons of the staff's promo codes carry; as with all buttons, a hint that is checked where the act is done.

`edition` is the code as it was shown: changed since then, it is looked at again first.
"""

from aiogram.filters.callback_data import CallbackData


class ShowPromos(CallbackData, prefix="pkl"):
    """Every promo code."""


class OpenPromo(CallbackData, prefix="pko"):
    promo: int


class NewPromoCode(CallbackData, prefix="pkn"):
    """A new code; `kind`: what it gives ("": ask)."""

    kind: str = ""


class PickReward(CallbackData, prefix="pkr"):
    """The new code gives this reward for nothing."""

    reward: int


class CodeWay(CallbackData, prefix="pkw"):
    """How the new code comes: "made" for them, or "personal" ones, one for each person."""

    way: str


class PromoDo(CallbackData, prefix="pkd"):
    """`do`: a limit to be asked for, "first" (switches), "pause", "resume", "outlets", "segment", "words", "batch"."""

    do: str
    promo: int
    edition: int


class PromoOutlet(CallbackData, prefix="pkt"):
    """The code is good at this outlet, or no longer."""

    promo: int
    edition: int
    outlet: int
