"""Paying with points: asked for, agreed to, set aside, taken; and the quotes it begins with."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import Proof, SpendingState
from db.models.base import Base, BigInt, Id, words


class Spending(Base):
    """Points that are to pay a part of one bill. In the ledger its hold has the key "spending:<id>", and the entry that
    takes the points the key "spending:<id>:paid"."""

    __tablename__ = "spendings"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)  # the request it came from: sent twice, it is one
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    points: Mapped[int]
    pays_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    eligible_minor: Mapped[int]  # what the share was worked out of
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # who asked
    key_id: Mapped[int | None] = mapped_column(ForeignKey("api_keys.id"))  # or which till, site, partner
    state: Mapped[SpendingState] = mapped_column(words(SpendingState))
    proof: Mapped[Proof | None] = mapped_column(words(Proof))
    captured: Mapped[int] = mapped_column(default=0)  # points that were taken in the end
    order_id: Mapped[int | None] = mapped_column(index=True)
    at: Mapped[datetime]
    until: Mapped[datetime]  # of the question, then of the hold
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("points > 0 AND captured >= 0 AND captured <= points AND pays_minor >= 0", name="sums"),
        CheckConstraint("(staff_id IS NULL) <> (key_id IS NULL)", name="one_asks"),
        Index("ix_spendings_member_id_id", "member_id", "id"),
        Index(
            "ix_spendings_open",
            "until",
            sqlite_where=text("state IN ('asked', 'held')"),
            postgresql_where=text("state IN ('asked', 'held')"),
        ),
    )


class UsedCode(Base):
    """A code or QR by which points were taken: half a minute of one member, good once."""

    __tablename__ = "used_codes"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    step: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)  # bot/rules/till_codes.py
    at: Mapped[datetime]


class Pin(Base):
    """A member's own PIN for large sums; only a slow hash of it is kept."""

    __tablename__ = "pins"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(200), info={"personal": "erase"})
    wrong: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    set_at: Mapped[datetime]


class Quote(Base):
    """What a bill would cost, use and earn, promised until `expires_at` by the rules of that moment."""

    __tablename__ = "quotes"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(32), unique=True)  # nobody can guess another's
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"))
    outlet_id: Mapped[int | None]
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    bill: Mapped[dict[str, Any]] = mapped_column(JSON)
    program_version: Mapped[int]
    order_id: Mapped[int | None]
    at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
