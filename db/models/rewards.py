"""The catalogue: what points buy."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import RewardKind, Tier
from db.models.base import Base, Id, words


class Reward(Base):
    """Something in the catalogue. `stock` is what is left to promise; None is as many as anybody wants."""

    __tablename__ = "rewards"

    id: Mapped[Id]
    kind: Mapped[RewardKind] = mapped_column(words(RewardKind))
    names: Mapped[dict[str, Any]] = mapped_column(JSON)  # language → name
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # language → some words more
    price: Mapped[int]  # points
    cost_minor: Mapped[int] = mapped_column(default=0)  # what it costs the shop
    stock: Mapped[int | None]
    per_member: Mapped[int | None]  # at most so many ever
    per_day: Mapped[int | None]  # at most so many of it a local day, by all members together
    tier: Mapped[Tier | None] = mapped_column(words(Tier))  # from this level on
    early_hours: Mapped[int] = mapped_column(default=0)  # levels with early access see it so long before opens_at
    allergens: Mapped[list[Any]] = mapped_column(JSON, default=list)  # of db.enums.Allergen
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    outlets: Mapped[list[Any]] = mapped_column(JSON, default=list)  # ids; empty: every one
    happens_at: Mapped[datetime | None]  # of an experience; its stock are the seats
    valid_days: Mapped[int | None]  # of the voucher; None: the programme's
    paused: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[bool] = mapped_column(default=False)
    has_picture: Mapped[bool] = mapped_column(default=False)
    edition: Mapped[int] = mapped_column(default=1)  # "changed meanwhile, look again"
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),
    )


class RewardPicture(Base):
    """A reward's picture as bytes, so that it can be shown by any bot and by the site."""

    __tablename__ = "reward_pictures"

    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]
