"""One day's numbers for the owner, and what should be looked at."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import AccountKind, AutomationKind, ConsentKind, FiringState, MemberState, MessageState, OrderState
from db.ledger import read
from db.models.automations import Automation, Firing
from db.models.members import Consent, Member, Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order

GIVEN = (
    AccountKind.ORDERS,
    AccountKind.WELCOME,
    AccountKind.REFERRAL,
    AccountKind.BIRTHDAY,
    AccountKind.AUTOMATION,
    AccountKind.PROMO,
    AccountKind.TIER,
    AccountKind.STAMPS,
    AccountKind.FEEDBACK,
    AccountKind.CLAIMS,
)
UNFINISHED = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY)


async def day(session: AsyncSession, since: datetime, until: datetime) -> dict[str, int]:
    """The fields of bot.rules.digest.Day for what happened from *since* up to before *until*."""
    delivered = (Order.state == OrderState.DELIVERED, Order.delivered_at >= since, Order.delivered_at < until)
    stopped = (Consent.kind == ConsentKind.ADVERTISING, ~Consent.given, Consent.at >= since, Consent.at < until)
    return {
        "orders": await _one(session, select(func.count()).where(*delivered)),
        "net_minor": await _one(session, select(func.sum(Order.kept_base_minor)).where(*delivered)),
        "joined": await _one(session, select(func.count()).where(Member.joined_at >= since, Member.joined_at < until)),
        "given": sum([await read.issued_between(session, kind, since, until) for kind in GIVEN]),
        "spent": -await read.issued_between(session, AccountKind.REDEEMED, since, until),
        "by_hand": await read.issued_between(session, AccountKind.ADJUSTMENT, since, until),
        "stops": await _one(session, select(func.count()).where(*stopped)),
    }


async def troubles(session: AsyncSession, since: datetime, until: datetime) -> dict[str, int]:
    """Messages in doubt now, firings missed from *since* up to before *until*, orders with a problem now."""
    missed = (Firing.state == FiringState.MISSED, Firing.at >= since, Firing.at < until)
    problem = (Order.state.in_(UNFINISHED), Order.problem.is_not(None))
    in_doubt = OutgoingMessage.state == MessageState.UNKNOWN
    return {
        "unknown": await _one(session, select(func.count()).where(in_doubt, OutgoingMessage.created_at >= since)),
        "missed": await _one(session, select(func.count()).where(*missed)),
        "problems": await _one(session, select(func.count()).where(*problem)),
    }


async def firings(session: AsyncSession, since: datetime, until: datetime) -> dict[tuple[AutomationKind, str], int]:
    """(kind of rule, state) → how many from *since* up to before *until*."""
    found = (
        select(Automation.kind, Firing.state, func.count())
        .join(Automation, Automation.id == Firing.automation_id)
        .where(Firing.at >= since, Firing.at < until)
        .group_by(Automation.kind, Firing.state)
    )
    return {(kind, state.value): number for kind, state, number in (await session.execute(found)).all()}


async def silent(session: AsyncSession, before: datetime) -> int:
    """Members who may be written to and whose last order was delivered before that moment, at most a year ago."""
    return await _one(session, _may_be_written_to(before))


async def once_only(session: AsyncSession, before: datetime) -> int:
    """Those of them who have ordered once."""
    return await _one(session, _may_be_written_to(before).where(Member.orders_count == 1))


def _may_be_written_to(before: datetime) -> Any:
    lately = (Member.last_order_at < before, Member.last_order_at >= before - timedelta(days=365))
    members = select(func.count()).select_from(Member).join(Person, Person.member_id == Member.id)
    return members.where(*lately, Member.state == MemberState.ACTIVE, ~Member.holdout, Person.advertising)


async def _one(session: AsyncSession, statement: Any) -> int:
    return int(await session.scalar(statement) or 0)
