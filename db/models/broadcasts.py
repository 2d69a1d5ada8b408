"""Broadcasts: a message an admin sends to many members."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import BroadcastState
from db.models.base import Base, BigInt, Id, words


class Broadcast(Base):
    """Text and audience are frozen at the start; the recipients are rows of the outbox."""

    __tablename__ = "broadcasts"

    id: Mapped[Id]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[BroadcastState] = mapped_column(words(BroadcastState))
    audience: Mapped[int] = mapped_column(default=0)
    pause_reason: Mapped[str | None]
    report_chat_id: Mapped[int | None] = mapped_column(BigInt)
    report_message_id: Mapped[int | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
