"""Links printed on receipts and on cards for tables: a code and its seal, so that none can be made up or guessed."""

import hmac
import re
from hashlib import sha256

from bot.rules import deep_links
from bot.rules.codes import CROCKFORD, VOUCHER_LETTERS, crockford

SEAL_LETTERS = 16  # 80 bits
SEALED = re.compile(rf"([{CROCKFORD}]{{{VOUCHER_LETTERS}}})_([{CROCKFORD}]{{{SEAL_LETTERS}}})", re.ASCII)


def claim_key(app_secret: str) -> bytes:
    """The key that seals these links, and nothing else, derived from the installation's one secret."""
    return hmac.new(app_secret.encode(), b"okaeri: claims", sha256).digest()


def sealed(code: str, key: bytes) -> str:
    """What the link carries: "7KQ2M9XT4B_0123456789ABCDEF"."""
    return f"{code}_{_seal(code, key)}"


def unsealed(value: str, key: bytes) -> str | None:
    """The code within; None when it is none, or its seal is not ours."""
    found = SEALED.fullmatch(value)
    if found is None or not hmac.compare_digest(found[2], _seal(found[1], key)):
        return None
    return found[1]


def link(code: str, key: bytes, username: str) -> str:
    """The address that the QR code stands for."""
    return deep_links.url(username, deep_links.build("claim", sealed(code, key)))


def _seal(code: str, key: bytes) -> str:
    digest = hmac.new(key, f"claim:{code}".encode(), sha256).digest()
    return crockford(int.from_bytes(digest[:10], "big"), SEAL_LETTERS)
