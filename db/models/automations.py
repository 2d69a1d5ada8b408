"""Standing rules, each firing of theirs, and the leases by which one replica does the work."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import AutomationKind, FiringState
from db.models.base import Base, Id, words


class Automation(Base):
    """When this happens, send that offer."""

    __tablename__ = "automations"

    id: Mapped[Id]
    kind: Mapped[AutomationKind] = mapped_column(words(AutomationKind), unique=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    enabled_on: Mapped[date]  # nothing due before this local date is caught up
    done_through: Mapped[date | None]  # the last local date looked at to its end


class Firing(Base):
    """One firing of a rule for one member and period; its uniqueness is what makes an offer come once."""

    __tablename__ = "firings"

    id: Mapped[Id]
    automation_id: Mapped[int] = mapped_column(ForeignKey("automations.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    period: Mapped[str] = mapped_column(String(32))  # "2027", "2027-03-02:1"
    state: Mapped[FiringState] = mapped_column(words(FiringState))
    reason: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("automation_id", "member_id", "period"),
        Index("ix_firings_member_id_at", "member_id", "at"),
    )


class Lease(Base):
    """Who does a piece of work just now, by the database's clock; an economy, never the truth."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    fence: Mapped[int]
    expires_at: Mapped[datetime]


class JobMark(Base):
    """How far a daily job has come."""

    __tablename__ = "job_marks"

    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    done_through: Mapped[date]
    at: Mapped[datetime]
