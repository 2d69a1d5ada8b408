"""What the buttons about old cards carry."""

from aiogram.filters.callback_data import CallbackData


class TypeOldCard(CallbackData, prefix="oct"):
    """I had a card before."""
