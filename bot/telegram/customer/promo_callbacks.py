"""What the buttons about promo codes and deals carry."""

from aiogram.filters.callback_data import CallbackData


class TypeCode(CallbackData, prefix="pct"):
    """I have a code."""


class AllDeals(CallbackData, prefix="dal"):
    """Every deal that is on for me, with the shop's own words."""
