"""Segments that were saved, and what the night works out for all members at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Id


class Segment(Base):
    """A named question about members. Who uses it keeps the tree as it was then, with its edition."""

    __tablename__ = "segments"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(64), unique=True)
    tree: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # as bot/rules/segments.py writes it
    edition: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int | None]  # staff.id
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # no longer offered; what uses it goes on


class SegmentEdit(Base):
    """One edition of a segment. Only added to."""

    __tablename__ = "segment_edits"

    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id"), primary_key=True, autoincrement=False)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    tree: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    staff_id: Mapped[int | None]
    at: Mapped[datetime]


class Threshold(Base):
    """A number that splits members into parts, worked out every night: `what` is "recency" (seconds since 1970 of the
    last order), "frequency" (orders), "monetary" (minor units) with steps 1–4 between fifths, or "top_spend" with step
    1 before the highest tenth."""

    __tablename__ = "thresholds"

    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int]
    at: Mapped[datetime]


class RfmCell(Base):
    """How many members were in one cell of recency × frequency × money when the night counted them."""

    __tablename__ = "rfm_cells"

    recency: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 5: the newest fifth
    frequency: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    monetary: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    members: Mapped[int]
    spent_minor: Mapped[int]
    at: Mapped[datetime]
