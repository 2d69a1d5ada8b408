"""Orders, as they are asked for and told."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.shared import (
    MOST_MINOR,
    PLAIN,
    Address,
    Asked,
    Currency,
    Minor,
    Moment,
    Number,
    Page,
    Sentence,
    Told,
    Word,
    cursor,
    like,
)
from bot.rules.dishes import LONGEST_CATEGORY, LONGEST_NAME, MOST_LINES, MOST_PIECES, BadDish, DishLine, fold
from bot.usecases.order_drafts import OrderDraft
from bot.usecases.order_sight import OrderSeen
from db.enums import Channel, OrderState, Scope

Goods = Annotated[int, Field(ge=1, le=MOST_MINOR, description="The goods in minor units, without the delivery.")]


class ItemIn(Asked):
    """One line of the bill; `sum_minor` is of the whole line, before anything comes off."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=PLAIN)]
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    sum_minor: Minor
    category: Annotated[str | None, Field(min_length=1, max_length=LONGEST_CATEGORY, pattern=PLAIN)] = None


Items = Annotated[
    tuple[ItemIn, ...],
    Field(max_length=MOST_LINES, strict=False, description="May tell a part of the goods only."),
]


def lines(items: tuple[ItemIn, ...]) -> tuple[DishLine, ...]:
    """As the programme knows them. Raises BadDish for a name with nothing to read, or too long to be found again."""
    return tuple(DishLine(_named(item.name), item.quantity, item.sum_minor, item.category) for item in items)


def _named(name: str) -> str:
    if not fold(name):
        raise BadDish("dish.unreadable", line=name)
    if len(fold(name)) > LONGEST_NAME:
        raise BadDish("dish.too_long", line=name[:LONGEST_NAME])
    return " ".join(name.split())


def channel(scope: Scope) -> Channel:
    """How an order came, by the key that brought it."""
    return Channel.SITE if scope is Scope.SITE else Channel.DESK


class OrderIn(Asked):
    """`hold`: points that are set aside for it; `quote`: the bill is as this one says, though rules have changed
    meanwhile; `voucher_id`: one of the member's; no `address`: it is picked up."""

    model_config = like({"member_id": 3, "amount_minor": 124_000, "fee_minor": 15_000, "address": "Nevsky 1"})

    member_id: Number
    amount_minor: Goods
    fee_minor: Minor = 0
    currency: Currency | None = None
    items: Items = ()
    address: Address = ""
    promised_at: Moment | None = None
    outlet_id: Number | None = None
    courier_id: Number | None = None
    voucher_id: Number | None = None
    hold: Number | None = None
    quote: Word | None = None
    campaign: Word | None = None

    def draft(self, key: str, scope: Scope) -> OrderDraft:
        """As the use-case asks for it."""
        same = {name: getattr(self, name) for name in type(self).model_fields if name not in ("items", "hold")}
        return OrderDraft(key=key, items=lines(self.items), spending_id=self.hold, channel=channel(scope), **same)


class OrderOut(Told):
    """`to_pay_minor` is what is left of goods and delivery after all that came off, and after `paid_minor`, which
    `points_paid` points pay. `points`: what it brings, theirs from `earned_at` on."""

    id: int
    member_id: int
    outlet_id: int | None
    courier_id: int | None
    state: OrderState
    channel: Channel
    currency: str
    amount_minor: int
    fee_minor: int
    discount_minor: int
    fee_off_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    points: int
    base_minor: int
    voucher_id: int | None
    hold: int | None
    campaign: str | None
    returned_minor: int
    late_points: int
    promised_at: datetime | None
    placed_at: datetime
    accepted_at: datetime | None
    started_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    earned_at: datetime | None

    @classmethod
    def of(cls, seen: OrderSeen) -> "OrderOut":
        same = {name: getattr(seen, name) for name in cls.model_fields if name != "hold"}
        return cls(hold=seen.spending_id, **same)


def page(found: list[OrderSeen], limit: int) -> Page[OrderOut]:
    """A page of orders, of which one more was asked for."""
    shown = found[:limit]
    return Page[OrderOut](
        items=[OrderOut.of(each) for each in shown],
        next=cursor(shown[-1].id) if len(found) > limit else None,
    )


class AssignIn(Asked):
    """The number of a courier, or null: nobody's yet."""

    model_config = like({"courier_id": 2})

    courier_id: Number | None


class CancelIn(Asked):
    """Why; the member reads it."""

    model_config = like({"reason": "As you asked"})

    reason: Sentence
