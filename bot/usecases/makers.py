"""The makers of codes nobody can guess; handed in, so that a test can say what they make."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.rules import codes


@dataclass(frozen=True)
class Makers:
    """Each call makes a new one."""

    referral_code: Callable[[], str]
    card_code: Callable[[], str]
    token: Callable[[], str]
    handover_code: Callable[[], str]
    key: Callable[[], str]


def from_system() -> Makers:
    """Makers fed by the operating system's source of randomness."""
    return Makers(
        referral_code=lambda: codes.referral_code(secrets.token_bytes(5)),
        card_code=lambda: secrets.token_urlsafe(12),
        token=lambda: secrets.token_urlsafe(18),
        handover_code=lambda: codes.handover_code(secrets.randbelow),
        key=lambda: secrets.token_urlsafe(9),
    )
