"""Standing rules, each firing of theirs, and the leases by which one replica does the work."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import AutomationKind, FiringState
from db.models.base import Base, Id, words


class Automation(Base):
    """When this happens, send that offer to those who fit. The shapes of the JSON are in bot/rules/automations.py."""

    __tablename__ = "automations"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(32), unique=True)  # "birthday", "spend_milestone:2"
    kind: Mapped[AutomationKind] = mapped_column(words(AutomationKind))
    enabled: Mapped[bool] = mapped_column(default=True)
    moment: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # days, local hour, sums
    segment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # None: everybody
    offer: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")  # the shop's own words
    month_cap: Mapped[int | None]  # most firings in 30 days, over all members
    holdout_bp: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # of those due: left out, to compare
    edition: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # "changed meanwhile, look again"
    enabled_on: Mapped[date]  # nothing due before this local date is caught up
    enabled_at: Mapped[datetime | None]  # nor anything that happened before this moment


class AutomationDay(Base):
    """How far a rule has looked among the members of one time zone: the last local date looked at to its end."""

    __tablename__ = "automation_days"

    automation_id: Mapped[int] = mapped_column(ForeignKey("automations.id"), primary_key=True, autoincrement=False)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    done_through: Mapped[date]
    ahead: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # days it looked ahead then, below zero


class AutomationEdit(Base):
    """One edit of a rule: who, when, and each field as it was and is. Only added to."""

    __tablename__ = "automation_edits"

    id: Mapped[Id]
    automation_id: Mapped[int] = mapped_column(ForeignKey("automations.id"), index=True)
    staff_id: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)  # field → [old, new]
    at: Mapped[datetime]


class Holiday(Base):
    """A public holiday the shop might greet its members on: a draft until somebody says yes or no."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)  # language → name
    approved: Mapped[bool | None]  # None: nobody has decided
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]


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
    key: Mapped[str | None] = mapped_column(String(120))  # of its message, its gift's entry and its voucher
    points: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    __table_args__ = (
        UniqueConstraint("automation_id", "member_id", "period"),
        Index("ix_firings_member_id_at", "member_id", "at"),
        Index("ix_firings_automation_id_at", "automation_id", "at"),
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
