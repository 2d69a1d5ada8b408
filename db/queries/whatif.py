"""The orders of the past, member by member in pages, for reckoning them once more."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.enums import Channel, OrderState, ReferralState, Tier
from db.models.members import Member
from db.models.orders import Order, OrderItem
from db.models.referrals import Referral

VOID = (OrderState.CANCELLED, OrderState.RETURNED)


@dataclass(frozen=True)
class PastLine:
    """An order as it was; `first`: the member had none before. `items`: name, folded, category, quantity, sum."""

    id: int
    member_id: int
    number: str
    tier: Tier
    amount_minor: int
    discount_minor: int
    outlet_id: int | None
    channel: Channel
    placed_at: datetime
    voucher_bp: int
    first: bool
    items: tuple[tuple[str, str, str | None, int, int], ...]


_before = aliased(Order)
_FIRST = ~exists().where(_before.member_id == Order.member_id, _before.id < Order.id, _before.state.not_in(VOID))
_PAST = (
    select(
        Order.id,
        Order.member_id,
        Member.number,
        Member.tier,
        Order.amount_minor,
        Order.discount_minor,
        Order.outlet_id,
        Order.channel,
        Order.placed_at,
        Order.earning,
        _FIRST.label("first"),
    )
    .join(Member, Member.id == Order.member_id)
    .where(Order.state.not_in(VOID))
    .order_by(Order.member_id, Order.id)
)


async def how_many(session: AsyncSession, since: datetime) -> int:
    """Orders placed since that were not cancelled or returned."""
    counted = select(func.count()).where(Order.placed_at >= since, Order.state.not_in(VOID))
    return (await session.execute(counted)).scalar_one()


async def page(
    session: AsyncSession, since: datetime, *, after: tuple[int, int], limit: int, whole: int = 10_000
) -> list[PastLine]:
    """Up to *limit* orders placed since, beyond (member, order) *after*, in that order. *whole*: a factor of one."""
    found = _PAST.where(Order.placed_at >= since, tuple_(Order.member_id, Order.id) > after).limit(limit)
    rows = (await session.execute(found)).all()
    items = await _items(session, [row.id for row in rows])
    return [
        PastLine(*row[:9], json.loads(row.earning).get("voucher_bp", whole), bool(row.first), items.get(row.id, ()))
        for row in rows
    ]


async def _items(
    session: AsyncSession, orders: list[int]
) -> dict[int, tuple[tuple[str, str, str | None, int, int], ...]]:
    columns = (OrderItem.name, OrderItem.folded, OrderItem.category, OrderItem.quantity, OrderItem.sum_minor)
    found = select(OrderItem.order_id, *columns).where(OrderItem.order_id.in_(orders)).order_by(OrderItem.id)
    theirs: dict[int, tuple[tuple[str, str, str | None, int, int], ...]] = {}
    for order_id, *item in await session.execute(found):
        theirs[order_id] = (*theirs.get(order_id, ()), tuple(item))  # type: ignore[arg-type]
    return theirs


async def first_orders(session: AsyncSession, since: datetime) -> int:
    """Members whose first order was delivered since: so often the welcome was given."""
    counted = select(func.count()).where(Member.first_order_at >= since)
    return (await session.execute(counted)).scalar_one()


async def referrals_paid(session: AsyncSession, since: datetime) -> int:
    """Invitations that were paid since."""
    paid = (Referral.state == ReferralState.PAID, Referral.decided_at >= since)
    return (await session.execute(select(func.count()).where(*paid))).scalar_one()


async def spent_by(session: AsyncSession, members: set[int], since: datetime) -> dict[int, int]:
    """Each member's net spend of delivered orders since."""
    spent = select(Order.member_id, func.sum(Order.kept_base_minor)).where(
        Order.member_id.in_(members), Order.state == OrderState.DELIVERED, Order.delivered_at >= since
    )
    return {member: int(total) for member, total in await session.execute(spent.group_by(Order.member_id))}
