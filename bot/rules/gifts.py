"""What one member may give another, and how long what was given is good."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from bot.rules.timing import local_date
from db.enums import VoucherSource

PER_DAYS = timedelta(days=30)
# A promo code is good so many times for each member: passed on, it would be good for any number of them.
BOUND = frozenset({VoucherSource.PROMO})


class GiftNotAllowed(RuleBroken):
    """ "gift.first_order", "gift.points_off", "gift.too_many" (with `most`), "gift.monthly" (with `left`) or
    "gift.bound"."""


@dataclass(frozen=True, slots=True)
class Giver:
    """What counts when somebody gives: orders delivered to them, and points given away in the last 30 days (what came
    back not counted)."""

    orders: int
    given_lately: int = 0


def most_points(giver: Giver, available: int, program: Program) -> int:
    """The largest gift of points possible now; 0: none."""
    if not giver.orders:
        return 0
    return max(0, min(available, program.gift_most_points, program.gift_monthly_points - giver.given_lately))


def check_points(points: int, giver: Giver, program: Program) -> None:
    """Raises GiftNotAllowed. Whether the giver has them is the ledger's to say."""
    if not giver.orders:
        raise GiftNotAllowed("gift.first_order")
    if not program.gift_most_points:
        raise GiftNotAllowed("gift.points_off")
    if points > program.gift_most_points:
        raise GiftNotAllowed("gift.too_many", most=program.gift_most_points)
    left = max(0, program.gift_monthly_points - giver.given_lately)
    if points > left:
        raise GiftNotAllowed("gift.monthly", left=left)


def check_voucher(source: VoucherSource, giver: Giver) -> None:
    """Raises GiftNotAllowed."""
    if not giver.orders and source is not VoucherSource.CERTIFICATE:  # that was paid for, to be given
        raise GiftNotAllowed("gift.first_order")
    if source in BOUND:
        raise GiftNotAllowed("gift.bound")


def points_last_until(claimed_at: datetime, zone: ZoneInfo, program: Program) -> date:
    """The last day of points given by a friend: as long as a voucher would last from the day they were taken. Their own
    last day is lost on the way, or points passed to and fro would never expire; nor are they worth keeping so long."""
    return local_date(claimed_at, zone) + timedelta(days=program.voucher_days)
