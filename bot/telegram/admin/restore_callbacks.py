"""What the buttons about expired points carry; checked again where the act is done."""

from aiogram.filters.callback_data import CallbackData


class GoneLots(CallbackData, prefix="gl"):
    """What expired of this member's points and can be brought back."""

    member: int


class BringBack(CallbackData, prefix="bb"):
    """This lot: for which reason?"""

    member: int
    lot: int


class BringBackFor(CallbackData, prefix="bf"):
    """For this reason (a key of views/restore.REASONS)."""

    reason: str
