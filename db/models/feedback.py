"""What members say: ratings of orders, the quarterly question, and the talks that follow."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import ConversationState, KitchenLoad
from db.models.base import PERSONAL, Base, Id, words


class Rating(Base):
    """How an order was: one to five stars, reasons, words, and the three things apart if somebody cares to say."""

    __tablename__ = "ratings"

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    outlet_id: Mapped[int | None]
    courier_id: Mapped[int | None]
    stars: Mapped[int]  # 1–5
    food: Mapped[int | None]  # 1–5
    courier: Mapped[int | None]
    speed: Mapped[int | None]
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)  # words of bot/rules/feedback.py
    words: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    photo: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)  # Telegram's file_id
    points: Mapped[int] = mapped_column(default=0)  # thanks for it, whatever the stars
    at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (Index("ix_ratings_at", "at"),)


class NpsAnswer(Base):
    """The question of a quarter to one member: 0–10, once answered."""

    __tablename__ = "nps_answers"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    quarter: Mapped[str] = mapped_column(String(6))  # "2026Q4"
    score: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("member_id", "quarter"),
        Index("ix_nps_answers_quarter_score", "quarter", "score"),
    )


class Conversation(Base):
    """A talk between a member and the shop; while it is not closed, the member gets no advertising."""

    __tablename__ = "conversations"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    state: Mapped[ConversationState] = mapped_column(words(ConversationState))
    about: Mapped[str] = mapped_column(String(32))  # "order", "nps", "question"
    order_id: Mapped[int | None]
    rating_id: Mapped[int | None]
    staff_id: Mapped[int | None]  # who took it on
    opened_at: Mapped[datetime]
    answer_due_at: Mapped[datetime | None]  # the shop's promise; None while it is the member's turn
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # for the first time
    compensation_points: Mapped[int] = mapped_column(default=0)
    compensation_voucher_id: Mapped[int | None]
    compensated_by: Mapped[int | None]  # staff.id
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]

    __table_args__ = (
        Index(
            "ix_conversations_open",
            "member_id",
            sqlite_where=text("state <> 'closed'"),
            postgresql_where=text("state <> 'closed'"),
        ),
    )


class ConversationMessage(Base):
    """One message of a talk. Only added to."""

    __tablename__ = "conversation_messages"

    id: Mapped[Id]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    member_id: Mapped[int]  # whose talk it is
    staff_id: Mapped[int | None]  # None: the member wrote it
    text: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    photo: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    at: Mapped[datetime]


class Kitchen(Base):
    """How busy an outlet says it is; no row, or a row that is old: told by its open orders."""

    __tablename__ = "kitchens"

    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id"), primary_key=True, autoincrement=False)
    load: Mapped[KitchenLoad] = mapped_column(words(KitchenLoad))
    staff_id: Mapped[int]
    at: Mapped[datetime]
