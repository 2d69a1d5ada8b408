"""Private chats with people: who may be spoken to, in which language, and where a dialogue stands."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import PERSONAL, Base, BigInt


class Chat(Base):
    """One person's private chat with the bot; its id is the person's Telegram id. Guests have one, too."""

    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False, info=PERSONAL)
    language: Mapped[str | None] = mapped_column(String(8), info=PERSONAL)  # None until chosen
    telegram_language: Mapped[str | None] = mapped_column(String(16), info=PERSONAL)
    first_name: Mapped[str] = mapped_column(String(128), info=PERSONAL)
    username: Mapped[str | None] = mapped_column(String(64), info=PERSONAL)
    reachable: Mapped[bool] = mapped_column(default=True)
    blocked_at: Mapped[datetime | None]
    menu: Mapped[str | None] = mapped_column(String(32))  # which command menu Telegram shows: "courier:ru:1"
    created_at: Mapped[datetime]
    seen_on: Mapped[date | None] = mapped_column(info=PERSONAL)  # the last day (UTC) they wrote or pressed anything
    wrong_codes: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # promo codes that don't exist,
    wrong_since: Mapped[datetime | None]  # since then: who guesses has to pause


class ChatState(Base):
    """Where a dialogue stands, so that a restart in the middle of it continues."""

    __tablename__ = "chat_states"

    chat_id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    updated_at: Mapped[datetime]


class Registration(Base):
    """A guest on the way to becoming a member: what was agreed so far, and by whose invitation they came."""

    __tablename__ = "registrations"

    chat_id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False, info=PERSONAL)
    inviter_id: Mapped[int | None] = mapped_column(index=True)  # members.id; the first link wins
    source: Mapped[str | None] = mapped_column(String(64))
    gift_id: Mapped[int | None]  # gifts.id: theirs as soon as they have joined
    claim_id: Mapped[int | None]  # claims.id: likewise
    data_consent_at: Mapped[datetime | None]
    data_consent_version: Mapped[str | None] = mapped_column(String(16))
    advertising_consent_at: Mapped[datetime | None]  # of the same text version
    started_at: Mapped[datetime]
    member_id: Mapped[int | None]  # set when joined
