"""Outlets, the people who work there, and the one-time links that invite them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import InviteState, Role, StaffState
from db.models.base import Base, BigInt, Id, words


class Outlet(Base):
    """A shop or kitchen of the brand."""

    __tablename__ = "outlets"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    spend_max_bp: Mapped[int | None]  # of a bill here that points may pay; None: as the programme says
    created_at: Mapped[datetime]


class Staff(Base):
    """A person with a role, keyed by their real Telegram id. Dismissed rows stay: the audit log names them."""

    __tablename__ = "staff"

    id: Mapped[Id]
    chat_id: Mapped[int] = mapped_column(BigInt, unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(words(Role))
    state: Mapped[StaffState] = mapped_column(words(StaffState))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))  # whose people they are
    invited_by: Mapped[int | None]  # staff.id
    decided_by: Mapped[int | None]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class StaffInvite(Base):
    """A one-time link; only the hash of its token is kept."""

    __tablename__ = "staff_invites"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(words(Role))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    state: Mapped[InviteState] = mapped_column(words(InviteState), default=InviteState.OPEN)
    created_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None]  # chat id
    used_at: Mapped[datetime | None]
