"""What the buttons of the segment picker carry."""

from aiogram.filters.callback_data import CallbackData


class PickSegment(CallbackData, prefix="sg"):
    """`do`: "add" (ask for the `value`'s field), "choose" (the choice with number `value`), "write" (ask for a value to
    be typed), "drop" (the condition with number `value`), "everybody", "show", "save", "leave"."""

    do: str
    value: str = ""
