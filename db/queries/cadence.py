"""What the arms of a test of how often to write did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Float, Select, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConsentKind, MemberState, OrderState
from db.models.broadcasts import CadenceTest
from db.models.members import Consent, Member, Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.queries.broadcast_audience import Four, place
from db.queries.contact import COUNTED


class ArmRow(Protocol):
    """What one arm did."""

    arm: int
    members: int
    ads: int
    stopped: int
    buyers: int
    net: float
    squares: float


async def running(session: AsyncSession) -> CadenceTest | None:
    found = select(CadenceTest).where(CadenceTest.ended_at.is_(None)).order_by(CadenceTest.id.desc()).limit(1)
    return await session.scalar(found)


async def newest(session: AsyncSession) -> CadenceTest | None:
    """The one that runs, or the last that ran."""
    return await session.scalar(select(CadenceTest).order_by(CadenceTest.id.desc()).limit(1))


async def arms(
    session: AsyncSession, split: Four, share_bp: int, number: int, *, since: datetime, until: datetime
) -> Sequence[ArmRow]:
    """Each of *number* arms of equal share, of members who had joined by *since* and had agreed to advertising then:
    what left, who withdrew their yes, who bought for how much (net, minor units, and its squares)."""
    where = place(split, Member.id)
    no = _withdrawals(since, until).exists()
    each = (
        select(
            _arm(where, number, share_bp),
            _ads(since, until).scalar_subquery().label("ads"),
            _net(since, until).scalar_subquery().label("net"),
            case((no, 1), else_=0).label("stopped"),
        )
        .select_from(Member)
        .join(Person, Person.member_id == Member.id)
        .where(Member.state == MemberState.ACTIVE, ~Member.holdout, Member.joined_at <= since, where < share_bp)
        .where(_agreed_then(since))
        .subquery()
    )
    spent = cast(each.c.net, Float)
    counted = select(
        each.c.arm,
        func.count().label("members"),
        func.coalesce(func.sum(each.c.ads), 0).label("ads"),
        func.coalesce(func.sum(each.c.stopped), 0).label("stopped"),
        func.coalesce(func.sum(case((each.c.net > 0, 1), else_=0)), 0).label("buyers"),
        func.coalesce(func.sum(spent), 0.0).label("net"),
        func.coalesce(func.sum(spent * spent), 0.0).label("squares"),
    ).group_by(each.c.arm)
    rows: Sequence[Any] = (await session.execute(counted.order_by(each.c.arm))).all()
    return rows


def _ads(since: datetime, until: datetime) -> Select[Any]:
    left = (OutgoingMessage.member_id == Member.id, OutgoingMessage.left_at.between(since, until))
    sent = (OutgoingMessage.advertising, OutgoingMessage.state.in_(COUNTED))
    return select(func.count()).select_from(OutgoingMessage).where(*left, *sent).correlate(Member)


def _net(since: datetime, until: datetime) -> Select[Any]:
    theirs = (Order.member_id == Member.id, Order.state == OrderState.DELIVERED)
    bought = select(func.coalesce(func.sum(Order.kept_base_minor), 0)).where(*theirs)
    return bought.where(Order.delivered_at.between(since, until)).correlate(Member)


def _withdrawals(since: datetime, until: datetime) -> Select[Any]:
    theirs = (Consent.member_id == Member.id, Consent.kind == ConsentKind.ADVERTISING, ~Consent.given)
    return select(Consent.id).where(*theirs, Consent.at.between(since, until)).correlate(Member)


def _arm(where: Any, number: int, share_bp: int) -> Any:
    """Whole-number division, as bot/rules/cadence.py does it."""
    steps = [(where * number < step * share_bp, step - 1) for step in range(1, number)]
    return case(*steps, else_=number - 1).label("arm")


def _agreed_then(since: datetime) -> Any:
    said = (
        select(Consent.given)
        .where(Consent.member_id == Member.id, Consent.kind == ConsentKind.ADVERTISING, Consent.at <= since)
        .order_by(Consent.id.desc())
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )
    return func.coalesce(said, False)
