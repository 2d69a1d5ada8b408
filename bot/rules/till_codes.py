"""The six digits beside the card's short-lived QR, for a till that cannot scan: made, never stored."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from bot.rules.codes import FRESH_SECONDS

STEP_SECONDS = 30
DIGITS = 6


def card_key(app_secret: str) -> bytes:
    """The key that seals cards, and nothing else, derived from the installation's one secret."""
    return hmac.new(app_secret.encode(), b"okaeri: cards", sha256).digest()


def digits(card_code: str, at: datetime, key: bytes) -> str:
    """The member's six digits at that moment."""
    return _digits(card_code, _step(at), key)


def still_good(typed: str, card_code: str, at: datetime, key: bytes) -> bool:
    """Whether *typed* was shown on this member's screen within the time for which the QR is fresh."""
    oldest = _step(at - timedelta(seconds=FRESH_SECONDS))
    shown = "".join(typed.split()).encode()
    steps = range(oldest, _step(at) + 1)
    return any(hmac.compare_digest(_digits(card_code, step, key).encode(), shown) for step in steps)


def fresh_until(at: datetime) -> datetime:
    """The moment after which what was shown at *at* takes no points any more."""
    return at + timedelta(seconds=FRESH_SECONDS)


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def _digits(card_code: str, step: int, key: bytes) -> str:
    mac = hmac.new(key, f"till:{card_code}:{step}".encode(), sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
