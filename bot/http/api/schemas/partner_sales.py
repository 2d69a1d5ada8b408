"""A partner's sales: what is sold, what comes back, and what a month comes to."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.returns import SlipIn
from bot.http.api.schemas.shared import Asked, Currency, Minor, Number, Told, like
from bot.usecases.partner_returns import PartnerReturn as Wanted
from bot.usecases.partner_returns import PartnerReturned, PartnerSaleSeen
from bot.usecases.partner_sales import PartnerOutlook, PartnerSaleDraft, PartnerSold
from bot.usecases.partner_statements import Statement


class PartnerSaleIn(Asked):
    """`amount_minor` is the bill before the members' discount; `hold` the points that are set aside for it; `slip` the
    till's own number: sent again under a new key, it is the same sale."""

    model_config = like({"member_id": 3, "amount_minor": 50_000})

    member_id: Number
    amount_minor: Minor
    currency: Currency | None = None
    hold: Annotated[Number | None, Field(description="Of POST /holds.")] = None
    slip: SlipIn | None = None

    def draft(self, key: str) -> PartnerSaleDraft:
        """As the use-case asks for it."""
        terminal, receipt = (self.slip.terminal, self.slip.receipt) if self.slip else (None, None)
        return PartnerSaleDraft(key, self.member_id, self.amount_minor, self.hold, terminal, receipt, self.currency)


class PartnerOutlookOut(Told):
    """What such a bill would cost and earn. From `points_least` to `points_most` may pay a part of it; none may when
    `points_most` is 0, and `points_why` is the code that says why not."""

    member_id: int
    name: str
    amount_minor: int
    discount_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    earns: int
    points_least: int
    points_most: int
    points_why: str | None
    currency: str

    @classmethod
    def of(cls, seen: PartnerOutlook) -> "PartnerOutlookOut":
        bill = seen.bill
        return cls(
            member_id=seen.guest.member_id,
            name=seen.guest.name,
            amount_minor=bill.bill_minor,
            discount_minor=bill.off_minor,
            points_paid=seen.points_paid,
            paid_minor=bill.paid_minor,
            to_pay_minor=bill.to_pay_minor,
            earns=bill.points,
            points_least=seen.least_points,
            points_most=seen.most_points,
            points_why=seen.why_none,
            currency=seen.currency,
        )


class PartnerSoldOut(Told):
    """The sale as it was. `available`: what the member can spend now."""

    id: int
    member_id: int
    amount_minor: int
    discount_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    earned: int
    available: int
    currency: str
    undo_until: datetime

    @classmethod
    def of(cls, sold: PartnerSold) -> "PartnerSoldOut":
        same = {name: getattr(sold, name) for name in cls.model_fields if hasattr(sold, name)}
        return cls(id=sold.sale_id, amount_minor=sold.bill_minor, discount_minor=sold.off_minor, **same)


class PartnerSaleOut(Told):
    """One sale: `amount_minor` after the discount, `left_minor` of it can still come back."""

    id: int
    member_id: int
    amount_minor: int
    returned_minor: int
    left_minor: int
    points_paid: int
    earned: int
    currency: str
    at: datetime
    undone: bool

    @classmethod
    def of(cls, seen: PartnerSaleSeen) -> "PartnerSaleOut":
        same = {name: getattr(seen, name) for name in cls.model_fields if hasattr(seen, name)}
        return cls(id=seen.sale_id, earned=seen.points, **same)


class PartnerReturnIn(Asked):
    """Goods for `amount_minor` of what they cost after the discount; without it all that is left."""

    model_config = like({"amount_minor": 10_000}, {})

    amount_minor: Minor | None = None

    def wanted(self, sale_id: int) -> Wanted:
        return Wanted(sale_id, self.amount_minor)


class PartnerReturnOut(Told):
    """`money_minor` is to be paid back in money; `points_given` had paid and are the member's again, `points_taken` had
    been earned and are gone."""

    sale_id: int
    member_id: int
    amount_minor: int
    money_minor: int
    points_given: int
    points_taken: int
    left_minor: int
    available: int
    currency: str

    @classmethod
    def of(cls, done: PartnerReturned) -> "PartnerReturnOut":
        return cls(**{name: getattr(done, name) for name in cls.model_fields})


class PartnerStatementOut(Told):
    """A month: above zero `net_minor` is what the shop pays the partner, below it what the partner pays the shop."""

    month: date
    points_given: int
    given_minor: int
    points_taken: int
    taken_minor: int
    net_minor: int
    entries: int
    reconciles: bool
    currency: str

    @classmethod
    def of(cls, told: Statement) -> "PartnerStatementOut":
        same = ("month", "given_minor", "taken_minor", "net_minor", "reconciles", "currency")
        counts = {"points_given": told.given, "points_taken": told.taken, "entries": len(told.lines)}
        return cls(**counts, **{name: getattr(told, name) for name in same})
