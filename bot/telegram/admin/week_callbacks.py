"""What the button of the week ahead carries."""

from aiogram.filters.callback_data import CallbackData


class ShowWeek(CallbackData, prefix="wk"):
    """The next seven days of messages to members."""
