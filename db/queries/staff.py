"""Named reads about staff, invites and outlets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import InviteState, OrderState, Role, StaffState
from db.models.chats import Chat
from db.models.orders import Order
from db.models.staff import Outlet, Staff, StaffInvite

UNFINISHED = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY)
HERE = (StaffState.ACTIVE, StaffState.PENDING)


@dataclass(frozen=True)
class CourierLine:
    """A courier who works here now, and how many unfinished orders they have."""

    id: int
    name: str
    open_orders: int


@dataclass(frozen=True)
class StaffLine:
    """A person of the staff as the list shows them. `outlet` None: all of them."""

    id: int
    chat_id: int
    name: str
    username: str | None
    role: Role
    state: StaffState
    outlet: str | None
    invited_by: int | None
    created_at: datetime


@dataclass(frozen=True)
class InviteLine:
    """A link that still can be opened."""

    id: int
    role: Role
    created_by: int
    by_name: str
    expires_at: datetime


_LINES = (
    select(
        Staff.id,
        Staff.chat_id,
        Staff.name,
        Chat.username,
        Staff.role,
        Staff.state,
        Outlet.name.label("outlet"),
        Staff.invited_by,
        Staff.created_at,
    )
    .outerjoin(Chat, Chat.chat_id == Staff.chat_id)
    .outerjoin(Outlet, Outlet.id == Staff.outlet_id)
)


async def couriers(session: AsyncSession) -> list[CourierLine]:
    """Active couriers by name, with the number of orders they have not finished."""
    mine = and_(Order.courier_id == Staff.id, Order.state.in_(UNFINISHED))
    found = (
        select(Staff.id, Staff.name, func.count(Order.id))
        .outerjoin(Order, mine)
        .where(Staff.role == Role.COURIER, Staff.state == StaffState.ACTIVE)
        .group_by(Staff.id, Staff.name)
        .order_by(Staff.name, Staff.id)
    )
    return [CourierLine(*row) for row in await session.execute(found)]


async def here(session: AsyncSession) -> list[StaffLine]:
    """Everybody who works here or waits to, in the order they came."""
    found = _LINES.where(Staff.state.in_(HERE)).order_by(Staff.id)
    return [StaffLine(*row) for row in await session.execute(found)]


async def line(session: AsyncSession, staff_id: int) -> StaffLine | None:
    """One person of the staff, whatever their state."""
    row = (await session.execute(_LINES.where(Staff.id == staff_id))).one_or_none()
    return StaffLine(*row) if row else None


async def speaking(session: AsyncSession) -> Sequence[Any]:
    """(chat_id, role, language) of everybody who works here and can be written to."""
    language = func.coalesce(Chat.language, Chat.telegram_language).label("language")
    found = select(Staff.chat_id, Staff.role, language).join(Chat, Chat.chat_id == Staff.chat_id)
    return (await session.execute(found.where(Staff.state == StaffState.ACTIVE, Chat.reachable))).all()


async def active_with_role(session: AsyncSession, role: Role) -> int:
    """How many people of *role* work here now."""
    found = select(func.count()).where(Staff.role == role, Staff.state == StaffState.ACTIVE)
    return (await session.execute(found)).scalar_one()


async def open_invites(session: AsyncSession, at: datetime) -> list[InviteLine]:
    """Links that would still work: open, not expired, by somebody who still works here."""
    found = (
        select(StaffInvite.id, StaffInvite.role, StaffInvite.created_by, Staff.name, StaffInvite.expires_at)
        .join(Staff, Staff.id == StaffInvite.created_by)
        .where(StaffInvite.state == InviteState.OPEN, StaffInvite.expires_at > at, Staff.state == StaffState.ACTIVE)
        .order_by(StaffInvite.id)
    )
    return [InviteLine(*row) for row in await session.execute(found)]
