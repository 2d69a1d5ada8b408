"""What the buttons of payments and gift certificates carry; as with all buttons, a hint that is checked later."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt


class PayOrder(CallbackData, prefix="pay"):
    """An invoice of what is left to pay of my order."""

    order: NonNegativeInt


class ShowCertificates(CallbackData, prefix="gcs"):
    """Gift certificates: which sum?"""


class BuyCertificate(CallbackData, prefix="gcb"):
    """One of so much, in minor units; paid how?"""

    minor: NonNegativeInt
    by: Literal["ask", "money", "stars"] = "ask"
