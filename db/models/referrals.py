"""Who invited whom, and whether it qualified."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import ReferralState
from db.models.base import Base, Id, words


class Referral(Base):
    """One friend brought by one inviter; a friend has at most one, the first link wins."""

    __tablename__ = "referrals"

    id: Mapped[Id]
    inviter_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    friend_id: Mapped[int] = mapped_column(ForeignKey("members.id"), unique=True)
    state: Mapped[ReferralState] = mapped_column(words(ReferralState), default=ReferralState.PENDING)
    reason: Mapped[str | None] = mapped_column(String(32))  # why it waits for review or was refused
    claimed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    order_id: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    points_inviter: Mapped[int] = mapped_column(default=0)
    points_friend: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_referrals_inviter_id_state", "inviter_id", "state"),)
