"""Buttons about partners that several audiences show."""

from aiogram.filters.callback_data import CallbackData


class OpenPartners(CallbackData, prefix="pno"):
    """The network: for managers to look after it, for members to see where else their points are good."""


class SeePartner(CallbackData, prefix="pns"):
    """One partner, as the presser may see it."""

    partner: int


class ApplyAsPartner(CallbackData, prefix="pna"):
    """A company wants to join the network."""
