"""What the buttons about a member's level carry."""

from aiogram.filters.callback_data import CallbackData


class MyTier(CallbackData, prefix="lvl"):
    """My level: what it brings, how far the next one is, how it came about."""


class AllTiers(CallbackData, prefix="lvs"):
    """Every level and what it brings, for everybody."""
