"""Sales at the till."""

from datetime import datetime

from bot.http.api.schemas.holds import Some
from bot.http.api.schemas.orders import Goods, Items, lines
from bot.http.api.schemas.returns import SlipIn
from bot.http.api.schemas.shared import Asked, Currency, Moment, Number, Sentence, Told, Word, like
from bot.usecases.sale_posting import Offline, SaleDraft, SaleOutlook, SalePosted, SlipNo
from db.enums import Tier


class OfflineIn(Asked):
    """A till that had no connection: the QR it was shown, and the points it was to take. Judged as of `occurred_at`;
    as many are taken as are there now."""

    points: Some
    shown: Sentence


class SaleIn(Asked):
    """Goods that were paid for at the counter. `slip`: the till's own number; sent again under a new key, it is the
    same sale. `hold`: points that are set aside for it; `occurred_at`, if not now: a day ago at most."""

    model_config = like({"member_id": 3, "amount_minor": 124_000, "outlet_id": 1})

    member_id: Number
    amount_minor: Goods
    currency: Currency | None = None
    outlet_id: Number | None = None
    items: Items = ()
    voucher_id: Number | None = None
    hold: Number | None = None
    quote: Word | None = None
    slip: SlipIn | None = None
    occurred_at: Moment | None = None
    offline: OfflineIn | None = None
    campaign: Word | None = None

    def draft(self, key: str) -> SaleDraft:
        """As the use-case asks for it."""
        apart = ("items", "hold", "slip", "offline")
        return SaleDraft(
            key=key,
            items=lines(self.items),
            spending_id=self.hold,
            slip=SlipNo(self.slip.terminal, self.slip.receipt) if self.slip else None,
            offline=Offline(self.offline.points, self.offline.shown) if self.offline else None,
            **{name: getattr(self, name) for name in type(self).model_fields if name not in apart},
        )


class SaleOut(Told):
    """The sale is done. `earned`: the points it brings, spendable from `waiting_until` on, if not now; `available`:
    what the member can spend now; `why` an offline till's points are fewer than it was asked for."""

    order_id: int
    member_id: int
    outlet_id: int | None
    currency: str
    amount_minor: int
    discount_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    earned: int
    waiting_until: datetime | None
    available: int
    why: str | None

    @classmethod
    def of(cls, posted: SalePosted) -> "SaleOut":
        return cls(**{name: getattr(posted, name) for name in cls.model_fields})


class SaleOutlookOut(Told):
    """What the sale would be. From `points_least` to `points_most` may be asked for, or `points_why` none; `vouchers`
    could be used, what saves most first; `unusual`: the sum is so large that one asks again."""

    member_id: int
    name: str
    number: str
    tier: Tier
    place: str
    currency: str
    available: int
    discount_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    earns: int
    voucher_id: int | None
    vouchers: list[int]
    points_least: int
    points_most: int
    points_why: str | None
    unusual: bool

    @classmethod
    def of(cls, seen: SaleOutlook) -> "SaleOutlookOut":
        apart = ("discount_minor", "voucher_id", "vouchers")
        same = {name: getattr(seen, name) for name in cls.model_fields if name not in apart}
        return cls(
            discount_minor=seen.bill.quote.discount,
            voucher_id=seen.voucher.id if seen.voucher else None,
            vouchers=[line.id for line in seen.vouchers],
            **same,
        )
