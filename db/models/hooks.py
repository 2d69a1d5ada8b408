"""Webhooks out: whom the shop tells what happened, and how far each telling has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import DeliveryState, HookState
from db.models.base import PERSONAL, Base, Id, words


class Webhook(Base):
    """An address that is told of events. Its secret is never stored: it is derived from the installation's own."""

    __tablename__ = "webhooks"

    id: Mapped[Id]
    url: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[Any]] = mapped_column(JSON)  # of events; empty: every one
    edition: Mapped[int] = mapped_column(default=1)  # of its secret
    state: Mapped[HookState] = mapped_column(words(HookState))
    failing_since: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OutsideEvent(Base):
    """A fact others may be told. `seq` counts a member's events, so that the order can be restored."""

    __tablename__ = "outside_events"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(48))
    member_id: Mapped[int | None] = mapped_column(index=True)
    seq: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(index=True)


class HookDelivery(Base):
    """One event on its way to one address."""

    __tablename__ = "hook_deliveries"

    id: Mapped[Id]
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("outside_events.id"))
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState))
    attempt: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]  # while one tries: when another may, should nothing be heard of it
    owner: Mapped[str | None] = mapped_column(String(48))
    status: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(120))
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_hook_deliveries_webhook_id_event_id", "webhook_id", "event_id", unique=True),
        Index("ix_hook_deliveries_event_id", "event_id"),
        Index(
            "ix_hook_deliveries_due",
            "webhook_id",
            "due_at",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "ix_hook_deliveries_dead",
            "webhook_id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
    )
