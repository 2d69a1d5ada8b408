"""What is told outside of each thing that happens: numbers, codes and sums, never who it was or what they said."""

from datetime import datetime

from bot.usecases.outside_events import Fact
from db.models.feedback import Rating
from db.models.members import TierChange
from db.models.orders import Order
from db.models.vouchers import Voucher


def joined(member_id: int, source: str | None) -> Fact:
    """Somebody is a member from now on; `source`: the tag of the link they came by."""
    return Fact("member.joined", member_id, {"source": source}, f"member:{member_id}:joined")


def erased(member_id: int) -> Fact:
    """The member is a number only: whoever keeps something under it is to forget it."""
    return Fact("member.erased", member_id, {}, f"member:{member_id}:erased")


def tier_changed(change: TierChange) -> Fact:
    told = {"old": change.old.value, "new": change.new.value, "why": change.why}
    key = f"tier:{change.member_id}:{change.new.value}:{_stamp(change.at)}"
    return Fact("tier.changed", change.member_id, told, key)


def voucher_used(voucher: Voucher, at: datetime) -> Fact:
    """Taken back and used again, it is told again."""
    told = {"voucher": voucher.id, "benefit": voucher.kind.value, "order": voucher.order_id}
    return Fact("voucher.used", voucher.member_id, told, f"voucher:{voucher.id}:used:{_stamp(at)}")


def order_moved(order: Order, what: str, at: datetime) -> Fact:
    """An act on an order, named after the state it is in now; `what` was done ("assign", "problem") may have left it
    there."""
    told = {
        "order": order.id,
        "what": what,
        "outlet": order.outlet_id,
        "channel": order.channel.value,
        "currency": order.currency,
        "amount_minor": order.amount_minor,
        "to_pay_minor": order.to_pay_minor,
        "points": order.points,
        "points_paid": order.points_paid,
        "returned_minor": order.returned_minor,
        "campaign": order.campaign,
    }
    key = f"order:{order.id}:{what}:{_stamp(at)}"
    return Fact(f"order.{order.state.value}", order.member_id, told, key)


def rated(rating: Rating, at: datetime) -> Fact:
    told = {"order": rating.order_id, "stars": rating.stars}
    return Fact("feedback.rated", rating.member_id, told, f"rating:{rating.order_id}:{_stamp(at)}")


def _stamp(at: datetime) -> str:
    """A moment in milliseconds: the same thing may happen again, later."""
    return f"{at.timestamp() * 1000:.0f}"
