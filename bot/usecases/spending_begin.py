"""How paying with points begins: who asks, for whom, where, and how many points may pay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills
from bot.rules.spending import Allowed
from bot.usecases import program
from bot.usecases.actor import By, Hand, allow
from bot.usecases.errors import Refused
from bot.usecases.order_drafts import customer
from bot.usecases.order_steps import place_of, who
from bot.usecases.program import Rules
from bot.usecases.spending_steps import Place, place
from db.enums import Proof, SpendingState
from db.ledger import accounts, read
from db.models.members import Member, Person
from db.models.partners import Partner
from db.models.spendings import Spending
from db.models.staff import Outlet

ACT = "points.hold"


@dataclass(frozen=True)
class SpendWanted:
    """Points that are to pay a part of a bill. `eligible_minor`: the goods after what came off; `key` belongs to the
    request: sent twice it is one. `partner_id`: the bill is a partner's."""

    key: str
    member_id: int
    points: int
    eligible_minor: int
    outlet_id: int | None = None
    partner_id: int | None = None
    currency: str | None = None


@dataclass(frozen=True)
class SpendSeen:
    """What has become of it. `points` pay `pays_minor`; `why` they are fewer than asked, right after asking; `until`:
    of the question, then of the hold; `captured`: points that were taken in the end."""

    id: int
    state: SpendingState
    points: int
    pays_minor: int
    currency: str
    member_id: int
    until: datetime
    place: str
    why: str | None = None
    captured: int = 0
    order_id: int | None = None


@dataclass(frozen=True)
class Begun:
    """Everything that is known once the member's account is locked."""

    wanted: SpendWanted
    hand: Hand
    rules: Rules
    member: Member
    person: Person
    outlet_id: int | None
    place: Place
    allowed: Allowed

    def seen(self, spending: Spending) -> SpendSeen:
        return _seen(spending, self.place.name, self.allowed.why)


async def begin(session: AsyncSession, by: By, wanted: SpendWanted, *, at: datetime) -> Begun | SpendSeen:
    """The member's account is locked and some points may pay; or what the same key asked for before.

    Refuses `access.denied`, `outlet.not_yours`, `outlet.unknown`, `order.shop_not_ready`, `api.currency`,
    `order.member_unknown`,    `order.own_order`, `partner.not_active` and why nothing may be paid: `spend.…`.
    """
    hand = await allow(session, by, ACT, at=at)
    if hand.partner_id != wanted.partner_id:
        raise Refused("access.denied", act=ACT)
    rules = await program.in_force(session, at)
    if not rules.version:
        raise Refused("order.shop_not_ready")
    program.same_currency(rules, wanted.currency)
    outlet_id = await place_of(session, hand, wanted.outlet_id)
    await accounts.lock_members(session, [wanted.member_id])  # so long nobody erases themselves
    there = await session.scalar(select(Spending).where(Spending.key == wanted.key))
    if there is not None:
        return await seen(session, there, rules)
    member, person = await customer(session, wanted.member_id, by)
    where = await place(session, member.tier, outlet_id, wanted.partner_id, rules)
    allowed = bills.weighed(
        wanted.points, await balance(session, member.id), wanted.eligible_minor, rules.program, where.share_bp
    )
    if not allowed.points:
        raise Refused(allowed.why or "spend.below_minimum", points=rules.program.spend_min_points)
    return Begun(wanted, hand, rules, member, person, outlet_id, where, allowed)


async def balance(session: AsyncSession, member_id: int) -> int:
    """What the member can spend; below zero when they are in debt."""
    now = await read.balance(session, member_id)
    return now.available - now.debt


async def write(
    session: AsyncSession, begun: Begun, state: SpendingState, *, at: datetime, proof: Proof | None = None
) -> Spending:
    """The row, with its number; until the question or the hold is over."""
    program = begun.rules.program
    lasts = timedelta(seconds=program.ask_seconds)
    if state is SpendingState.HELD:
        lasts = timedelta(minutes=program.hold_minutes)
    by = who(begun.hand)
    spending = Spending(
        key=begun.wanted.key,
        member_id=begun.member.id,
        points=begun.allowed.points,
        pays_minor=begun.allowed.pays_minor,
        currency=program.currency,
        eligible_minor=begun.wanted.eligible_minor,
        outlet_id=begun.outlet_id,
        partner_id=begun.wanted.partner_id,
        staff_id=by.staff_id,
        key_id=by.key_id,
        state=state,
        proof=proof,
        captured=0,
        at=at,
        until=at + lasts,
        answered_at=None if state is SpendingState.ASKED else at,
        ended_at=at if state is SpendingState.DECLINED else None,
    )
    session.add(spending)
    await session.flush()
    return spending


async def seen(session: AsyncSession, spending: Spending, rules: Rules) -> SpendSeen:
    """*spending* as it is now."""
    where: Partner | Outlet | None = None
    if spending.partner_id is not None:
        where = await session.get(Partner, spending.partner_id)
    elif spending.outlet_id is not None:
        where = await session.get(Outlet, spending.outlet_id)
    return _seen(spending, where.name if where else rules.program.name, None)


def _seen(spending: Spending, name: str, why: str | None) -> SpendSeen:
    return SpendSeen(
        id=spending.id,
        state=spending.state,
        points=spending.points,
        pays_minor=spending.pays_minor,
        currency=spending.currency,
        member_id=spending.member_id,
        until=spending.until,
        place=name,
        why=why,
        captured=spending.captured,
        order_id=spending.order_id,
    )
