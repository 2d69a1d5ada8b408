"""Named reads about partners: what moved there in a day, its sales, and how members fit it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, distinct, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState, OrderState, PartnerState, SpendingState, StaffState
from db.models.members import Member, Person
from db.models.orders import Order, OrderItem
from db.models.partners import Partner, PartnerSale
from db.models.spendings import Spending
from db.models.staff import Staff

SAID_IS_OPEN = text("spendings.state IN ('asked', 'held')")  # the words of the partial index


@dataclass(frozen=True)
class Day:
    """Points earned and taken at a partner's since a moment, and those set aside there now. What was undone does not
    count, what came back with goods does: else one sale could be brought back and sold again all day."""

    given: int
    taken: int
    held: int


async def day(session: AsyncSession, partner_id: int, since: datetime) -> Day:
    moved = select(func.sum(PartnerSale.points), func.sum(PartnerSale.points_paid)).where(
        PartnerSale.partner_id == partner_id, PartnerSale.at >= since, PartnerSale.undone_at.is_(None)
    )
    given, taken = (await session.execute(moved)).one()
    held = select(func.sum(Spending.points)).where(
        SAID_IS_OPEN, Spending.state == SpendingState.HELD, Spending.partner_id == partner_id
    )
    return Day(int(given or 0), int(taken or 0), int(await session.scalar(held) or 0))


async def sale_before(
    session: AsyncSession, partner_id: int, key: str, terminal: str | None, receipt: str | None
) -> PartnerSale | None:
    """The sale with this key, or with this number of the partner's own till."""
    by_key = PartnerSale.key == key
    by_receipt = and_(
        PartnerSale.partner_id == partner_id, PartnerSale.terminal == terminal, PartnerSale.receipt == receipt
    )
    found = select(PartnerSale).where(or_(by_key, by_receipt) if receipt is not None else by_key)
    return (await session.scalars(found.order_by(PartnerSale.id))).first()


@dataclass(frozen=True)
class SaleLine:
    """A sale at a partner's as a list shows it; `name` None: the member is gone."""

    id: int
    at: datetime
    member_id: int
    name: str | None
    amount_minor: int
    points: int
    points_paid: int
    returned_minor: int
    undone: bool


async def sales_of(session: AsyncSession, partner_id: int, *, limit: int) -> list[SaleLine]:
    """The newest sales at a partner's."""
    columns = (PartnerSale.id, PartnerSale.at, PartnerSale.member_id, Person.name, PartnerSale.amount_minor)
    rest = (PartnerSale.points, PartnerSale.points_paid, PartnerSale.returned_minor, PartnerSale.undone_at.is_not(None))
    found: Select[*tuple[object, ...]] = (
        select(*columns, *rest)
        .outerjoin(Person, Person.member_id == PartnerSale.member_id)
        .where(PartnerSale.partner_id == partner_id)
        .order_by(PartnerSale.at.desc(), PartnerSale.id.desc())
        .limit(limit)
    )
    return [SaleLine(*row) for row in await session.execute(found)]  # type: ignore[arg-type]


async def in_order(session: AsyncSession) -> Sequence[Partner]:
    """All partners: those that wait for an answer first, then those in the network, then the rest; by name."""
    first = (Partner.state != PartnerState.APPLIED, Partner.state != PartnerState.ACTIVE, Partner.name, Partner.id)
    return (await session.scalars(select(Partner).order_by(*first))).all()


async def in_network(session: AsyncSession) -> Sequence[Partner]:
    """Partners where members earn and spend now, by name."""
    found = select(Partner).where(Partner.state == PartnerState.ACTIVE).order_by(Partner.name, Partner.id)
    return (await session.scalars(found)).all()


async def people_of(session: AsyncSession, partner_id: int) -> Sequence[Staff]:
    """Who serves members at the partner's, and who waits to."""
    here = Staff.state.in_((StaffState.ACTIVE, StaffState.PENDING))
    found = select(Staff).where(Staff.partner_id == partner_id, here).order_by(Staff.id)
    return (await session.scalars(found)).all()


@dataclass(frozen=True)
class Match:
    """How a partner fits our members, in numbers: all of them, those who bought lately, those who buy its kind of
    thing with us, and those who live where it is."""

    members: int
    lately: int
    buy_its_kind: int
    live_there: int


async def match(session: AsyncSession, category: str, address: str, since: datetime) -> Match:
    """*category* as the dishes have it; somebody lives there when the address names their city."""
    active = Member.state == MemberState.ACTIVE
    members = await session.scalar(select(func.count()).select_from(Member).where(active)) or 0
    lately = await session.scalar(select(func.count()).where(active, Member.last_order_at >= since)) or 0
    bought = (
        select(func.count(distinct(OrderItem.member_id)))
        .join(Order, Order.id == OrderItem.order_id)
        .where(OrderItem.category == category, Order.state == OrderState.DELIVERED)
    )
    cities = await session.execute(
        select(Person.city, func.count()).where(Person.city.is_not(None)).group_by(Person.city)
    )
    there = sum(count for city, count in cities if city and city.casefold() in address.casefold())
    return Match(members, lately, await session.scalar(bought) or 0, there)
