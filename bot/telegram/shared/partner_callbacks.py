"""Buttons about partners that several audiences show."""

from aiogram.filters.callback_data import CallbackData


class OpenPartners(CallbackData, prefix="pn"):
    """The network: for managers to look after it, for members to see where else their points are good."""


class SeePartner(CallbackData, prefix="pns"):
    """One partner, as the presser may see it."""

    partner: int


class OpenPartnerSale(CallbackData, prefix="pnn"):
    """At a partner's till, the next customer: who is it?"""


class PartnerSaleCard(CallbackData, prefix="pnc"):
    """A sale at the presser's own place."""

    sale: int
