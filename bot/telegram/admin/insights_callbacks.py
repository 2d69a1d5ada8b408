"""What the buttons of the figures carry."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData


class ShowStats(CallbackData, prefix="sts"):
    """How the programme does; "rewards": what becomes of them; "tests": what is being tried out."""

    part: Literal["", "rewards", "tests"] = ""
