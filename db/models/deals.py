"""Deals: what the shop has on for members just now (dish of the day, happy hour, a member's price)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.enums import Tier
from db.models.base import Base, Id, words


class Deal(Base):
    """One thing to tell under "What's on": words, a member's price if it has one, when, and for whom."""

    __tablename__ = "deals"

    id: Mapped[Id]
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)  # language → title
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    price_minor: Mapped[int | None]  # for members
    usual_minor: Mapped[int | None]  # for everybody else
    category: Mapped[str | None] = mapped_column(String(32))  # of dishes, to rank by taste
    weekdays: Mapped[list[Any]] = mapped_column(JSON, default=list)  # 0 Monday … 6 Sunday; empty: every day
    hour_from: Mapped[int | None]  # local hours
    hour_until: Mapped[int | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    tier: Mapped[Tier | None] = mapped_column(words(Tier))  # from this level on
    segment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    outlets: Mapped[list[Any]] = mapped_column(JSON, default=list)
    paused: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[bool] = mapped_column(default=False)
    edition: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
