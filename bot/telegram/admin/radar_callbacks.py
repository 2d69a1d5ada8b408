"""What the button of the owner's radar carries."""

from aiogram.filters.callback_data import CallbackData


class ShowRadar(CallbackData, prefix="rdr"):
    """What of the staff's doings deserves a look."""
