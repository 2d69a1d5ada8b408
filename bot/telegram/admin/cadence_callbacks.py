"""Buttons of the test of how often to write."""

from aiogram.filters.callback_data import CallbackData


class ShowCadence(CallbackData, prefix="cad"):
    pass


class TryCadence(CallbackData, prefix="cat"):
    """`share`: of all members, in percent; 0: which share is still asked."""

    chosen: int
    share: int = 0


class EndCadence(CallbackData, prefix="cax"):
    sure: bool = False
