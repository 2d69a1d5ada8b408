"""Money that came through Telegram: invoices, what became of each, and refunds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import PaymentKind, PaymentState
from db.models.base import Base, Id, words


class Payment(Base):
    """One invoice; paid at most once, by Telegram's own charge id. Sums in minor units, or in whole Stars (XTR)."""

    __tablename__ = "payments"

    id: Mapped[Id]
    payload: Mapped[str] = mapped_column(String(80), unique=True)  # what Telegram brings back with the money
    kind: Mapped[PaymentKind] = mapped_column(words(PaymentKind))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    voucher_id: Mapped[int | None]  # the certificate that was bought
    worth_minor: Mapped[int]  # in the programme's currency
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[PaymentState] = mapped_column(words(PaymentState))
    charge_id: Mapped[str | None] = mapped_column(String(255), unique=True)  # Telegram's
    provider_charge_id: Mapped[str | None] = mapped_column(String(255))
    owed: Mapped[int] = mapped_column(default=0)  # of the amount: has to go back, in all
    refunded: Mapped[int] = mapped_column(default=0)  # of what is owed: has gone back
    owed_for: Mapped[str | None] = mapped_column(String(64))  # why, last: "cancel", "return:7", "twice", "late"
    at: Mapped[datetime]
    until: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]
    refunded_by: Mapped[int | None]  # staff.id
    refund_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint(
            "amount > 0 AND worth_minor > 0 AND 0 <= refunded AND refunded <= owed AND owed <= amount", name="sums"
        ),
        Index(
            "ix_payments_owed",
            "id",
            sqlite_where=text("refunded < owed"),
            postgresql_where=text("refunded < owed"),
        ),
    )
