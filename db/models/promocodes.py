"""Promo codes: what a code gives, to whom and how often; batches of personal codes; and every use."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import BenefitKind
from db.models.base import Base, Id, words


class PromoCode(Base):
    """A code many people may type, or (without a code of its own) a batch of personal ones. Its counters are changed
    only together with a use, behind the row's lock."""

    __tablename__ = "promo_codes"

    id: Mapped[Id]
    code: Mapped[str | None] = mapped_column(String(32), unique=True)  # upper case, as bot/rules/promocodes.py reads it
    name: Mapped[str] = mapped_column(String(64))  # for the staff
    kind: Mapped[BenefitKind] = mapped_column(words(BenefitKind))
    value: Mapped[int] = mapped_column(default=0)
    most_minor: Mapped[int | None]
    least_minor: Mapped[int] = mapped_column(default=0)
    reward_id: Mapped[int | None] = mapped_column(ForeignKey("rewards.id"))
    valid_days: Mapped[int]  # of what it gives
    total_limit: Mapped[int | None]
    member_limit: Mapped[int | None]
    period_days: Mapped[int | None]  # with period_limit: so many uses in any so many days
    period_limit: Mapped[int | None]
    budget_minor: Mapped[int | None]  # what all uses together may cost
    used: Mapped[int] = mapped_column(default=0)
    cost_minor: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    outlets: Mapped[list[Any]] = mapped_column(JSON, default=list)  # ids; empty: every one
    segment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # None: everybody
    first_order: Mapped[bool] = mapped_column(default=False)  # only before the first delivered order
    paused: Mapped[bool] = mapped_column(default=False)
    edition: Mapped[int] = mapped_column(default=1)  # "changed meanwhile, look again"
    created_by: Mapped[int | None]  # staff.id
    created_at: Mapped[datetime]


class PersonalCode(Base):
    """One of a batch: good for one use by one person."""

    __tablename__ = "personal_codes"

    id: Mapped[Id]
    promo_id: Mapped[int] = mapped_column(ForeignKey("promo_codes.id"), index=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    used_by: Mapped[int | None]  # members.id
    used_at: Mapped[datetime | None]


class PromoUse(Base):
    """One use of a code by one member; its key makes the same act happen once."""

    __tablename__ = "promo_uses"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(120), unique=True)
    promo_id: Mapped[int] = mapped_column(ForeignKey("promo_codes.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    personal_id: Mapped[int | None] = mapped_column(ForeignKey("personal_codes.id"))
    voucher_id: Mapped[int | None]
    points: Mapped[int] = mapped_column(default=0)
    cost_minor: Mapped[int] = mapped_column(default=0)
    staff_id: Mapped[int | None]  # entered at the till
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_promo_uses_promo_id_member_id_at", "promo_id", "member_id", "at"),
        UniqueConstraint("voucher_id"),
    )
