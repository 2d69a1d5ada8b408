"""Keys of tills, sites and partners, and what was done with each: asked twice, it is done once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import Scope
from db.models.base import PERSONAL, Base, Id, words


class ApiKey(Base):
    """The right to speak for a till, a site or a partner. Only the hash of the secret is kept."""

    __tablename__ = "api_keys"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(64))
    prefix: Mapped[str] = mapped_column(String(16), unique=True)  # how people and logs tell keys apart
    secret_hash: Mapped[str] = mapped_column(String(64))
    scope: Mapped[Scope] = mapped_column(words(Scope))
    outlets: Mapped[list[Any]] = mapped_column(JSON, default=list)  # ids; empty: every one
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    per_minute: Mapped[int]  # requests; above it they are told to wait
    created_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]  # staff.id
    last_used_at: Mapped[datetime | None]


class Command(Base):
    """One request that changed something, or was refused, and what was answered, word for word. The key is kept for
    good, the answer for 30 days."""

    __tablename__ = "commands"

    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))  # of method, path and body
    status: Mapped[int]
    reply: Mapped[bytes | None] = mapped_column(LargeBinary, info={"personal": "erase"})
    member_id: Mapped[int | None] = mapped_column(index=True)  # whom the answer speaks of
    at: Mapped[datetime]

    __table_args__ = (
        Index(
            "ix_commands_kept",
            "at",
            sqlite_where=text("reply IS NOT NULL"),
            postgresql_where=text("reply IS NOT NULL"),
        ),
    )


class SiteEvent(Base):
    """What a member did on the site or in the app, as it told us."""

    __tablename__ = "site_events"

    id: Mapped[Id]
    key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id"))
    event_id: Mapped[str] = mapped_column(String(64))  # the sender's own: told twice, it is one
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[str] = mapped_column(String(32))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    campaign: Mapped[str | None] = mapped_column(String(64))
    outlet_id: Mapped[int | None]
    at: Mapped[datetime]
    told_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_site_events_key_id_event_id", "key_id", "event_id", unique=True),
        Index("ix_site_events_member_id_kind_at", "member_id", "kind", "at"),
    )
