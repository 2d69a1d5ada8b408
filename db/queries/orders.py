"""Named reads about orders: the desk's list and card, the courier's list, and what an order counts towards."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.enums import BenefitKind, OrderState, ProblemKind, StaffState
from db.models.members import Member, Person
from db.models.orders import Order, OrderEvent
from db.models.staff import Outlet, Staff
from db.models.vouchers import Voucher
from db.queries import dishes
from db.queries.dishes import ItemLine

THINGS = (BenefitKind.ITEM, BenefitKind.SERVICE, BenefitKind.EXPERIENCE)  # handed over, named by language
VOID = (OrderState.CANCELLED, OrderState.RETURNED)
OPEN = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY)


@dataclass(frozen=True)
class OrderLine:
    """An order as the desk's list shows it."""

    id: int
    state: OrderState
    problem: ProblemKind | None
    name: str | None
    total_minor: int
    currency: str
    promised_at: datetime | None
    courier: str | None
    priority: bool


@dataclass(frozen=True)
class EventLine:
    """One step of an order's life and who took it."""

    what: str
    who: str | None
    note: str | None
    at: datetime


@dataclass(frozen=True)
class OrderSheet:
    """All the desk may know of an order: everything but the handover code."""

    id: int
    state: OrderState
    problem: ProblemKind | None
    problem_words: str | None
    member_id: int
    number: str
    name: str | None
    amount_minor: int
    fee_minor: int
    discount_minor: int
    fee_off_minor: int
    currency: str
    points: int
    priority: bool
    address: str
    promised_at: datetime | None
    placed_at: datetime
    courier_id: int | None
    courier: str | None
    courier_works: bool
    outlet: str | None
    hand_over: dict[str, str] | None
    cancel_reason: str | None
    events: tuple[EventLine, ...] = ()
    items: tuple[ItemLine, ...] = ()


@dataclass(frozen=True)
class DeliveryLine:
    """An order as its courier sees it."""

    id: int
    state: OrderState
    problem: ProblemKind | None
    name: str | None
    address: str
    total_minor: int
    currency: str
    promised_at: datetime | None
    priority: bool
    outlet: str | None
    hand_over: dict[str, str] | None
    accepted_at: datetime | None
    started_at: datetime | None
    problem_at: datetime | None
    delivered_at: datetime | None


_courier = aliased(Staff)
_handed_over = and_(Voucher.id == Order.voucher_id, Voucher.kind.in_(THINGS), Order.state != OrderState.CANCELLED)
_total = Order.amount_minor - Order.discount_minor - Order.paid_minor + Order.fee_minor - Order.fee_off_minor
_LINES = (
    select(
        Order.id,
        Order.state,
        Order.problem,
        Person.name,
        _total,
        Order.currency,
        Order.promised_at,
        _courier.name,
        Order.priority,
    )
    .outerjoin(Person, Person.member_id == Order.member_id)
    .outerjoin(_courier, _courier.id == Order.courier_id)
)
_DELIVERIES = (
    select(
        Order.id,
        Order.state,
        Order.problem,
        Person.name,
        Order.address,
        _total - Order.prepaid_minor,
        Order.currency,
        Order.promised_at,
        Order.priority,
        Outlet.name,
        Voucher.names,
        Order.accepted_at,
        Order.started_at,
        Order.problem_at,
        Order.delivered_at,
    )
    .outerjoin(Person, Person.member_id == Order.member_id)
    .outerjoin(Outlet, Outlet.id == Order.outlet_id)
    .outerjoin(Voucher, _handed_over)
)
_SHEET = (
    select(
        Order.id,
        Order.state,
        Order.problem,
        Order.problem_words,
        Order.member_id,
        Member.number,
        Person.name,
        Order.amount_minor,
        Order.fee_minor,
        Order.discount_minor,
        Order.fee_off_minor,
        Order.currency,
        Order.points,
        Order.priority,
        Order.address,
        Order.promised_at,
        Order.placed_at,
        Order.courier_id,
        _courier.name,
        func.coalesce(_courier.state == StaffState.ACTIVE, False),
        Outlet.name,
        Voucher.names,
        Order.cancel_reason,
    )
    .join(Member, Member.id == Order.member_id)
    .outerjoin(Person, Person.member_id == Order.member_id)
    .outerjoin(_courier, _courier.id == Order.courier_id)
    .outerjoin(Outlet, Outlet.id == Order.outlet_id)
    .outerjoin(Voucher, _handed_over)
)


def _among(show: str, since: datetime) -> ColumnElement[bool]:
    unfinished = Order.state.in_(OPEN)
    if show == "problems":
        return and_(unfinished, Order.problem.is_not(None))
    return {"open": unfinished, "today": Order.placed_at >= since}.get(show, Order.id > 0)


async def page(session: AsyncSession, show: str, since: datetime, *, offset: int, limit: int) -> list[OrderLine]:
    """Orders that are "open", have "problems", were placed since ("today"), or "all"; the newest first."""
    found = _LINES.where(_among(show, since)).order_by(Order.id.desc()).offset(offset).limit(limit)
    return [OrderLine(*row) for row in await session.execute(found)]


async def sheet(session: AsyncSession, order_id: int) -> OrderSheet | None:
    """One order with its lines, and its events, oldest first."""
    row: Any = (await session.execute(_SHEET.where(Order.id == order_id))).one_or_none()
    if row is None:
        return None
    events = (
        select(OrderEvent.what, Staff.name, OrderEvent.note, OrderEvent.at)
        .outerjoin(Staff, Staff.id == OrderEvent.staff_id)
        .where(OrderEvent.order_id == order_id)
        .order_by(OrderEvent.id)
    )
    lines = tuple(EventLine(*event) for event in await session.execute(events))
    return replace(OrderSheet(*row), events=lines, items=await dishes.of_order(session, order_id))


async def deliveries(session: AsyncSession, courier_id: int) -> list[DeliveryLine]:
    """A courier's unfinished orders: those served first, then the one promised first."""
    found = _DELIVERIES.where(Order.courier_id == courier_id, Order.state.in_(OPEN))
    in_turn = found.order_by(Order.priority.desc(), Order.promised_at.is_(None), Order.promised_at, Order.id)
    rows: Any = await session.execute(in_turn)
    return [DeliveryLine(*row) for row in rows]


async def delivery(session: AsyncSession, order_id: int) -> DeliveryLine:
    """One order as its courier sees it."""
    row: Any = (await session.execute(_DELIVERIES.where(Order.id == order_id))).one()
    return DeliveryLine(*row)


async def delivered_since(session: AsyncSession, courier_id: int, since: datetime) -> int:
    """How many orders a courier has delivered."""
    done = select(func.count()).where(
        Order.courier_id == courier_id, Order.state == OrderState.DELIVERED, Order.delivered_at >= since
    )
    return (await session.execute(done)).scalar_one()


async def spent_since(session: AsyncSession, member_id: int, since: datetime) -> int:
    """Net spend of a member's delivered orders."""
    spent = select(func.coalesce(func.sum(Order.kept_base_minor), 0)).where(
        Order.member_id == member_id, Order.state == OrderState.DELIVERED, Order.delivered_at >= since
    )
    return int((await session.execute(spent)).scalar_one())


async def largest_since(session: AsyncSession, since: datetime) -> int:
    """The largest sum of an order that was not cancelled; 0 if there was none."""
    largest = select(func.coalesce(func.max(Order.amount_minor), 0)).where(
        Order.placed_at >= since, Order.state != OrderState.CANCELLED
    )
    return int((await session.execute(largest)).scalar_one())


async def has_another(session: AsyncSession, member_id: int, key: str) -> bool:
    """Whether the member has an order that was not cancelled or returned, besides the one of this key."""
    found = select(Order.id).where(Order.member_id == member_id, Order.key != key, Order.state.not_in(VOID))
    return await session.scalar(found.limit(1)) is not None


async def last_fee(session: AsyncSession) -> int:
    """The delivery fee of the newest order that had one; 0 if none had."""
    found = select(Order.fee_minor).where(Order.fee_minor > 0).order_by(Order.id.desc()).limit(1)
    return await session.scalar(found) or 0
