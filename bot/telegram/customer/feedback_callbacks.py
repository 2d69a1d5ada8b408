"""What the buttons under "How was it?" and under the question of a quarter carry."""

from aiogram.filters.callback_data import CallbackData


class HowWasIt(CallbackData, prefix="hwi"):
    """Under messages of earlier days: good (1) or not (0). It asks for stars now."""

    order: int
    good: int


class Rate(CallbackData, prefix="rt"):
    """So many stars for an order; 0: what was said of it so far, or the question."""

    order: int
    stars: int = 0


class RateReason(CallbackData, prefix="rtr"):
    """A reason is put in, or taken out."""

    order: int
    reason: str


class RatePart(CallbackData, prefix="rtp"):
    """Food, courier or speed: so many stars; 0 asks for them."""

    order: int
    part: str
    stars: int = 0


class RateWords(CallbackData, prefix="rtw"):
    """Words or a picture come next."""

    order: int


class NpsScore(CallbackData, prefix="nps"):
    """0 to 10, in the quarter in which it was asked."""

    quarter: str
    score: int


class NpsWhy(CallbackData, prefix="npw"):
    """Words about it come next."""

    quarter: str
