"""What the buttons under "How was it?" carry."""

from aiogram.filters.callback_data import CallbackData


class HowWasIt(CallbackData, prefix="hwi"):
    """Good (1) or not (0). The message stays where it is."""

    order: int
    good: int
