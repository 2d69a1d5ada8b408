"""Orders and what happened to each."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import Channel, OrderState, ProblemKind
from db.models.base import PERSONAL, Base, Id, words


class Order(Base):
    """What was bought. Sums in minor units; `points` is what it will earn, fixed at placement by the rules then."""

    __tablename__ = "orders"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)  # the draft it came from: entered twice is one order
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))
    state: Mapped[OrderState] = mapped_column(words(OrderState))
    placed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    key_id: Mapped[int | None] = mapped_column(ForeignKey("api_keys.id"))  # or which till or site
    courier_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int]  # the goods
    fee_minor: Mapped[int] = mapped_column(default=0)  # the delivery
    discount_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # off the goods
    fee_off_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # off the delivery
    voucher_id: Mapped[int | None]  # one at most; set aside with the order, used with its delivery
    channel: Mapped[Channel] = mapped_column(words(Channel), default=Channel.DESK, server_default="desk")
    priority: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # served first
    base_minor: Mapped[int]  # what earns
    points: Mapped[int]
    program_version: Mapped[int]
    earning: Mapped[str] = mapped_column(Text)  # the arithmetic as JSON, for "Why?"
    address: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    handover_code: Mapped[str] = mapped_column(String(8))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    problem: Mapped[ProblemKind | None] = mapped_column(words(ProblemKind))
    problem_words: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    problem_at: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    placed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(200))
    earn_due_at: Mapped[datetime | None]  # delivered, points on hold until then
    earned_at: Mapped[datetime | None]
    spending_id: Mapped[int | None] = mapped_column(ForeignKey("spendings.id"))  # its points pay a part of it
    points_paid: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    paid_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # by these points
    prepaid_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # in chat, by an invoice
    campaign: Mapped[str | None] = mapped_column(String(64))  # which advertisement brought it, as the site says
    late_points: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # the apology for coming late
    # What came back of it in all; each time is an OrderReturn.
    returned_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # goods, after what came off
    returned_base_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # of what earned
    points_taken_back: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    points_given_back: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    returned_at: Mapped[datetime | None]

    @property
    def to_pay_minor(self) -> int:
        """What the member pays when it comes."""
        return self.amount_minor - self.discount_minor - self.paid_minor + self.fee_minor - self.fee_off_minor

    @property
    def due_minor(self) -> int:
        """What is still to be collected."""
        return self.to_pay_minor - self.prepaid_minor

    @property
    def goods_minor(self) -> int:
        """The goods after what came off, however they are paid: what can come back."""
        return self.amount_minor - self.discount_minor

    @hybrid_property
    def kept_minor(self) -> int:
        """The goods after what came off and what came back."""
        return self.amount_minor - self.discount_minor - self.returned_minor

    @hybrid_property
    def kept_base_minor(self) -> int:
        """What counts as spent: the part that earned, without what came back."""
        return self.base_minor - self.returned_base_minor

    @hybrid_property
    def kept_points(self) -> int:
        """What the order brings after what came back."""
        return self.points - self.points_taken_back

    __table_args__ = (
        Index("ix_orders_member_id_id", "member_id", "id"),
        Index("ix_orders_courier_id_state", "courier_id", "state"),
        Index("ix_orders_state_placed_at", "state", "placed_at"),
        Index(
            "ix_orders_delivered_at",
            "delivered_at",
            sqlite_where=text("delivered_at IS NOT NULL"),
            postgresql_where=text("delivered_at IS NOT NULL"),
        ),
        Index(
            "ix_orders_earn_due",
            "earn_due_at",
            sqlite_where=text("earned_at IS NULL AND earn_due_at IS NOT NULL"),
            postgresql_where=text("earned_at IS NULL AND earn_due_at IS NOT NULL"),
        ),
        CheckConstraint("amount_minor >= 0 AND fee_minor >= 0 AND base_minor >= 0 AND points >= 0", name="sums"),
    )


class OrderEvent(Base):
    """One step of an order's life; only added to."""

    __tablename__ = "order_events"

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    what: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[int | None]
    key_id: Mapped[int | None]  # of the till or site that said so
    note: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    at: Mapped[datetime]


class OrderReturn(Base):
    """One time that goods of an order came back. Only added to."""

    __tablename__ = "order_returns"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)  # the request it came from: sent twice, it is one
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount_minor: Mapped[int]  # goods, after what came off; 0 where vouchers had paid for all of them
    base_minor: Mapped[int]  # of what earned
    items: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [name, quantity, sum in minor units]
    points_taken: Mapped[int]
    points_given: Mapped[int]
    money_minor: Mapped[int]  # to be paid back
    staff_id: Mapped[int | None]
    key_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "amount_minor >= 0 AND base_minor >= 0 AND points_taken >= 0 AND points_given >= 0 AND money_minor >= 0",
            name="sums",
        ),
    )


class OrderItem(Base):
    """One line of an order; sums in minor units, before discounts."""

    __tablename__ = "order_items"

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    member_id: Mapped[int]  # of the order, so that "who bought this" needs one table
    name: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(80))  # as Dish.folded
    category: Mapped[str | None] = mapped_column(String(32))  # as the dish had it then
    quantity: Mapped[int]
    sum_minor: Mapped[int]

    __table_args__ = (
        Index("ix_order_items_category_member_id", "category", "member_id"),
        Index("ix_order_items_member_id", "member_id"),
    )


class Dish(Base):
    """A thing the shop sells, as the desk wrote it first; its category is what rules and segments speak of."""

    __tablename__ = "dishes"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(80), unique=True)  # lower case, one space: how it is found again
    category: Mapped[str | None] = mapped_column(String(32), index=True)
    created_at: Mapped[datetime]
