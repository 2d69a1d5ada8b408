"""Saved segments: names and numbers."""

from datetime import datetime
from typing import Self

from bot.http.api.schemas.shared import Told
from bot.usecases.audience_reads import SegmentLine


class SegmentOut(Told):
    id: int
    name: str
    edition: int
    changed_at: datetime

    @classmethod
    def of(cls, line: SegmentLine) -> Self:
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class SegmentCountOut(SegmentOut):
    """`members` who belong to it at this moment."""

    members: int
