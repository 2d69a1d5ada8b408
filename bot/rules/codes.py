"""Codes people read aloud, scan or tap: how they are made from given randomness, checked and read back."""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise

from bot.rules.errors import RuleBroken

RandomBytes = Callable[[int], bytes]  # secrets.token_bytes
RandomBelow = Callable[[int], int]  # secrets.randbelow

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread, or read as words
LOOKALIKES = str.maketrans("OIL", "011")
VOUCHER_LETTERS = 10
LONGEST_TYPED = 40
FRESH_SECONDS = 90
CLOCK_SKEW_SECONDS = 60

# The Damm quasigroup: a check digit that catches every single wrong digit and every swap of neighbours.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class BadCode(RuleBroken):
    """What was scanned or typed is not a card ("card.unreadable"), or is one somebody made up ("card.forged")."""


def crockford(number: int, length: int) -> str:
    """The lowest 5 × *length* bits of *number*, most significant first."""
    return "".join(CROCKFORD[number >> (5 * place) & 31] for place in reversed(range(length)))


def referral_code(random_bytes: RandomBytes) -> str:
    """8 characters, 40 random bits, nothing of the member in them."""
    return crockford(int.from_bytes(random_bytes(5), "big"), 8)


def card_code(random_bytes: RandomBytes) -> str:
    """13 characters, 65 random bits: what the card's static QR carries. It finds the member; they can earn by it."""
    return crockford(int.from_bytes(random_bytes(9), "big"), 13)


def voucher_code(random_bytes: RandomBytes) -> str:
    """10 characters, 50 random bits: said aloud or typed at a till, so it is short; whose it is, is checked besides."""
    return crockford(int.from_bytes(random_bytes(7), "big"), VOUCHER_LETTERS)


VOUCHER_LINK = re.compile(r"(?:^|[?&]start=)v_([0-9A-Za-z]*)$", re.ASCII)


def voucher_link(text: str) -> bool:
    """Whether *text* is a voucher's QR or payload, whatever code it carries; a word with "v_" in it is none."""
    return VOUCHER_LINK.search(text.strip()) is not None


def read_voucher(text: str) -> str | None:
    """The stored form of a voucher's code, from a QR's link, a "v_…" payload or what somebody typed (small letters,
    spaces, dashes, letters taken for digits); None when it is none."""
    found = VOUCHER_LINK.search(text.strip())
    code = normal_code(found[1] if found else text[:LONGEST_TYPED])
    return code if len(code) == VOUCHER_LETTERS and set(code) <= set(CROCKFORD) else None


def format_voucher(code: str) -> str:
    """For people: "7KQ2M9XT4B" → "7KQ2M-9XT4B"."""
    half = VOUCHER_LETTERS // 2
    return f"{code[:half]}-{code[half:]}"


def normal_code(text: str) -> str:
    """A code as stored: capitals, no spaces or dashes, and the letters people confuse with digits read as those."""
    return re.sub(r"[\s-]", "", text).upper().translate(LOOKALIKES)


def invite_token(random_bytes: RandomBytes) -> str:
    """22 characters, 128 random bits, fit for a deep link. Only its `token_hash` is ever stored."""
    return urlsafe_b64encode(random_bytes(16)).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def handover_code(randbelow: RandomBelow) -> str:
    """Four digits the customer says at the door; never four equal ones nor a run like 1234, which are guessed first."""
    while True:
        code = f"{randbelow(10_000):04d}"
        steps = {int(right) - int(left) for left, right in pairwise(code)}
        if len(steps) > 1 or steps.isdisjoint({0, 1, -1}):
            return code


def member_number(seq: int) -> str:
    """The number on the card of the *seq*-th member (from 1): at least five digits, the last one a check digit."""
    body = str(1_000 + seq)
    return body + str(_damm(body))


def format_number(number: str) -> str:
    """For people: "10427" → "1042 7", "12345678" → "123 4567 8"."""
    body, check = number[:-1], number[-1]
    groups = re.findall(r"\d{1,4}", body[::-1])
    return " ".join([*(group[::-1] for group in reversed(groups)), check])


def parse_number(text: str) -> str | None:
    """The stored form of a number typed by hand; None when it is none, or a digit of it is wrong."""
    digits = re.sub(r"[\s#№-]", "", text)
    if not re.fullmatch(r"[0-9]{5,15}", digits) or _damm(digits) != 0:
        return None
    return digits


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return interim


@dataclass(frozen=True, slots=True)
class CardRead:
    """The member's code. `fresh`: shown by the member within the last 90 seconds, good enough to take points."""

    code: str
    fresh: bool
    age_seconds: int | None  # None: a static card, of no age


def sign_card(code: str, at: datetime, key: bytes) -> str:
    """ "m_<code>_<time>_<seal>": the card as shown at *at*; fits a ?start= link."""
    stamp = crockford(int(at.timestamp()), 7)
    return f"m_{code}_{stamp}_{_seal(code, stamp, key)}"


def read_card(text: str, at: datetime, key: bytes) -> CardRead:
    """Reads what `sign_card` made, a static "m_<code>", or a bot link around either. Raises BadCode."""
    found = re.search(r"(?:^|[?&]start=)m_([0-9A-Z]{13})(?:_([0-9A-Z]{7})_([0-9A-Z]{16}))?$", text.strip(), re.ASCII)
    if found is None:
        raise BadCode("card.unreadable")
    code, stamp, seal = found.groups()
    if stamp is None:
        return CardRead(code, fresh=False, age_seconds=None)
    if not hmac.compare_digest(seal, _seal(code, stamp, key)):
        raise BadCode("card.forged")
    age = int(at.astimezone(UTC).timestamp()) - _number(stamp)
    return CardRead(code, fresh=-CLOCK_SKEW_SECONDS <= age <= FRESH_SECONDS, age_seconds=age)


def _seal(code: str, stamp: str, key: bytes) -> str:
    digest = hmac.new(key, f"card:{code}:{stamp}".encode(), sha256).digest()
    return crockford(int.from_bytes(digest[:10], "big"), 16)


def _number(text: str) -> int:
    value = 0
    for letter in text:
        value = value * 32 + CROCKFORD.index(letter)
    return value
