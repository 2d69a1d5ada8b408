"""Points that wait for a customer who is no member yet."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.orders import Goods, Items, lines
from bot.http.api.schemas.returns import SlipIn
from bot.http.api.schemas.shared import Asked, Currency, Number, Told, Word, like
from bot.usecases.claims import ClaimSeen, SaleSeen
from bot.usecases.slips import SlipNo
from db.enums import ClaimKind, ClaimState


class ClaimIn(Asked):
    """A sale nobody is named for: with `phone` its points wait on that number, without it behind a link to print on the
    receipt. The sum is what was paid; `slip` the till's own number: sent again, it is the same sale."""

    model_config = like({"amount_minor": 124_000, "outlet_id": 1}, {"amount_minor": 124_000, "phone": "+48600100299"})

    amount_minor: Goods
    currency: Currency | None = None
    phone: Annotated[Word | None, Field(description="As the customer says it.")] = None
    outlet_id: Number | None = None
    items: Items = ()
    slip: SlipIn | None = None

    def sale(self, key: str) -> SaleSeen:
        """As the use-case asks for it."""
        slip = SlipNo(self.slip.terminal, self.slip.receipt) if self.slip else None
        return SaleSeen(key, self.amount_minor, self.outlet_id, lines(self.items), slip)


class ClaimOut(Told):
    """`points`: at least so many, until `until`. `link`: what the QR on the receipt says (null for a phone number, of
    which `phone` shows a part); `order_id`: the sale, once somebody has claimed it."""

    id: int
    kind: ClaimKind
    state: ClaimState
    points: int
    amount_minor: int
    currency: str
    until: datetime
    link: str | None
    phone: str | None
    order_id: int | None

    @classmethod
    def of(cls, seen: ClaimSeen, link: str | None) -> "ClaimOut":
        same = ("kind", "state", "points", "amount_minor", "currency", "until", "phone", "order_id")
        return cls(id=seen.claim_id, link=link, **{name: getattr(seen, name) for name in same})
