"""Partners: other companies where members earn and spend the same points."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import PartnerState
from db.models.base import PERSONAL, Base, BigInt, Id, words


class Partner(Base):
    """Another company in the network, from its application on; the rates are those agreed on."""

    __tablename__ = "partners"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(16), unique=True)  # in its start link
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(500), default="")
    category: Mapped[str] = mapped_column(String(32), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[PartnerState] = mapped_column(words(PartnerState))
    earn_rate_bp: Mapped[int] = mapped_column(default=0)  # of a sale there, as points
    spend_max_bp: Mapped[int] = mapped_column(default=0)  # of a sale there that points may pay
    discount_bp: Mapped[int] = mapped_column(default=0)  # that members have there
    give_value_bp: Mapped[int] = mapped_column(default=10_000)  # of a point's value: what it owes us for one it gave
    take_value_bp: Mapped[int] = mapped_column(default=10_000)  # what we owe it for one it took
    daily_points: Mapped[int] = mapped_column(default=0)  # that it may take in a day at most
    offer: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # words by language, segment
    applied_by: Mapped[int | None] = mapped_column(BigInt, info=PERSONAL)  # chat id
    contact: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    reason: Mapped[str | None] = mapped_column(String(200))  # of a refusal
    decided_by: Mapped[int | None]  # staff.id
    applied_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class PartnerSale(Base):
    """A sale at a partner's: what the member earned and paid with there, and what came back."""

    __tablename__ = "partner_sales"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    key_id: Mapped[int | None] = mapped_column(ForeignKey("api_keys.id"))
    terminal: Mapped[str | None] = mapped_column(String(64))
    receipt: Mapped[str | None] = mapped_column(String(64))
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    spending_id: Mapped[int | None] = mapped_column(ForeignKey("spendings.id"))
    points_paid: Mapped[int] = mapped_column(default=0)
    paid_minor: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)  # earned
    earning: Mapped[dict[str, Any]] = mapped_column(JSON)
    returned_minor: Mapped[int] = mapped_column(default=0)
    points_taken_back: Mapped[int] = mapped_column(default=0)
    points_given_back: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount_minor > 0 AND points >= 0 AND points_paid >= 0", name="sums"),
        Index("ix_partner_sales_partner_id_at", "partner_id", "at"),
        Index(
            "uq_partner_sales_receipt",
            "partner_id",
            "terminal",
            "receipt",
            unique=True,
            sqlite_where=text("receipt IS NOT NULL"),
            postgresql_where=text("receipt IS NOT NULL"),
        ),
    )
