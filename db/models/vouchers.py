"""Vouchers: the single-use proof of a reward or an offer, and the links by which one is given away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import BenefitKind, GiftState, VoucherSource, VoucherState
from db.models.base import Base, Id, words


class Voucher(Base):
    """A promise to one member, used once. What it gives is fixed when it is issued (see bot/rules/benefits.py)."""

    __tablename__ = "vouchers"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(120), unique=True)  # the fact it comes from: "birthday:7:2027"
    code: Mapped[str] = mapped_column(String(16), unique=True)  # told or shown as QR
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[BenefitKind] = mapped_column(words(BenefitKind))
    value: Mapped[int] = mapped_column(default=0)
    most_minor: Mapped[int | None]  # a share of the bill takes off no more than this
    least_minor: Mapped[int] = mapped_column(default=0)  # the goods must cost this much
    names: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # language → name of the thing, as it was then
    reward_id: Mapped[int | None] = mapped_column(ForeignKey("rewards.id"), index=True)
    outlets: Mapped[list[Any]] = mapped_column(JSON, default=list)  # ids; empty: every one
    source: Mapped[VoucherSource] = mapped_column(words(VoucherSource))
    points: Mapped[int] = mapped_column(default=0)  # paid for it
    state: Mapped[VoucherState] = mapped_column(words(VoucherState), default=VoucherState.HELD)
    issued_at: Mapped[datetime]
    valid_until: Mapped[date]  # the last local day
    ends_at: Mapped[datetime]  # the moment that day is over where the member lives
    undo_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    order_id: Mapped[int | None] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None]  # staff.id
    key_id: Mapped[int | None]  # or the till or site that used it
    outlet_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]  # returned, voided or expired
    ended_by: Mapped[int | None]  # staff.id
    reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index("ix_vouchers_member_id_state", "member_id", "state"),
        Index("ix_vouchers_reward_id_issued_at", "reward_id", "issued_at"),
        Index(
            "ix_vouchers_ending",
            "ends_at",
            sqlite_where=text("state IN ('held', 'given')"),
            postgresql_where=text("state IN ('held', 'given')"),
        ),
    )


class Gift(Base):
    """A voucher or points on their way to whoever opens the link; only the hash of its token is kept."""

    __tablename__ = "gifts"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("vouchers.id"), index=True)
    points: Mapped[int | None]  # on hold at the giver's under the key "gift:<id>"
    state: Mapped[GiftState] = mapped_column(words(GiftState), default=GiftState.OPEN)
    at: Mapped[datetime]
    until: Mapped[datetime]
    claimed_by: Mapped[int | None]  # members.id
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(voucher_id IS NULL) <> (points IS NULL)", name="one_thing"),
        Index("ix_gifts_giver_id_at", "giver_id", "at"),
        Index(
            "ix_gifts_open",
            "until",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
