"""What a segment asks about a member's orders, points, level and vouchers."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, not_, select, true

from db.enums import OrderState, Tier, VoucherState
from db.expressions import moment_of, whole
from db.ledger.asked import has_points, loses_points
from db.models.members import Member
from db.models.orders import Order, OrderItem
from db.models.segments import Threshold
from db.models.vouchers import Voucher
from db.queries.segment_asking import Asking, Is, of_member

PERCENT_OF_A_DAY = 864  # seconds
ENDED = (OrderState.CANCELLED, OrderState.RETURNED)  # these bring no points any more
_joined, _last = whole(Member.joined_at), whole(Member.last_order_at)
_HAS_ORDERED = and_(Member.orders_count > 0, _last.is_not(None))


def _tier(asked: Asking) -> Is:
    ranks = list(Tier)
    wanted = ranks[ranks.index(Tier(asked.value)) :] if asked.op == "at_least" else [*map(Tier, asked.value)]
    return Member.tier.in_(wanted)


def _recency(asked: Asking) -> Is:
    if asked.op == "never":
        return _last.is_(None)
    return and_(_last.is_not(None), asked.days(_last))


def _average(asked: Asking) -> Is:
    total = asked.value * Member.orders_count
    return and_(Member.orders_count > 0, Member.spent_minor >= total if asked.least else Member.spent_minor <= total)


def _overdue(asked: Asking) -> Is:
    share = Member.rhythm_days * (asked.value * PERCENT_OF_A_DAY)
    since = moment_of(literal(int(asked.at.timestamp())) - share)
    return and_(Member.rhythm_days.is_not(None), _last.is_not(None), _last <= since)


def _bought(asked: Asking, column: Any) -> Is:
    name, days = (asked.value, None) if asked.op == "bought" else asked.value
    item = (OrderItem.member_id == Member.id) & (column == name)
    bought = select(OrderItem.id).join(Order, Order.id == OrderItem.order_id).where(item)
    bought = bought.where(Order.state == OrderState.DELIVERED).correlate(Member)
    if days is None:
        return exists(bought)
    return and_(exists(bought), not_(exists(bought.where(Order.delivered_at >= asked.start(days - 1)))))


def _delivered(*conditions: Any) -> Is:
    return exists(of_member(Order.member_id, Order.state == OrderState.DELIVERED, *conditions))


def _points(asked: Asking) -> Is:
    if asked.least:
        return has_points(Member.id, asked.value) if asked.value else true()
    return not_(has_points(Member.id, asked.value + 1))


def _pending(asked: Asking) -> Is:
    waiting = of_member(Order.member_id, Order.earned_at.is_(None), Order.state.not_in(ENDED))
    total = func.coalesce(waiting.with_only_columns(func.sum(Order.points)).scalar_subquery(), 0)
    return asked.compared(total)


def _expiring(asked: Asking) -> Is:
    return loses_points(Member.id, asked.today + timedelta(days=min(asked.value, 300_000)))


def _vouchers(state: VoucherState, *conditions: Any) -> Select[Any]:
    return of_member(Voucher.member_id, Voucher.state == state, *conditions)


def _step(what: str, step: int, number: Any = Threshold.value) -> Any:
    """The number at the end of that fifth: one row, read once for all members."""
    return select(number).where(Threshold.what == what, Threshold.step == step).scalar_subquery()


def _split(what: str) -> Is:
    """The night has counted, and there was enough to count: before, nobody is in any fifth. Then every step is there,
    so that comparing with one is never NULL."""
    return and_(_HAS_ORDERED, exists(select(Threshold.step).where(Threshold.what == what)))


def _fifth(asked: Asking, what: str, above: Callable[[int], Is]) -> Is:
    """At least 4 is above the end of the third fifth; at most 4 is not above the end of the fourth."""
    if asked.least:
        return and_(_split(what), above(asked.value - 1)) if asked.value > 1 else _split(what)
    return and_(_split(what), not_(above(asked.value))) if asked.value < 5 else _split(what)


def _recent(asked: Asking) -> Is:
    """A step is a whole second: all of that second is not above it. The moment is made inside, once for all members."""
    after = moment_of(Threshold.value + 1)
    return _fifth(asked, "recency", lambda step: _step("recency", step, after) <= _last)


def _frequent(asked: Asking) -> Is:
    return _fifth(asked, "frequency", lambda step: Member.orders_count > _step("frequency", step))


def _dear(asked: Asking) -> Is:
    return _fifth(asked, "monetary", lambda step: Member.spent_minor > _step("monetary", step))


def _top(asked: Asking) -> Is:
    return asked.yes(and_(_split("top_spend"), Member.spent_minor > _step("top_spend", 1)))


QUESTIONS: Mapping[str, Callable[[Asking], Is]] = {
    "joined_days": lambda asked: asked.days(_joined),
    "source": lambda asked: asked.known(Member.source),
    "tier": _tier,
    "orders": lambda asked: asked.compared(Member.orders_count),
    "spend": lambda asked: asked.compared(Member.spent_minor),
    "average": _average,
    "recency_days": _recency,
    "overdue": _overdue,
    "favourite": lambda asked: asked.known(Member.favourite),
    "usual_hour": lambda asked: asked.known(Member.usual_hour),
    "usual_weekday": lambda asked: asked.known(Member.usual_weekday),
    "category": lambda asked: _bought(asked, OrderItem.category),
    "item": lambda asked: _bought(asked, OrderItem.folded),
    "outlet": lambda asked: _delivered(Order.outlet_id.in_(asked.value)),
    "channel": lambda asked: _delivered(Order.channel.in_(asked.value)),
    "points": _points,
    "pending": _pending,
    "expiring": _expiring,
    "vouchers_held": lambda asked: asked.number(_vouchers(VoucherState.HELD, Voucher.ends_at > asked.at)),
    "vouchers_used": lambda asked: asked.number(_vouchers(VoucherState.USED)),
    "top_spend": _top,
    "rfm_recency": _recent,
    "rfm_frequency": _frequent,
    "rfm_monetary": _dear,
}
