"""What the buttons about dishes that are left over carry."""

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt


class ShowSurplus(CallbackData, prefix="sup"):
    """What is left over: say it, and see what was saved."""


class PriceSurplus(CallbackData, prefix="supp"):
    """So many per cent off; 0: for nothing."""

    share: NonNegativeInt
