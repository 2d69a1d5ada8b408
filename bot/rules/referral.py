"""Who may be bound to whom by an invitation, and when both are paid."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.program import Program


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known at the moment a newcomer arrives by somebody's link."""

    itself: bool = False  # the inviter opened the own link
    already_member: bool = False  # the Telegram account was a member before, or still is
    phone_seen: bool = False  # the phone number was here before, under whatever account
    already_invited: bool = False  # another link was first
    inviter_is_staff: bool = False
    inviter_is_gone: bool = False  # erased


def may_claim(claim: Claim) -> str | None:
    """None when the invitation binds, else the reason: "referral.itself", "referral.member", "referral.phone",
    "referral.taken", "referral.staff" or "referral.gone"."""
    reasons = {
        "referral.itself": claim.itself,
        "referral.member": claim.already_member,
        "referral.phone": claim.phone_seen,
        "referral.taken": claim.already_invited,
        "referral.staff": claim.inviter_is_staff,
        "referral.gone": claim.inviter_is_gone,
    }
    return next((code for code, holds in reasons.items() if holds), None)


# How a link was passed on: a letter after the code tells it, and a bare code is a link that was copied.
WAYS = {"": "link", "b": "button", "q": "picture"}


def shared(code: str, way: str) -> str:
    """The link's value for *code* as it is passed on by *way*."""
    letter = next(letter for letter, name in WAYS.items() if name == way)
    return f"{code}-{letter}" if letter else code


def came_by(value: str) -> tuple[str, str]:
    """The code in a link's value, and the way it was passed on; an unknown letter is part of an unknown code."""
    code, _, letter = value.rpartition("-")
    return (code, WAYS[letter]) if code and letter in WAYS and letter else (value, "link")


def expires_at(claimed_at: datetime, program: Program) -> datetime:
    """The moment from which a pending invitation no longer pays."""
    return claimed_at + timedelta(days=program.referral_days)


def qualifies(order_net_minor: int, claimed_at: datetime, now: datetime, program: Program) -> bool:
    """Whether the friend's first delivered, paid order pays both: large enough, and within the days."""
    return order_net_minor >= program.referral_min_net_minor and now < expires_at(claimed_at, program)


def is_burst(count_week: int, program: Program) -> bool:
    """Whether *count_week* friends within a week (this one included) are for a person to look at before paying."""
    return count_week >= program.referral_burst


def within_cap(paid_this_month: int, program: Program) -> bool:
    """Whether the inviter, paid *paid_this_month* times already, may be paid once more this month."""
    return paid_this_month < program.referral_monthly_cap
