"""The audit log: every act of the staff, chained so that a changed row is noticed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Id


class AuditLine(Base):
    """Who did what to which object, and why. Only added to."""

    __tablename__ = "audit"

    id: Mapped[Id]
    at: Mapped[datetime]
    staff_id: Mapped[int | None]  # None: the host's own command, or an API key's
    role: Mapped[str | None] = mapped_column(String(16))  # "manager", "key:5"
    act: Mapped[str] = mapped_column(String(48), index=True)
    subject: Mapped[str] = mapped_column(String(64))  # "order:17", "member:3"
    reason: Mapped[str | None] = mapped_column(String(300))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev_hash: Mapped[str] = mapped_column(String(64), unique=True)  # so the chain can never fork
    hash: Mapped[str] = mapped_column(String(64))
