"""What the buttons of a member's own dates carry."""

from aiogram.filters.callback_data import CallbackData


class MyDates(CallbackData, prefix="mds"):
    pass


class AddDate(CallbackData, prefix="mda"):
    """Asks for the day, then for its name."""


class ForgetDate(CallbackData, prefix="mdx"):
    date: int
