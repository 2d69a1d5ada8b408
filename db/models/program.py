"""The programme's rules as numbered versions, and the pictures of the brand."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigInt


class ProgramVersion(Base):
    """All numbers of the programme, from effective_at on. Never edited: a change is the next version."""

    __tablename__ = "program_versions"

    version: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    effective_at: Mapped[datetime]
    published_at: Mapped[datetime]
    published_by: Mapped[int | None]  # staff.id


class BrandFile(Base):
    """The logo, as bytes, so that a card can be drawn without asking Telegram."""

    __tablename__ = "brand_files"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]
