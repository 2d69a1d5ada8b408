"""The ledger's tables: where points are, what moved them, and which earning each of them came from."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import AccountKind, EntryKind, HoldState
from db.models.base import Base, Facts, Id, words

MOST_MOVED = 10**12  # points one entry may move
MOST_HELD = 10**15  # points one member may have


def whole(column: str, least: int, most: int) -> CheckConstraint:
    """Whole numbers within limits; a plain INTEGER column of SQLite would take 1.5 and '12abc' as well."""
    rule = f"{column} BETWEEN {least} AND {most} AND {column} = CAST({column} AS BIGINT)"
    return CheckConstraint(rule, name=f"{column}_whole")


class Account(Base):
    """A member's, or one of the programme's own: those have no stored balance, so nobody waits for them."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("(kind = 'member') = (member_id IS NOT NULL)", name="member_or_house"),
        Index(
            "uq_accounts_house",
            "kind",
            unique=True,
            sqlite_where=text("member_id IS NULL AND partner_id IS NULL"),
            postgresql_where=text("member_id IS NULL AND partner_id IS NULL"),
        ),
        Index(
            "uq_accounts_partner",
            "partner_id",
            unique=True,
            sqlite_where=text("partner_id IS NOT NULL"),
            postgresql_where=text("partner_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[AccountKind] = mapped_column(words(AccountKind))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), unique=True)
    partner_id: Mapped[int | None]  # of the kind "partner"


class Entry(Base):
    """One fact that moved points. Never changed, never deleted: a trigger refuses it. The key is the fact."""

    __tablename__ = "entries"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind))
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(64))
    facts: Mapped[Facts]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"), index=True)


class Posting(Base):
    """One leg of an entry; an entry's legs sum to zero. Leg 0 is the member's and a link of that account's chain."""

    __tablename__ = "postings"
    __table_args__ = (
        whole("amount", -MOST_MOVED, MOST_MOVED),
        CheckConstraint("amount <> 0", name="moves_something"),
        CheckConstraint(
            "(balance IS NULL) = (hash IS NULL) AND (hash IS NULL) = (prev_hash IS NULL)", name="link_or_not"
        ),
        Index("uq_postings_account", "account_id", "entry_id", unique=True),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    amount: Mapped[int]
    balance: Mapped[int | None]  # of the account after this leg: available + held
    prev_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class Balance(Base):
    """What a member has, derived again by `verify`; this row is the account's lock. Below zero is debt."""

    __tablename__ = "balances"
    __table_args__ = (whole("available", -MOST_HELD, MOST_HELD), whole("held", 0, MOST_HELD))

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    available: Mapped[int]
    held: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary(32))  # hash of the account's last posting


class Lot(Base):
    """Points earned together that expire together. The sum of an account's lots is what it has available, or 0."""

    __tablename__ = "lots"
    __table_args__ = (
        whole("points", 1, MOST_MOVED),
        CheckConstraint("remaining BETWEEN 0 AND points", name="remaining_within"),
        CheckConstraint("remaining = CAST(remaining AS BIGINT)", name="remaining_whole"),
        Index(
            "ix_lots_open",
            "account_id",
            "expires_on",
            sqlite_where=text("remaining > 0"),
            postgresql_where=text("remaining > 0"),
        ),
        Index(
            "ix_lots_due",
            "expires_on",
            sqlite_where=text("remaining > 0"),
            postgresql_where=text("remaining > 0"),
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    points: Mapped[int]
    remaining: Mapped[int]
    expires_on: Mapped[date | None]  # last day on which they can be spent, in the member's zone
    extended_at: Mapped[datetime | None]  # when the member moved that day, which they may once


class Hold(Base):
    """Points set aside for an order that is not finished."""

    __tablename__ = "holds"
    __table_args__ = (
        whole("points", 1, MOST_MOVED),
        Index(
            "ix_holds_open",
            "until",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    points: Mapped[int]
    state: Mapped[HoldState] = mapped_column(words(HoldState))
    at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"), index=True)  # of the capture


class LotMove(Base):
    """What a spending, a hold or an expiry took from a lot (below zero), or a reversal brought back to it."""

    __tablename__ = "lot_moves"
    __table_args__ = (
        whole("points", -MOST_MOVED, MOST_MOVED),
        CheckConstraint("(entry_id IS NULL) <> (hold_id IS NULL)", name="one_cause"),
    )

    id: Mapped[Id]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"), index=True)
    hold_id: Mapped[int | None] = mapped_column(ForeignKey("holds.id"), index=True)
    points: Mapped[int]


class SealedDay(Base):
    """A day's root over every member's chain: kept outside as well, it shows a history rewritten as a whole."""

    __tablename__ = "sealed_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    accounts: Mapped[int]
    last_entry_id: Mapped[int]
    at: Mapped[datetime]


# Written out, not bound: a partial index is used only for the words it was made with.
LOT_IS_OPEN = Lot.remaining > literal_column("0")
HOLD_IS_OPEN = Hold.state == literal_column("'open'")
