"""Whether a member may be sent advertising now; asked when it is planned, and again when it is about to leave."""

from dataclasses import dataclass
from hashlib import sha256

from bot.rules.program import Program


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a member at the moment an advertisement would leave."""

    consent: bool
    reachable: bool  # has not blocked the bot
    holdout: bool
    sent_day: int
    sent_week: int
    sent_month: int
    quiet: bool  # the member's own local time
    own_month_cap: int | None = None  # "fewer", where the member asked for it


def may_advertise(standing: Standing, program: Program) -> str | None:
    """None when it may leave, else the reason it is skipped: "no_consent", "unreachable", "holdout", "cap_day",
    "cap_week", "cap_month" or "quiet". Only "quiet" is a matter of waiting."""
    month = program.ads_per_month
    if standing.own_month_cap is not None:
        month = min(month, standing.own_month_cap)
    reasons = {
        "no_consent": not standing.consent,
        "unreachable": not standing.reachable,
        "holdout": standing.holdout,
        "cap_day": standing.sent_day >= program.ads_per_day,
        "cap_week": standing.sent_week >= program.ads_per_week,
        "cap_month": standing.sent_month >= month,
        "quiet": standing.quiet,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def in_holdout(member_number: str, salt: str, bp: int) -> bool:
    """Whether the member belongs to the permanent share that never gets advertising: always the same answer for the
    same number and salt, and a larger share contains every smaller one."""
    digest = sha256(f"{salt}:{member_number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 10_000 < bp
