"""A member's PIN: four to six digits, not the first ones anybody would try, kept as a slow hash."""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from itertools import pairwise

from bot.rules.errors import RuleBroken

TRIES = 3
COST, BLOCK, LANES = 2**14, 8, 1  # scrypt: some 50 ms and 16 MB for each try


class BadPin(RuleBroken):
    """ "pin.not_digits" (four to six digits are one) or "pin.too_easy" (equal digits, or a run such as 1234)."""


def read_pin(text: str) -> str:
    """The PIN somebody chose, spaces aside. Raises BadPin."""
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{4,6}", digits):
        raise BadPin("pin.not_digits")
    steps = {int(right) - int(left) for left, right in pairwise(digits)}
    if len(steps) == 1 and steps <= {0, 1, -1}:
        raise BadPin("pin.too_easy")
    return digits


def hashed(pin: str, salt: bytes) -> str:
    """What is kept of a PIN: "scrypt$<salt>$<hash>". Slow on purpose: call it beside the event loop."""
    return f"scrypt${b64encode(salt).decode()}${b64encode(_slow(pin, salt)).decode()}"


def fits(pin: str, kept: str) -> bool:
    """Whether *pin* (spaces aside) is the one of which *kept* was made; nothing fits what is empty. As slow."""
    if not kept:
        return False
    _, salt, seal = kept.split("$")
    return hmac.compare_digest(_slow(re.sub(r"\s", "", pin), b64decode(salt)), b64decode(seal))


def _slow(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=BLOCK, p=LANES)
