"""What the buttons of "The same again" carry."""

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt


class SameAgain(CallbackData, prefix="rpo"):
    """What was my last order?"""


class SendAgain(CallbackData, prefix="rps"):
    """Yes, the same as this order."""

    order: NonNegativeInt
