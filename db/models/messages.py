"""The inbox (updates that came in) and the outbox (messages that are to leave)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import Lane, MessageState, Topic, UpdateState
from db.models.base import PERSONAL, Base, BigInt, Id, words


class IncomingUpdate(Base):
    """An update as Telegram sent it, stored before it is acknowledged; done in the same transaction as its effect."""

    __tablename__ = "inbox"

    bot_id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    chat_key: Mapped[int] = mapped_column(BigInt)  # updates of one key are handled in order
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[str | None] = mapped_column(Text, info=PERSONAL)  # JSON; removed after 7 days
    state: Mapped[UpdateState] = mapped_column(words(UpdateState))
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_inbox_new",
            "due_at",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
    )


class OutgoingMessage(Base):
    """A message that is to leave: a kind and facts, worded in the reader's language when it leaves."""

    __tablename__ = "outbox"

    id: Mapped[Id]
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # the same news twice is one message
    chat_id: Mapped[int] = mapped_column(BigInt)
    member_id: Mapped[int | None]
    broadcast_id: Mapped[int | None]
    variant: Mapped[str | None] = mapped_column(String(1))  # of the broadcast; None among its members: gets nothing
    wave: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # of the broadcast; let go one after another
    lane: Mapped[Lane] = mapped_column(words(Lane))
    advertising: Mapped[bool] = mapped_column(default=False)  # needs consent, caps and quiet hours
    topic: Mapped[Topic | None] = mapped_column(words(Topic))  # of advertising
    worth: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # minor units: most goes first
    silent: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(48))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    thread: Mapped[str | None] = mapped_column(String(64))  # messages of one thread edit the first one in place
    state: Mapped[MessageState] = mapped_column(words(MessageState))
    attempt: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(48))
    lease_until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(120))
    message_id: Mapped[int | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_outbox_planned",  # all but broadcasts: one that is paused or waits must not stand in the way
            "lane",
            "due_at",
            "id",
            sqlite_where=text("state = 'planned' AND broadcast_id IS NULL"),
            postgresql_where=text("state = 'planned' AND broadcast_id IS NULL"),
        ),
        Index(
            "ix_outbox_broadcast",
            "broadcast_id",
            "due_at",
            "id",
            sqlite_where=text("state = 'planned' AND broadcast_id IS NOT NULL"),
            postgresql_where=text("state = 'planned' AND broadcast_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_sending",
            "lease_until",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index("ix_outbox_broadcast_id_state", "broadcast_id", "state"),
        Index(
            "ix_outbox_thread",
            "thread",
            sqlite_where=text("thread IS NOT NULL"),
            postgresql_where=text("thread IS NOT NULL"),
        ),
        Index("ix_outbox_member_id_left_at", "member_id", "left_at"),
    )
