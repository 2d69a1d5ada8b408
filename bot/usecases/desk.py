"""What the owner and managers see first: the day so far, and what waits for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access, timing
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.program import Rules
from db.enums import AccountKind, MemberState, OrderState, ReferralState, Role, StaffState
from db.ledger import read
from db.models.members import Member
from db.models.orders import Order
from db.models.referrals import Referral
from db.models.staff import Staff
from db.queries import conversations
from db.queries.staff import UNFINISHED
from db.session import Database

GIVEN_FROM = (
    AccountKind.WELCOME,
    AccountKind.ORDERS,
    AccountKind.REFERRAL,
    AccountKind.BIRTHDAY,
    AccountKind.AUTOMATION,
    AccountKind.ADJUSTMENT,
    AccountKind.FEEDBACK,
    AccountKind.CLAIMS,
)


@dataclass(frozen=True)
class Desk:
    """Counts of this moment and of the programme's local day. `may`: the acts that the reader's role includes."""

    rules: Rules
    role: Role
    open_orders: int
    problems: int
    orders_today: int
    spent_today_minor: int
    members: int
    joined_today: int
    points_today: int
    waiting_staff: int
    waiting_referrals: int
    waiting_talks: int
    couriers: int
    may: frozenset[str]


async def look(db: Database, actor: Actor, *, at: datetime) -> Desk:
    """Refuses `access.denied`. Before set-up the counts are zero and `rules.version` is."""
    async with db.read() as session:
        me = await allow(session, actor, "program.see")
        rules = await program.in_force(session, at)
        today = timing.at_local(timing.local_date(at, rules.zone), 0, rules.zone)
        tonight = timing.end_of_local_day(timing.local_date(at, rules.zone), rules.zone)
        delivered = (Order.state == OrderState.DELIVERED, Order.delivered_at >= today)
        unfinished = Order.state.in_(UNFINISHED)
        works = Staff.state == StaffState.ACTIVE
        return Desk(
            rules=rules,
            role=me.role,
            open_orders=await _count(session, unfinished),
            problems=await _count(session, unfinished, Order.problem.is_not(None)),
            orders_today=await _count(session, *delivered),
            spent_today_minor=await _sum(session, *delivered),
            members=await _count(session, Member.state == MemberState.ACTIVE),
            joined_today=await _count(session, Member.joined_at >= today),
            points_today=sum([await read.issued_between(session, kind, today, tonight) for kind in GIVEN_FROM]),
            waiting_staff=await _count(session, Staff.state == StaffState.PENDING),
            waiting_referrals=await _count(session, Referral.state == ReferralState.REVIEW),
            waiting_talks=await conversations.how_many(session),
            couriers=await _count(session, works, Staff.role == Role.COURIER),
            may=frozenset(act for act in access.PERMISSIONS if access.may(me.role, act)),
        )


async def _count(session: AsyncSession, *where: ColumnElement[bool]) -> int:
    return (await session.execute(select(func.count()).where(*where))).scalar_one()


async def _sum(session: AsyncSession, *where: ColumnElement[bool]) -> int:
    found = select(func.coalesce(func.sum(Order.kept_minor), 0)).where(*where)
    return int((await session.execute(found)).scalar_one())
