"""API keys as text: how one is made from given randomness, taken apart again, and hashed."""

import hmac
import re
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

RandomBytes = Callable[[int], bytes]
WRITTEN = re.compile(r"okaeri_([a-z2-7]{8})_([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """`prefix` is stored and shown; of `secret` (256 random bits) only the hash is."""

    prefix: str
    secret: str

    @property
    def text(self) -> str:
        return f"okaeri_{self.prefix}_{self.secret}"


def make(random_bytes: RandomBytes) -> Written:
    prefix = b32encode(random_bytes(5)).decode().lower()
    return Written(prefix, urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode())


def read(text: str) -> Written | None:
    """The parts of a key; None when it is none."""
    found = WRITTEN.fullmatch(text.strip())
    return Written(found[1], found[2]) if found else None


def hashed(secret: str) -> str:
    """256 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def fits(written: Written, secret_hash: str) -> bool:
    return hmac.compare_digest(hashed(written.secret), secret_hash)
