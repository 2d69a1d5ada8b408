"""Events told outside: their families, how one is written and signed, when it is tried again, when that is over."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

FAMILIES = ("member", "points", "tier", "voucher", "order", "feedback")
TEST = "webhook.test"
LAST_FOR = timedelta(days=3)  # with nothing arriving, an address is dead
_HOUR = 3600
# Seconds between the tries of one event: more than three days in all.
_WAITS = (10, 30, 60, 300, 900, 1800, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR, *(5 * [12 * _HOUR]))
_PATIENCE = timedelta(seconds=30)  # an address that refuses now and then goes on at its full pace
_LONGEST_REST = timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """What happened, as it is told. `seq` counts the member's events from 1; of no member it is 0."""

    id: int
    kind: str
    member_id: int | None
    seq: int
    facts: Mapping[str, Any]
    at: datetime


def wanted(kind: str, families: Collection[str]) -> bool:
    """Whether an address that asked for *families* (none: for everything) is told of *kind*."""
    return not families or kind.partition(".")[0] in families


def body(event: Event) -> bytes:
    """The same event is the same bytes each time it is sent."""
    told = {
        "id": event.id,
        "kind": event.kind,
        "member_id": event.member_id,
        "seq": event.seq,
        "at": event.at.isoformat(),
        "facts": dict(event.facts),
    }
    return json.dumps(told, separators=(",", ":"), sort_keys=True).encode()


def secret(app_secret: str, webhook_id: int, edition: int) -> str:
    """What an address checks our signature with; derived from the installation's one secret, stored nowhere."""
    mac = hmac.new(app_secret.encode(), f"okaeri: webhook {webhook_id}, edition {edition}".encode(), sha256).digest()
    return "whsec_" + urlsafe_b64encode(mac).rstrip(b"=").decode()


def signature(key: str, content: bytes, at: datetime) -> str:
    """The header's value: the moment, and the HMAC-SHA256 of "moment.content" by which nobody can move it."""
    moment = str(int(at.timestamp()))
    mac = hmac.new(key.encode(), moment.encode() + b"." + content, sha256).hexdigest()
    return f"t={moment},v1={mac}"


def again_after(attempt: int) -> timedelta | None:
    """How long to wait after that many tries of one event; None: it was the last."""
    return timedelta(seconds=_WAITS[attempt - 1]) if attempt <= len(_WAITS) else None


def rest(failing_since: datetime | None, last_at: datetime | None) -> timedelta | None:
    """How long an address at which nothing arrives is left alone after its last answer, while one event at a time asks
    whether it is there again: half as long as it has been gone, an hour at most. None: it is to have everything."""
    if failing_since is None or last_at is None or last_at - failing_since < _PATIENCE:
        return None
    return min((last_at - failing_since) / 2, _LONGEST_REST)
