"""What the buttons about messages, hours and time zones carry; a hint, as with all buttons."""

from aiogram.filters.callback_data import CallbackData


class FewerOffers(CallbackData, prefix="few"):
    """Under every offer: half as many of these a month. The offer stays where it is."""


class MoreAgain(CallbackData, prefix="mag"):
    """Takes "fewer" back: as many a month as before (0: as the shop does)."""

    most: int = 0
