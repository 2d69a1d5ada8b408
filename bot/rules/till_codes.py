"""The six digits beside the card's short-lived QR, for a till that cannot scan: made, never stored."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from bot.rules.codes import FRESH_SECONDS

STEP_SECONDS = 30
DIGITS = 6
REMEMBERED_SECONDS = 900  # so long a code is told from one that never was


def card_key(app_secret: str) -> bytes:
    """The key that seals cards, and nothing else, derived from the installation's one secret."""
    return hmac.new(app_secret.encode(), b"okaeri: cards", sha256).digest()


def digits(card_code: str, at: datetime, key: bytes) -> str:
    """The member's six digits at that moment."""
    return _digits(card_code, step(at), key)


def still_good(typed: str, card_code: str, at: datetime, key: bytes) -> bool:
    """Whether *typed* was shown on this member's screen within the time for which the QR is fresh."""
    return shown_in(typed, card_code, at, key) is not None


def shown_in(
    typed: str, card_code: str, at: datetime, key: bytes, *, within_seconds: int = FRESH_SECONDS
) -> int | None:
    """The half-minute in which *typed* was on this member's screen, the newest if in several; None if in none."""
    oldest = step(at - timedelta(seconds=within_seconds))
    typed_bytes = "".join(typed.split()).encode()
    fitting = [
        each
        for each in range(oldest, step(at) + 1)
        if hmac.compare_digest(_digits(card_code, each, key).encode(), typed_bytes)
    ]
    return fitting[-1] if fitting else None


def fresh_until(at: datetime) -> datetime:
    """The moment after which what was shown at *at* takes no points any more."""
    return at + timedelta(seconds=FRESH_SECONDS)


def step(at: datetime) -> int:
    """The number of the half-minute that *at* lies in."""
    return int(at.timestamp()) // STEP_SECONDS


def _digits(card_code: str, step: int, key: bytes) -> str:
    mac = hmac.new(key, f"till:{card_code}:{step}".encode(), sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
