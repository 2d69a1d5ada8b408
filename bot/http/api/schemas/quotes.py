"""Quotes."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.orders import Goods, Items, channel, lines
from bot.http.api.schemas.shared import PLAIN, Asked, Currency, Minor, Number, Points, Told, like
from bot.usecases.order_drafts import OrderDraft
from bot.usecases.quotes import QuoteSeen, QuoteWanted
from db.enums import Scope

Code = Annotated[str | None, Field(min_length=1, max_length=64, pattern=PLAIN, description="A promo code.")]


class QuoteIn(Asked):
    """A bill. Without `voucher_id` or `code` the member's voucher that saves most is taken; `points`: so many are to
    pay, if they may."""

    model_config = like({"member_id": 3, "amount_minor": 124_000, "fee_minor": 15_000, "points": 100})

    member_id: Number
    amount_minor: Goods
    fee_minor: Minor = 0
    currency: Currency | None = None
    items: Items = ()
    outlet_id: Number | None = None
    voucher_id: Number | None = None
    code: Code = None
    points: Points = 0

    def wanted(self, scope: Scope) -> QuoteWanted:
        """As the use-case asks for it."""
        apart = ("items", "code", "points")
        same = {name: getattr(self, name) for name in type(self).model_fields if name not in apart}
        draft = OrderDraft(key="quote", items=lines(self.items), channel=channel(scope), **same)
        return QuoteWanted(draft, self.code, self.points)


class QuoteOut(Told):
    """The bill: what the voucher (or code) takes off the goods, then the member's level, then points; `earns`: what it
    brings. `code_refused`: why the code gives nothing. From `points_least` to `points_most` may pay, or `points_why`
    none (or fewer than wanted). An order or a sale that names `quote` before `expires_at` has this bill."""

    quote: str
    member_id: int
    outlet_id: int | None
    currency: str
    amount_minor: int
    fee_minor: int
    voucher_off_minor: int
    level_off_minor: int
    fee_off_minor: int
    voucher_id: int | None
    vouchers: list[int]
    code: str | None
    code_refused: str | None
    points_least: int
    points_most: int
    points_why: str | None
    points: int
    paid_minor: int
    to_pay_minor: int
    earns: int
    expires_at: datetime
    order_id: int | None

    @classmethod
    def of(cls, seen: QuoteSeen) -> "QuoteOut":
        same = {name: getattr(seen, name) for name in cls.model_fields if name not in ("quote", "vouchers")}
        return cls(quote=seen.key, vouchers=list(seen.vouchers), **same)
