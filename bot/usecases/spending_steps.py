"""Points that pay a part of a bill, as steps of the units that write one: set aside, bound to it, taken or let go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills
from bot.rules.tiers import rule_of
from bot.usecases import partner_steps
from bot.usecases.actor import Hand
from bot.usecases.errors import Refused
from bot.usecases.order_steps import Who, who
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, PartnerState, SpendingState, Tier
from db.ledger import accounts, holds
from db.ledger.accounts import House
from db.ledger.post import Because
from db.ledger.refusals import InsufficientPoints
from db.models.orders import Order
from db.models.partners import Partner
from db.models.spendings import Spending
from db.models.staff import Outlet, Staff

UNTIL_ITS_ORDER_ENDS = timedelta(days=3650)


@dataclass(frozen=True)
class Place:
    """Where points are to pay: what it is called, and the largest share of a bill they may pay there."""

    name: str
    share_bp: int


async def place(
    session: AsyncSession, tier: Tier, outlet_id: int | None, partner_id: int | None, rules: Rules
) -> Place:
    """Refuses `partner.not_active`."""
    if partner_id is not None:
        partner = await session.get(Partner, partner_id)
        if partner is None or partner.state is not PartnerState.ACTIVE:
            raise Refused("partner.not_active")
        return Place(partner.name, partner.spend_max_bp)
    outlet = await session.get(Outlet, outlet_id) if outlet_id else None
    share = bills.share_bp(rule_of(tier, rules.program), rules.program, outlet.spend_max_bp if outlet else None)
    return Place(outlet.name if outlet else rules.program.name, share)


def key_of(spending_id: int) -> str:
    """Of the hold in the ledger."""
    return f"spending:{spending_id}"


async def taken(session: AsyncSession, spending_id: int, by: Who, outlet_id: int | None, member_id: int) -> Spending:
    """The points that are set aside for this bill, locked: of this member, by the same asker or at the same outlet,
    and for no other bill. Refuses `spending.unknown`, `spending.not_agreed`, `spending.in_use`, `spending.ended`."""
    spending = await session.get(Spending, spending_id, with_for_update=True, populate_existing=True)
    if spending is None or spending.member_id != member_id or not same_till(spending, by, [outlet_id]):
        raise Refused("spending.unknown")
    if spending.state is SpendingState.ASKED:
        raise Refused("spending.not_agreed")
    if spending.state is not SpendingState.HELD:
        raise Refused("spending.ended")
    if spending.order_id is not None:
        raise Refused("spending.in_use")
    return spending


def same_till(spending: Spending, by: Who, outlets: Collection[int | None]) -> bool:
    """Whether *by* asked for these points themselves, or works at the outlet where somebody did."""
    if spending.outlet_id is not None and spending.outlet_id in outlets:
        return True
    return (spending.staff_id, spending.key_id) == (by.staff_id, by.key_id)


async def attach(session: AsyncSession, spending_id: int, order: Order, by: Who, *, at: datetime) -> Spending:
    """The points are this order's, and stay set aside until it ends. Refuses what `taken` refuses."""
    spending = await taken(session, spending_id, by, order.outlet_id, order.member_id)
    until = at + UNTIL_ITS_ORDER_ENDS
    if not await holds.prolong(session, key_of(spending_id), until=until):
        raise Refused("spending.ended")
    spending.order_id, spending.until = order.id, until
    order.spending_id = spending_id
    return spending


async def set_aside(session: AsyncSession, spending: Spending, *, at: datetime) -> None:
    """The points are on hold until `spending.until`. Refuses `spend.too_few_available`."""
    key = key_of(spending.id)
    await partner_steps.may_hold(session, spending, at=at)
    try:
        await holds.hold(session, spending.member_id, spending.points, key=key, at=at, until=spending.until)
    except InsufficientPoints:
        raise Refused("spend.too_few_available") from None


async def capture(session: AsyncSession, order: Order, *, at: datetime) -> int:
    """The order is delivered: the points that paid for it are gone, what was set aside beyond them is the member's
    again. Without any nothing happens. Returns the points taken."""
    if order.spending_id is None:
        return 0
    facts: dict[str, Any] = {
        "order": order.id,
        "paid_minor": order.paid_minor,
        "amount_minor": order.amount_minor,
        "currency": order.currency,
    }
    spending = await session.get_one(Spending, order.spending_id)
    because = Because(f"{key_of(spending.id)}:paid", EntryKind.REDEEM, at, "order.paid", facts)
    return await take(session, spending, order.points_paid, because=because)


async def take(
    session: AsyncSession,
    spending: Spending,
    points: int,
    *,
    because: Because,
    into: House = AccountKind.REDEEMED,
) -> int:
    """So many of the points set aside are taken, the rest are the member's again; returns how many. With 0 all come
    back."""
    if not points:
        await _end(session, spending.id, SpendingState.RELEASED, because.at)
        return 0
    await holds.capture(session, key_of(spending.id), because=because, points=points, into=into)
    ended = {"state": SpendingState.CAPTURED, "captured": points, "ended_at": because.at}
    await session.execute(update(Spending).where(Spending.id == spending.id).values(**ended))
    return points


async def release(session: AsyncSession, order: Order, *, at: datetime) -> int:
    """The order will not come: the points that were to pay for it can be spent again. Returns how many."""
    if order.spending_id is None or not await _end(session, order.spending_id, SpendingState.RELEASED, at):
        return 0
    return order.points_paid


async def let_go(session: AsyncSession, spending: Spending, state: SpendingState, *, at: datetime) -> None:
    """Asked for or set aside, it comes to nothing: *state* says how. *spending* is locked by the caller, and so is the
    member's account."""
    if spending.state is SpendingState.HELD:
        await holds.release(session, key_of(spending.id), at=at)
    spending.state, spending.ended_at = state, at
    spending.answered_at = spending.answered_at or (at if state is SpendingState.DECLINED else None)


async def _end(session: AsyncSession, spending_id: int, state: SpendingState, at: datetime) -> bool:
    """Whether points were set aside until now."""
    open_one = (Spending.id == spending_id, Spending.state == SpendingState.HELD)
    await holds.release(session, key_of(spending_id), at=at)
    done = await session.execute(update(Spending).where(*open_one).values(state=state, ended_at=at))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


async def locked(session: AsyncSession, spending_id: int) -> Spending | None:
    """Its member's account first, as everybody does."""
    member_id = await session.scalar(select(Spending.member_id).where(Spending.id == spending_id))
    if member_id is None:
        return None
    await accounts.lock_members(session, [member_id])
    return await session.get(Spending, spending_id, with_for_update=True, populate_existing=True)


async def asked_here(session: AsyncSession, hand: Hand, spending_id: int) -> Spending:
    """Locked. Refuses what `here` refuses."""
    return here(hand, await locked(session, spending_id))


def here(hand: Hand, spending: Spending | None) -> Spending:
    """The spending, if *hand* asked for it or works at the outlet where somebody did. Refuses `spending.unknown`."""
    outlets = [hand.outlet_id] if isinstance(hand, Staff) else hand.outlets
    if spending is None or not same_till(spending, who(hand), outlets):
        raise Refused("spending.unknown")
    return spending


def not_in_use(spending: Spending) -> None:
    """Refuses `spending.in_use`: a bill has it."""
    if spending.order_id is not None:
        raise Refused("spending.in_use", order=spending.order_id)
