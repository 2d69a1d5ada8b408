"""Paying in chat: when an invoice may be paid, and what a sum comes to in Telegram Stars."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from db.enums import PaymentState

STARS = "XTR"
MOST_STARS = 10_000  # in one invoice
OPEN_FOR = timedelta(hours=24)  # an invoice; the same one is shown again meanwhile


class PaymentNotAllowed(RuleBroken):
    """ "payment.not_yours", "payment.paid", "payment.over" or "payment.sum_changed"."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An invoice as it stands now. `due`: what would be asked for now, in the invoice's own units; 0: nothing any more.
    `theirs`: it is the payer's own."""

    state: PaymentState
    amount: int
    currency: str
    due: int
    until: datetime
    theirs: bool = True


def check(standing: Standing, amount: int, currency: str, at: datetime) -> None:
    """Raises PaymentNotAllowed unless *amount* may be taken for it: nobody pays for somebody else (money goes back to
    who paid), twice, late, or a sum that is no longer the order's."""
    if not standing.theirs:
        raise PaymentNotAllowed("payment.not_yours")
    if standing.state in (PaymentState.PAID, PaymentState.REFUNDED):
        raise PaymentNotAllowed("payment.paid")
    if standing.state is PaymentState.CANCELLED or standing.until <= at or not standing.due:
        raise PaymentNotAllowed("payment.over")
    if (amount, currency) != (standing.amount, standing.currency) or standing.due != standing.amount:
        raise PaymentNotAllowed("payment.sum_changed")


def stars(worth_minor: int, program: Program) -> int | None:
    """What *worth_minor* costs in Stars, rounded up; None where nothing is sold for them, or that would be too many."""
    if not program.stars_minor:
        return None
    count = -(-worth_minor // program.stars_minor)
    return count if 0 < count <= MOST_STARS else None


def more_owed(amount: int, owed: int, money: int) -> int:
    """How much more of *amount* has to go back when *money* does: in all never more than was paid."""
    return max(0, min(money, amount - owed))
