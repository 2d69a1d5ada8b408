"""What the buttons of the staff's promo codes carry; as with all buttons, a hint that is checked where the act is done.

`edition` is the code as it was shown: changed since then, it is looked at again first.
"""

from aiogram.filters.callback_data import CallbackData


class ShowPromos(CallbackData, prefix="prl"):
    """Every promo code."""


class OpenPromo(CallbackData, prefix="pro"):
    promo: int


class NewPromoCode(CallbackData, prefix="prn"):
    """A new code; `kind`: what it gives ("": ask)."""

    kind: str = ""


class PickReward(CallbackData, prefix="prr"):
    """The new code gives this reward for nothing."""

    reward: int


class CodeWay(CallbackData, prefix="prw"):
    """How the new code comes: "made" for them, or "personal" ones, one for each person."""

    way: str


class PromoDo(CallbackData, prefix="prd"):
    """`do`: a limit to be asked for, "first" (switches), "pause", "resume", "outlets", "segment", "words", "batch"."""

    do: str
    promo: int
    edition: int


class PromoOutlet(CallbackData, prefix="prt"):
    """The code is good at this outlet, or no longer."""

    promo: int
    edition: int
    outlet: int
