"""What the staff's buttons about payments and certificates carry; checked again where the act is done."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt


class ShowPayments(CallbackData, prefix="pms"):
    """A page of what was paid in chat; what has to go back comes first."""

    page: NonNegativeInt = 0


class OpenPayment(CallbackData, prefix="pmo"):
    payment: NonNegativeInt


class PaymentDo(CallbackData, prefix="pmd"):
    """Withdraw the certificate for its money; send Stars back; say that the provider has paid it back."""

    do: Literal["begin", "stars", "settle"]
    payment: NonNegativeInt


class AwardCertificate(CallbackData, prefix="gca"):
    """A certificate for this member, of which sum? With `minor`: of so much, is that right?"""

    member: NonNegativeInt
    minor: NonNegativeInt = 0


class AwardNow(CallbackData, prefix="gcn"):
    """Yes, the certificate that was shown."""
