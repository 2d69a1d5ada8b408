"""What the buttons about promo codes carry."""

from aiogram.filters.callback_data import CallbackData


class TypeCode(CallbackData, prefix="pct"):
    """I have a code."""
