"""The makers of codes nobody can guess; handed in, so that a test can say what they make."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.rules import api_keys, codes
from bot.rules.api_keys import Written


@dataclass(frozen=True)
class Makers:
    """Each call makes a new one."""

    referral_code: Callable[[], str]
    card_code: Callable[[], str]
    token: Callable[[], str]
    handover_code: Callable[[], str]
    key: Callable[[], str]
    api_key: Callable[[], Written]
    claim_code: Callable[[], str]
    salt: Callable[[], bytes]


def from_system() -> Makers:
    """Makers fed by the operating system's source of randomness."""
    return Makers(
        referral_code=lambda: codes.referral_code(secrets.token_bytes),
        card_code=lambda: codes.card_code(secrets.token_bytes),
        token=lambda: codes.invite_token(secrets.token_bytes),
        handover_code=lambda: codes.handover_code(secrets.randbelow),
        key=lambda: secrets.token_urlsafe(9),
        api_key=lambda: api_keys.make(secrets.token_bytes),
        claim_code=lambda: codes.voucher_code(secrets.token_bytes),
        salt=lambda: secrets.token_bytes(16),
    )
