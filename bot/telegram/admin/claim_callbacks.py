"""What the buttons of printed links carry; as with all buttons, a hint that is checked where the act is done."""

from aiogram.filters.callback_data import CallbackData


class ShowClaims(CallbackData, prefix="cll"):
    """Links for receipts and for tables: every batch."""


class NewClaims(CallbackData, prefix="cln"):
    """New links; `kind`: "card", "receipt" ("": ask)."""

    kind: str = ""


class ClaimSet(CallbackData, prefix="cls"):
    """An answer about the links to come: `what` is "count", "points", "days" or "outlet"."""

    what: str
    value: int


class MakeClaims(CallbackData, prefix="clm"):
    """Yes, make them."""


class OpenBatch(CallbackData, prefix="clo"):
    batch: int


class PrintBatch(CallbackData, prefix="clp"):
    """`how`: "pdf" or "png"."""

    batch: int
    how: str


class VoidBatch(CallbackData, prefix="clv"):
    """Take back what nobody has claimed yet; `sure` on the second press."""

    batch: int
    sure: int = 0
