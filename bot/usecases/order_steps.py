"""What every act on an order begins and ends with: finding it locked, and writing down what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import AT_DOOR
from bot.usecases import audit, outside_events, outside_facts
from bot.usecases.actor import Actor, By, Hand, here, key_id, staff_id
from bot.usecases.errors import Refused
from db.enums import OrderState, Role, StaffState
from db.models.clients import ApiKey
from db.models.members import Person
from db.models.orders import Order, OrderEvent
from db.models.staff import Outlet, Staff
from db.quick import quickly

_EVENT = insert(cast(Table, OrderEvent.__table__))


@dataclass(frozen=True)
class Who:
    """Who did it, by number: somebody of the staff, or a key."""

    staff_id: int | None
    key_id: int | None


def who(hand: Hand) -> Who:
    return Who(staff_id(hand), key_id(hand))


async def locked(session: AsyncSession, order_id: int) -> Order:
    """The order, nobody else's to change until this unit ends. Refuses `order.unknown`."""
    order = await session.get(Order, order_id, with_for_update=True)
    if order is None:
        raise Refused("order.unknown")
    return order


async def happened(
    session: AsyncSession,
    hand: Hand,
    order: Order,
    act: str,
    *,
    at: datetime,
    note: str | None = None,
    reason: str | None = None,
) -> None:
    """A line in the order's life ("deliveries.accept" → "accept") and, where somebody of the staff did it, one in the
    audit log, which gets the *reason* but not the *note* (it may name the customer). Comes last in a unit: the audit
    log is one chain, and whoever holds its end makes others wait. What keys did stands in `commands`."""
    what, told = act.partition(".")[2], reason or note
    line = {"order_id": order.id, "what": what, "note": told, "at": at}
    await quickly(session, _EVENT, line | {"staff_id": staff_id(hand), "key_id": key_id(hand)})
    outside_events.tell(session, outside_facts.order_moved(order, what, at), at=at)
    if isinstance(hand, Staff):
        await audit.write(session, hand, act, f"order:{order.id}", at=at, reason=reason, state=order.state.value)


async def courier(session: AsyncSession, staff_id: int, member_id: int) -> Staff:
    """The courier who may take this member's order. Refuses `order.no_such_courier` (dismissed meanwhile, or no
    courier) and `order.own_courier` (it is the courier's own order)."""
    found = await session.get(Staff, staff_id)
    if found is None or found.state is not StaffState.ACTIVE or found.role is not Role.COURIER:
        raise Refused("order.no_such_courier")
    person = await session.get(Person, member_id)
    if person is not None and person.chat_id == found.chat_id:
        raise Refused("order.own_courier")
    return found


async def not_their_own(session: AsyncSession, by: By | Hand, member_id: int) -> None:
    """Refuses `order.own_order`: the staff enter and settle nothing for themselves."""
    if isinstance(by, Actor | Staff):
        person = await session.get(Person, member_id)
        if person is not None and person.chat_id == by.chat_id:
            raise Refused("order.own_order")


async def place_of(session: AsyncSession, hand: Hand, outlet_id: int | None) -> int | None:
    """The outlet at which *hand* acts: the one named, else their own. Refuses `outlet.not_yours`, `outlet.unknown`."""
    where = here(hand, outlet_id)
    if where is not None and await session.get(Outlet, where) is None:
        raise Refused("outlet.unknown")
    return where


def reachable(hand: Hand, order: Order | None) -> Order:
    """The order, if *hand* may know of it: a key that is bound to outlets knows of no others'. Refuses
    `order.unknown`."""
    bound = hand.outlets if isinstance(hand, ApiKey) else []
    if order is None or (bound and order.outlet_id not in bound):
        raise Refused("order.unknown")
    return order


def own(courier: Staff, order: Order | None) -> Order:
    """The order, if it is this courier's. Refuses `order.unknown` and `delivery.not_yours`."""
    if order is None:
        raise Refused("order.unknown")
    if order.courier_id != courier.id:
        raise Refused("delivery.not_yours")
    return order


def still_open(order: Order) -> None:
    """Refuses `order.already_delivered` and `order.already_cancelled`."""
    if order.state in (OrderState.DELIVERED, OrderState.RETURNED):
        raise Refused("order.already_delivered", order=order.id)
    if order.state is OrderState.CANCELLED:
        raise Refused("order.already_cancelled", order=order.id)


def at_door(order: Order) -> None:
    """Refuses what `still_open` refuses, and `delivery.accept_first`: nobody has taken it on yet."""
    still_open(order)
    if order.state not in AT_DOOR:
        raise Refused("delivery.accept_first", order=order.id)
