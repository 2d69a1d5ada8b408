"""A sale at the till: looked at before it is one, posted once, and told to both."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import order_writing, program, sale_approvals, sale_offline, sale_steps, slips
from bot.usecases.actor import By, Hand, allow, staff_id
from bot.usecases.errors import Refused
from bot.usecases.order_drafts import customer
from bot.usecases.order_steps import happened, place_of, who
from bot.usecases.program import Rules
from bot.usecases.sale_approvals import Weighed
from bot.usecases.sale_offline import Then
from bot.usecases.sale_outlook import SaleOutlook, preview
from bot.usecases.sale_steps import Offline, SaleDraft, SlipNo
from bot.usecases.slips import SlipAt
from db.ledger import read
from db.models.orders import Order
from db.models.spendings import Spending
from db.models.tills import Slip
from db.session import Database

__all__ = ["Offline", "SaleDraft", "SaleOutlook", "SalePosted", "SlipNo", "post", "preview"]

ACT = "sales.post"


@dataclass(frozen=True)
class SalePosted:
    """The sale is done (`already`: it was, by the same draft or slip). `earned`: the points it brings by itself,
    spendable from `waiting_until` on, if that is not now; `why` fewer points paid than an offline till was asked to
    take; `undo_until`: so long it can be taken back."""

    order_id: int
    member_id: int
    outlet_id: int | None
    amount_minor: int
    discount_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    earned: int
    waiting_until: datetime | None
    available: int
    currency: str
    undo_until: datetime
    already: bool = False
    why: str | None = None


@dataclass(frozen=True)
class _Case:
    """A draft at its outlet, and everything it is judged by; the accounts are locked."""

    hand: Hand
    rules: Rules
    draft: SaleDraft
    sold_at: datetime
    slip: SlipAt | None


async def post(db: Database, by: By, draft: SaleDraft, *, at: datetime, card_key: bytes = b"") -> SalePosted:
    """The sale stands, placed and delivered at once: its points are there, what was set aside for it is taken, its
    voucher used, the member has the receipt. The same draft, or the same slip under another key, changes nothing.

    Refuses `access.denied`, `outlet.not_yours`, `outlet.unknown`, `order.member_unknown`, `order.own_order`,
    `sale.second_person`, `sale.too_old`, `sale.from_the_future`, `slip.differs`, `slip.needs_outlet` and what
    `sale_steps.write` refuses.
    """
    async with db.begin() as session:
        case = await _opened(session, by, draft, at)
        there = await _before(session, case)
        if there is not None:
            now = await read.balance(session, there.member_id)
            return _told(there, case.rules, now.available, already=True)
        _known = await customer(session, draft.member_id, by)  # held on to: asked for below, they cost nothing
        weighed = await _weighed(session, case.draft)
        await sale_approvals.check(session, case.hand, weighed, at=at, rules=case.rules)
        order, why = await _written(session, case, at, card_key)
        brought = await sale_steps.complete(session, order, at=at, rules=case.rules)
        if staff_id(case.hand):
            await sale_approvals.done(session, draft.key, at=at)
        await happened(session, case.hand, order, "sales.post", at=at)
        return _told(order, case.rules, brought.available, why=why)


async def _opened(session: AsyncSession, by: By, draft: SaleDraft, at: datetime) -> _Case:
    hand = await allow(session, by, ACT, at=at)
    rules = await program.in_force(session, at)
    outlet_id = await place_of(session, hand, draft.outlet_id)
    draft = replace(draft, outlet_id=outlet_id)
    order_writing.sums(sale_steps.as_order(draft), rules)
    slip = None
    if draft.slip is not None:
        slip = SlipAt(outlet_id, draft.slip, "sale", _bought(draft))
    sold_at = sale_steps.moment(draft, at)
    await sale_steps.lock(session, draft.member_id)
    return _Case(hand, rules, draft, sold_at, slip)


def _bought(draft: SaleDraft) -> str:
    items = [[item.name, item.quantity, item.sum_minor] for item in draft.items]
    return slips.fingerprint(draft.member_id, draft.amount_minor, draft.voucher_id, items)


async def _before(session: AsyncSession, case: _Case) -> Order | None:
    """The sale that this draft, or this slip, has become before. Refuses `slip.differs`."""
    if case.slip is not None:
        slip: Slip | None = await slips.find(session, case.slip.outlet_id, case.slip.no, "sale")
        if slip is not None and slip.fingerprint != case.slip.fingerprint:
            raise Refused("slip.differs", order=slip.order_id)
        if slip is not None:
            return await session.get_one(Order, slip.order_id)
    found: Order | None = await session.scalar(select(Order).where(Order.key == case.draft.key))
    return found


async def _weighed(session: AsyncSession, draft: SaleDraft) -> Weighed:
    spending = await session.get(Spending, draft.spending_id) if draft.spending_id else None
    points = spending.points if spending else 0
    return Weighed(draft.key, draft.member_id, draft.amount_minor, points)


async def _written(session: AsyncSession, case: _Case, at: datetime, card_key: bytes) -> tuple[Order, str | None]:
    then = Then(case.sold_at, at, case.rules, card_key)
    draft, why = await sale_offline.points_of(session, case.draft, case.hand, case.draft.outlet_id, then)
    order = await sale_steps.write(session, draft, who(case.hand), at=case.sold_at, rules=case.rules)
    if case.slip is not None:
        await slips.once(session, case.slip, order_id=order.id, at=at)
    return order, why


def _told(order: Order, rules: Rules, available: int, *, already: bool = False, why: str | None = None) -> SalePosted:
    done_at = order.delivered_at or order.placed_at
    return SalePosted(
        order_id=order.id,
        member_id=order.member_id,
        outlet_id=order.outlet_id,
        amount_minor=order.amount_minor,
        discount_minor=order.discount_minor,
        points_paid=order.points_paid,
        paid_minor=order.paid_minor,
        to_pay_minor=order.to_pay_minor,
        earned=order.points,
        waiting_until=order.earn_due_at,
        available=available,
        currency=order.currency,
        undo_until=done_at + timedelta(seconds=rules.program.undo_seconds),
        already=already,
        why=why,
    )
