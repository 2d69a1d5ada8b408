"""What the buttons of a partner's till carry; all is checked again where it is done."""

from aiogram.filters.callback_data import CallbackData


class OpenPartnerSale(CallbackData, prefix="pnn"):
    """The next customer: who is it?"""


class SellAtPartner(CallbackData, prefix="pnl"):
    """Yes: this is the bill, of this member, with this to pay."""

    member: int
    pays: int


class PartnerSales(CallbackData, prefix="pnh"):
    """The newest sales at the presser's own place."""


class PartnerSaleCard(CallbackData, prefix="pnc"):
    """One of them."""

    sale: int


class UndoPartnerSale(CallbackData, prefix="pnu"):
    """It was a slip."""

    sale: int


class PartnerReturn(CallbackData, prefix="pnb"):
    """Goods come back: all that is left ("whole"), a part ("part": how much?), or yes, as it was shown ("yes")."""

    sale: int
    how: str


class OwnStatement(CallbackData, prefix="pnm"):
    """What is owed for this month, or the one before ("before"); "file": as a table, "file_before" likewise."""

    which: str
