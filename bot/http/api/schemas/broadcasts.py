"""Broadcasts and how far they have come."""

from datetime import datetime

from bot.http.api.schemas.shared import Page, Told, cursor
from bot.usecases.audience_reads import BroadcastLine, BroadcastNumbers, Broadcasts
from db.enums import BroadcastState


class BroadcastOut(Told):
    id: int
    name: str
    state: BroadcastState
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, line: BroadcastLine) -> "BroadcastOut":
        return cls(**line.__dict__)


def page(seen: Broadcasts) -> Page[BroadcastOut]:
    """A page of them."""
    return Page[BroadcastOut](items=[BroadcastOut.of(line) for line in seen.lines], next=cursor(seen.older))


class BroadcastReportOut(BroadcastOut):
    """Its messages by state; they add up to `audience`. `skipped_because`: how many for each reason."""

    audience: int
    planned: int
    sending: int
    sent: int
    failed: int
    unknown: int
    skipped: int
    skipped_because: dict[str, int]

    @classmethod
    def told(cls, seen: BroadcastNumbers) -> "BroadcastReportOut":
        numbers = {**seen.progress.__dict__, "audience": seen.progress.audience}
        return cls(**seen.line.__dict__, **numbers, skipped_because=dict(seen.skipped))
