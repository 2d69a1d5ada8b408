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
    CONFIRMING = "confirming"  # its author said yes; a second person's yes, or the time to think better of it, is due
    SCHEDULED = "scheduled"  # nobody is chosen yet: the audience is frozen when it starts
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class BroadcastOrigin(StrEnum):
    """What a broadcast came from."""

    HAND = "hand"
    AGAIN = "again"  # a copy of an earlier one, or of a template
    DIGEST = "digest"  # proposed in the owner's morning summary
    SURPLUS = "surplus"  # so many of a dish until an hour
    KITCHEN = "kitchen"  # the kitchen has time


class SendWhen(StrEnum):
    """At which moment each member of the audience gets it."""

    NOW = "now"
    AT = "at"  # one moment for everybody
    LOCAL_HOUR = "local_hour"  # that hour by the member's own clocks
    USUAL_HOUR = "usual_hour"  # the hour at which this member usually orders


class Response(StrEnum):
    """What a member did with an offer that was sent to them."""

    PRESSED = "pressed"  # any of its buttons
    CLAIMED = "claimed"  # took what it brings
    DECLINED = "declined"  # "not for me"
    GOING = "going"
    NOT_GOING = "not_going"
    RATED = "rated"
