"""How members take part, what a week was, what became of rewards, and what those do who never get offers."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Float, case, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, MemberState, OrderState, VoucherState
from db.models.broadcasts import Broadcast, OfferResponse
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.orders import Order
from db.models.rewards import Reward
from db.models.vouchers import Voucher

SENT = (BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.DONE)


async def engagement(session: AsyncSession, since: datetime, day: date) -> Any:
    """(members, reachable, opened, pressed, ordered, active) of persons: who wrote or pressed anything from that *day*
    on, who pressed a button of an offer and who ordered from *since* on, who did either."""
    answered = exists().where(OfferResponse.member_id == Member.id, OfferResponse.at >= since).correlate(Member)
    opened, ordered = func.coalesce(Chat.seen_on >= day, False), func.coalesce(Member.last_order_at >= since, False)
    counted = select(
        func.count().label("members"),
        func.count(case((Chat.reachable, 1))).label("reachable"),
        func.count(case((opened, 1))).label("opened"),
        func.count(case((answered, 1))).label("pressed"),
        func.count(case((ordered, 1))).label("ordered"),
        func.count(case((opened | ordered | answered, 1))).label("active"),
    )
    persons = counted.select_from(Member).join(Person, Person.member_id == Member.id)
    persons = persons.join(Chat, Chat.chat_id == Person.chat_id).where(Member.state == MemberState.ACTIVE)
    return (await session.execute(persons)).one()


async def first_orders(session: AsyncSession, since: datetime, until: datetime) -> int:
    """Members whose first order was delivered then."""
    first = select(func.count()).where(Member.first_order_at >= since, Member.first_order_at < until)
    return await session.scalar(first) or 0


async def orders_by_day(session: AsyncSession, edges: Sequence[datetime]) -> list[int]:
    """Delivered orders between each of these moments and the next."""
    when = Order.delivered_at
    days = [func.count(case(((when >= one) & (when < other), 1))) for one, other in pairwise(edges)]
    delivered = select(*days).where(Order.state == OrderState.DELIVERED, when >= edges[0], when < edges[-1])
    return list((await session.execute(delivered)).one())


async def redemption(session: AsyncSession, since: datetime, edges: tuple[datetime, datetime], *, limit: int) -> Any:
    """(names, issued, used, lapsed, fresh, aged, old) of rewards whose vouchers were issued from *since* on, the most
    first: what is still held was issued after the first of *edges*, between them, or before."""
    fresh_from, aged_from = edges
    held = Voucher.state.in_((VoucherState.HELD, VoucherState.GIVEN, VoucherState.RESERVED))

    def counted(condition: Any) -> Any:
        return func.count(case((condition, 1)))

    per = (
        select(
            Voucher.reward_id,
            func.count().label("issued"),
            counted(Voucher.state == VoucherState.USED).label("used"),
            counted(Voucher.state == VoucherState.EXPIRED).label("lapsed"),
            counted(held & (Voucher.issued_at >= fresh_from)).label("fresh"),
            counted(held & (Voucher.issued_at < fresh_from) & (Voucher.issued_at >= aged_from)).label("aged"),
            counted(held & (Voucher.issued_at < aged_from)).label("old"),
        )
        .where(Voucher.reward_id.is_not(None), Voucher.issued_at >= since, Voucher.state != VoucherState.RETURNED)
        .group_by(Voucher.reward_id)
        .subquery()
    )
    numbers = (per.c.issued, per.c.used, per.c.lapsed, per.c.fresh, per.c.aged, per.c.old)
    found = select(Reward.names, *numbers).join(Reward, Reward.id == per.c.reward_id)
    return (await session.execute(found.order_by(per.c.issued.desc(), Reward.id).limit(limit))).all()


async def holdout(session: AsyncSession, since: datetime, until: datetime) -> Sequence[Any]:
    """(holdout, members, buyers, orders, net, squares) of members who had joined by *since*: what those bought up to
    *until* who get offers, and those who never do."""
    bought = (
        select(Order.member_id, func.count().label("orders"), cast(func.sum(Order.kept_base_minor), Float).label("net"))
        .where(Order.state == OrderState.DELIVERED, Order.delivered_at >= since, Order.delivered_at < until)
        .group_by(Order.member_id)
        .subquery()
    )
    net = func.coalesce(bought.c.net, 0.0)
    counted = select(
        Member.holdout,
        func.count().label("members"),
        func.count(case((net > 0, 1))).label("buyers"),
        func.coalesce(func.sum(bought.c.orders), 0).label("orders"),
        func.sum(net).label("net"),
        func.sum(net * net).label("squares"),
    ).outerjoin(bought, bought.c.member_id == Member.id)
    joined = counted.where(Member.state == MemberState.ACTIVE, Member.joined_at < since)
    return (await session.execute(joined.group_by(Member.holdout))).all()


async def broadcasts_cost(session: AsyncSession, since: datetime) -> int:
    """What was taken of the offers of messages that began from then on has cost."""
    return await session.scalar(select(func.sum(Broadcast.cost_minor)).where(Broadcast.started_at >= since)) or 0


async def tests(session: AsyncSession, limit: int) -> Sequence[Any]:
    """(id, name, content, control_bp) of the newest messages that left with something to compare: a share that got
    nothing, or several versions."""
    asked = select(Broadcast.id, Broadcast.name, Broadcast.content, Broadcast.control_bp)
    sent = asked.where(Broadcast.state.in_(SENT)).order_by(Broadcast.id.desc()).limit(limit * 4)
    rows = (await session.execute(sent)).all()
    return [row for row in rows if row.control_bp or len(row.content) > 1][:limit]
