"""What the sandbox keeps of payments: invoices, who pays one just now, and what was paid."""

from dataclasses import dataclass

from bot.sandbox.keyboards import Json
from bot.sandbox.records import Kept, Phone


@dataclass(frozen=True)
class Terms:
    """What an invoice asks for; the *payload* comes back with the money."""

    title: str
    description: str
    payload: str
    currency: str
    total: int
    start_parameter: str = ""

    @property
    def shown(self) -> Json:
        """``invoice`` as it stands in a message."""
        return {
            "title": self.title,
            "description": self.description,
            "start_parameter": self.start_parameter,
            "currency": self.currency,
            "total_amount": self.total,
        }


@dataclass
class Checkout:
    """Somebody is paying. *state*: "asked", then "paid" or "refused" as the bot says, "silent" when it says nothing."""

    phone: Phone
    terms: Terms
    kept: Kept | None
    asked_at: float
    state: str = "asked"
    error: str = ""


@dataclass
class Charge:
    """Money that was taken."""

    phone: Phone
    terms: Terms
    refunded: bool = False


class Till:
    """Invoices, who pays one just now, and what was paid."""

    def __init__(self) -> None:
        self.invoices: dict[int, Terms] = {}  # by message
        self.links: dict[str, Terms] = {}
        self.checkouts: dict[str, Checkout] = {}
        self.charges: dict[str, Charge] = {}
