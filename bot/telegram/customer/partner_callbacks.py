"""What the buttons carry of whoever wants to be a partner."""

from aiogram.filters.callback_data import CallbackData


class Applying(CallbackData, prefix="pnx"):
    """The application: leave a question out ("skip"), or send it ("send")."""

    how: str
