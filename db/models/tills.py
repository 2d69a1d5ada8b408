"""At the counter: slips by their own numbers, what a second person agrees to, and points waiting to be claimed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import ApprovalState, ClaimKind, ClaimState
from db.models.base import PERSONAL, Base, Id, words


class Slip(Base):
    """A slip by the till's own number: retried under whatever key, it is the same slip."""

    __tablename__ = "slips"

    id: Mapped[Id]
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id"))
    terminal: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))  # "sale", "return"
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    return_id: Mapped[int | None]
    fingerprint: Mapped[str] = mapped_column(String(64))  # of what was bought or brought back
    at: Mapped[datetime]

    __table_args__ = (
        Index("uq_slips_outlet_id_terminal_receipt_kind", "outlet_id", "terminal", "receipt", "kind", unique=True),
    )


class SaleApproval(Base):
    """A sale or return above what whoever serves may do alone, as they entered it."""

    __tablename__ = "sale_approvals"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)  # of the draft
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(32))
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[ApprovalState] = mapped_column(words(ApprovalState))
    decided_by: Mapped[int | None]  # staff.id
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class ClaimBatch(Base):
    """Links that were made together, for receipts or for cards on tables."""

    __tablename__ = "claim_batches"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[ClaimKind] = mapped_column(words(ClaimKind))
    count: Mapped[int]
    points: Mapped[int]
    outlet_id: Mapped[int | None]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    until: Mapped[datetime]


class Claim(Base):
    """Points that wait for whoever they belong to; taken once."""

    __tablename__ = "claims"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[ClaimKind] = mapped_column(words(ClaimKind))
    code: Mapped[str | None] = mapped_column(String(16), unique=True)  # in the link, sealed; None for phones
    phone: Mapped[str | None] = mapped_column(String(20), info=PERSONAL)  # forgotten as soon as it has ended
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("claim_batches.id"), index=True)
    points: Mapped[int]  # of a card; of a sale: at least, by the rules of that moment
    amount_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3))
    outlet_id: Mapped[int | None]
    staff_id: Mapped[int | None]
    key_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # the sale: terminal, receipt, dishes
    state: Mapped[ClaimState] = mapped_column(words(ClaimState))
    member_id: Mapped[int | None] = mapped_column(index=True)
    order_id: Mapped[int | None]
    at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("points >= 0 AND amount_minor >= 0", name="sums"),
        Index(
            "ix_claims_phone",
            "phone",
            sqlite_where=text("phone IS NOT NULL"),
            postgresql_where=text("phone IS NOT NULL"),
        ),
        Index(
            "ix_claims_open",
            "until",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )


class OldCard(Base):
    """A card of another programme, and what was on it; moved to a member once, then blocked."""

    __tablename__ = "old_cards"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(64), unique=True)  # folded: capitals and digits
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    member_id: Mapped[int | None] = mapped_column(index=True)  # whose it is: by the list, or by claiming it
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)  # name, birthday of the list, until claimed
    points: Mapped[int]
    tier: Mapped[str | None] = mapped_column(String(16))
    last_order_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]


class Import(Base):
    """A file of members that is being brought in, and how far it is: stopped in the middle, it goes on."""

    __tablename__ = "imports"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of the file: brought in twice, it is once
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))  # db.enums.ImportState
    rows: Mapped[int] = mapped_column(default=0)  # dealt with so far
    members: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
