"""What the buttons of the desk's orders carry; as with all buttons, a hint that is checked where the act is done."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt


class ListOrders(CallbackData, prefix="orl"):
    """A page of orders."""

    show: Literal["open", "today", "problems", "all"] = "open"
    page: NonNegativeInt = 0


class OpenOrder(CallbackData, prefix="oro"):
    order: int


class OrderDo(CallbackData, prefix="ord"):
    """Asks: which courier, or for what reason?"""

    do: Literal["assign", "cancel", "settle"]
    order: int


class ResendOrder(CallbackData, prefix="ore"):
    """Once more, with a new code."""

    order: int


class AssignOrder(CallbackData, prefix="ora"):
    """To this courier; 0: to nobody yet."""

    order: int
    courier: int


class CancelOrder(CallbackData, prefix="orc"):
    """For this reason; `sure`: yes, really."""

    order: int
    reason: str
    sure: int = 0


class SettleOrder(CallbackData, prefix="ors"):
    """Delivered without a code, for this reason."""

    order: int
    reason: str


class DraftDo(CallbackData, prefix="orx"):
    """An answer about a new order given by a button."""

    do: Literal["member", "sure", "fee", "pickup", "minutes", "courier", "outlet", "back"]
    value: int = 0


class DraftExtra(CallbackData, prefix="oxe"):
    """Something more about a new order: ask what is in it, for a voucher, for a code; use this voucher (0: none); come
    later, or as was said before."""

    do: Literal["items", "no_items", "voucher", "use", "code", "later", "not_later"]
    value: NonNegativeInt = 0


class PlaceAgain(CallbackData, prefix="rpa"):
    """A new order for whoever had this one, as it was."""

    order: NonNegativeInt


class PlaceOrder(CallbackData, prefix="orp"):
    """Yes, place the order that was shown."""
