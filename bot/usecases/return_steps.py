"""The steps of a return: what was sold, what of it came back before, what comes back now, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import returns as rule
from bot.rules.returns import Back, Part, Sold
from bot.rules.timing import local_date
from bot.usecases import payment_steps, program, unwinding, zones
from bot.usecases.actor import Hand, key_id, signature, staff_id
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.referral_returns import inviter_of
from bot.usecases.slips import SlipNo
from bot.usecases.unwinding import Before, Unwound
from db.enums import EntryKind, MemberState, OrderState
from db.ledger import accounts, post, read
from db.ledger.post import Because
from db.models.members import Member
from db.models.orders import Order, OrderItem, OrderReturn


@dataclass(frozen=True)
class ReturnItem:
    """So many pieces of a dish of the order."""

    name: str
    quantity: int


@dataclass(frozen=True)
class ReturnWanted:
    """Goods that come back: these `items`, or goods for `amount_minor` (at what was paid for them after what came off,
    points included), or, with neither, all that is left. `key` belongs to the request: sent twice it is one return.
    With both they have to agree. `slip`: the till's own number of it; `member_id`: whose order it has to be."""

    key: str
    order_id: int
    reason: str
    amount_minor: int | None = None
    items: tuple[ReturnItem, ...] = ()
    slip: SlipNo | None = None
    member_id: int | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Case:
    """An order, what came back of it before, and what comes back now."""

    order: Order
    sold: Sold
    earlier: tuple[Part, ...]
    part: Part

    @property
    def now(self) -> Back:
        """What this return alone takes and gives back."""
        return self.after.since(rule.back(self.sold, self.earlier))

    @property
    def after(self) -> Back:
        """Together with what came back before."""
        return rule.back(self.sold, (*self.earlier, self.part))

    @property
    def whole(self) -> bool:
        """Whether nothing of the order is left."""
        return self.after.goods_minor == self.sold.goods_minor


async def opened(session: AsyncSession, order: Order, wanted: ReturnWanted) -> Case:
    """What the return would be. Refuses `return.not_delivered`, `return.not_theirs`; raises BadReturn."""
    if wanted.member_id is not None and wanted.member_id != order.member_id:
        raise Refused("return.not_theirs")
    if wanted.currency not in (None, order.currency):
        raise Refused("api.currency", currency=order.currency)
    if order.state is OrderState.RETURNED:
        raise rule.BadReturn("return.nothing_left")
    if order.state is not OrderState.DELIVERED:
        raise Refused("return.not_delivered", order=order.id)
    sold, earlier = await sold_of(session, order), await parts_of(session, order.id)
    return Case(order, sold, earlier, _part(sold, earlier, wanted))


def _part(sold: Sold, earlier: Sequence[Part], wanted: ReturnWanted) -> Part:
    if wanted.items:
        picked = rule.picked(sold, earlier, [(item.name, item.quantity) for item in wanted.items])
        if wanted.amount_minor not in (None, picked.amount_minor):
            raise rule.BadReturn("return.items_differ", amount=picked.amount_minor)
        return picked
    if wanted.amount_minor is not None:
        return rule.some(sold, earlier, wanted.amount_minor)
    return rule.whole(sold, earlier)


async def sold_of(session: AsyncSession, order: Order) -> Sold:
    """The order as it was handed over, by the rules it was placed under."""
    rules = await program.numbered(session, order.program_version)
    columns = (OrderItem.name, OrderItem.quantity, OrderItem.sum_minor, OrderItem.category)
    rows = await session.execute(select(*columns).where(OrderItem.order_id == order.id).order_by(OrderItem.id))
    items = [(name, count, total, kind not in rules.program.excluded_categories) for name, count, total, kind in rows]
    lines = rule.lines_of(items, order.amount_minor, order.discount_minor)
    return Sold(order.goods_minor, order.base_minor, order.points, order.points_paid, order.paid_minor, lines)


async def parts_of(session: AsyncSession, order_id: int) -> tuple[Part, ...]:
    """What came back before, in order."""
    found = select(OrderReturn.amount_minor, OrderReturn.items).where(OrderReturn.order_id == order_id)
    rows = await session.execute(found.order_by(OrderReturn.id))
    return tuple(Part(amount, dict(items) if items else None) for amount, items in rows)


@dataclass(frozen=True)
class Done:
    """What the return did: its number, and what it took beside the order's own points."""

    row: OrderReturn
    unwound: Unwound = field(default_factory=Unwound)
    pending: bool = False  # the points taken had not arrived yet
    gone: bool = False  # whoever bought it is no person any more


async def back(
    session: AsyncSession, hand: Hand, case: Case, wanted: ReturnWanted, *, at: datetime, rules: Rules
) -> Done:
    """The goods are back: the order says so, points that it brought are taken and points that paid for it are given
    back, and everything that hangs on it is as if they had never been bought. The order is locked by the caller.
    Nobody is told yet."""
    order, before = case.order, Before(case.order.kept_minor, case.order.kept_base_minor)
    inviter = await inviter_of(session, order.id)
    await accounts.lock_members(session, [order.member_id, *([inviter] if inviter else [])])
    pending = order.earned_at is None
    row = await _written(session, hand, case, wanted, at)
    _noted(order, case, at)
    await session.flush()
    member = await session.get_one(Member, order.member_id, populate_existing=True)
    gone = member.state is not MemberState.ACTIVE
    unwound = Unwound()
    if not gone:
        await _points(session, hand, case, row, at, rules)
        unwound = await unwinding.after(session, order, before, at=at, rules=rules)
    await payment_steps.owe(session, order, case.now.money_minor, f"return:{row.id}", at=at)
    return Done(row, unwound, pending, gone)


async def _written(session: AsyncSession, hand: Hand, case: Case, wanted: ReturnWanted, at: datetime) -> OrderReturn:
    now = case.now
    row = OrderReturn(
        key=wanted.key,
        order_id=case.order.id,
        amount_minor=now.goods_minor,
        base_minor=now.base_minor,
        items=[[name, quantity] for name, quantity in (case.part.pieces or {}).items()],
        points_taken=now.taken,
        points_given=now.given,
        money_minor=now.money_minor,
        staff_id=staff_id(hand),
        key_id=key_id(hand),
        reason=wanted.reason,
        at=at,
    )
    session.add(row)
    await session.flush()
    return row


def _noted(order: Order, case: Case, at: datetime) -> None:
    after = case.after
    order.returned_minor, order.returned_base_minor = after.goods_minor, after.base_minor
    order.points_taken_back, order.points_given_back = after.taken, after.given
    order.returned_at = at
    if case.whole:
        order.state, order.earn_due_at = OrderState.RETURNED, None


async def _points(session: AsyncSession, hand: Hand, case: Case, row: OrderReturn, at: datetime, rules: Rules) -> None:
    """What is pending yet just never comes. What paid comes back into its own lots, for a while at least."""
    order, now, by = case.order, case.now, signature(hand)
    if now.given and order.spending_id:
        zone = await zones.of_member(session, order.member_id, rules)
        until = local_date(at + timedelta(days=rules.program.return_days), zone)
        facts = _facts(case, row) | {"until": until.isoformat()}
        because = Because(f"return:{row.id}:given", EntryKind.REVERSE, at, "order.given_back", facts, by)
        paid = f"spending:{order.spending_id}:paid"
        await post.give_back(session, paid, now.given, because=because, at_least_until=until)
    earned = f"order:{order.id}:earn"
    if now.taken and await read.by_key(session, earned):
        because = Because(f"return:{row.id}:taken", EntryKind.REVERSE, at, "order.returned", _facts(case, row), by)
        await post.take_back(session, earned, now.taken, because=because)


def _facts(case: Case, row: OrderReturn) -> dict[str, Any]:
    """For "Why?": the sum of rule 8."""
    return {
        "order": case.order.id,
        "return": row.id,
        "currency": case.order.currency,
        "returned_minor": case.now.goods_minor,
        "base_minor": case.sold.base_minor,
        "base_back_minor": case.after.base_minor,
        "points": case.sold.points,
        "points_paid": case.sold.points_paid,
        "before": case.after.taken - case.now.taken,
    }
