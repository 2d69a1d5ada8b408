"""Messages that come and go."""

from enum import StrEnum


class UpdateState(StrEnum):
    """Of an update in the inbox."""

    NEW = "new"
    DONE = "done"
    QUARANTINED = "quarantined"  # undecodable, or failed five times; the person was told


class MessageState(StrEnum):
    """Of a message in the outbox; the six states of a broadcast always add up to its audience."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # may have been delivered: never resent by itself if advertising
    SKIPPED = "skipped"


class Lane(StrEnum):
    """Who goes first when Telegram's pace is short."""

    PERSON = "person"  # an answer somebody waits for
    SERVICE = "service"  # order, points, staff news
    BULK = "bulk"  # advertising


class BroadcastState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
