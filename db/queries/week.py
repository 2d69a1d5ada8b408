"""The week ahead: which broadcasts it has, whom two of them reach, and how many advertisements each member expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState
from db.models.broadcasts import Broadcast
from db.models.members import ContactWish, Member
from db.models.messages import OutgoingMessage as Message
from db.queries.broadcast_audience import Whom, against, people, place
from db.queries.contact import COUNTED
from db.queries.outbox_due import PLANNED

BEGUN = (BroadcastState.RUNNING, BroadcastState.PAUSED)
TO_COME = (BroadcastState.CONFIRMING, BroadcastState.SCHEDULED)
MOST = 10
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


async def broadcasts(session: AsyncSession, until: datetime) -> Sequence[Broadcast]:
    """Those under way, and those that wait for a yes or their time, which is before *until*; the soonest first."""
    soon = Broadcast.state.in_(TO_COME) & (func.coalesce(Broadcast.starts_at, until - WEEK) < until)
    found = select(Broadcast).where(Broadcast.state.in_(BEGUN) | soon)
    moment = func.coalesce(Broadcast.starts_at, Broadcast.started_at, Broadcast.confirmed_at)
    return (await session.scalars(found.order_by(moment, Broadcast.id).limit(MOST))).all()


@dataclass(frozen=True)
class Ahead:
    """Broadcasts of the week: those `begun`, and whom those `to_come` are for."""

    begun: Sequence[int]
    to_come: Mapping[int, Whom]


def reached(ahead: Ahead, only: Sequence[int] | None = None) -> CTE:
    """(broadcast, member) of everybody who still gets one of these: of those begun, whose message has not left. *only*
    these members, asked in each part, so that no part is worked out for all."""
    on_the_way = select(Message.broadcast_id.label("broadcast"), Message.member_id.label("member"))
    on_the_way = on_the_way.where(Message.broadcast_id.in_(ahead.begun), PLANNED)
    parts = [on_the_way if only is None else on_the_way.where(Message.member_id.in_(only))]
    for number, whom in ahead.to_come.items():
        free = [~holds for holds in against(whom).values()]
        gets = place(whom.control, Member.id) >= whom.control_bp
        asked = people(whom, literal(number).label("broadcast"), Member.id.label("member")).where(gets, *free)
        parts.append(asked if only is None else asked.where(Member.id.in_(only)))
    return union_all(*parts).cte("reached")


async def members(session: AsyncSession, found: CTE) -> dict[int, int]:
    """Broadcast → how many members."""
    counted = select(found.c.broadcast, func.count()).group_by(found.c.broadcast)
    return {row[0]: row[1] for row in await session.execute(counted)}


async def overlaps(session: AsyncSession, found: CTE) -> Sequence[Any]:
    """(one, other, members) whom both reach, the most first."""
    one, other = found.alias("one"), found.alias("other")
    both = select(one.c.broadcast, other.c.broadcast, func.count())
    both = both.join(other, (one.c.member == other.c.member) & (one.c.broadcast < other.c.broadcast))
    return (
        await session.execute(both.group_by(one.c.broadcast, other.c.broadcast).order_by(func.count().desc()))
    ).all()


def _each(found: CTE, at: datetime, only: Sequence[int] | None = None) -> Select[Any]:
    """(member, number) of advertisements to come within a week: broadcasts, and whatever else is planned already."""
    others = select(Message.member_id.label("member")).where(Message.broadcast_id.is_(None), PLANNED)
    others = others.where(Message.advertising, Message.due_at < at + WEEK, Message.member_id.is_not(None))
    others = others if only is None else others.where(Message.member_id.in_(only))
    every = union_all(select(found.c.member), others).subquery()
    return select(every.c.member, func.count().label("number")).group_by(every.c.member)


def _room(at: datetime, week: int, month: int) -> ColumnElement[int]:
    """How many a member may get until the end of that week: by the week's limit, and by what the month leaves."""
    own = func.coalesce(case((ContactWish.month_cap < month, ContactWish.month_cap)), month)
    left = select(func.count()).where(Message.member_id == Member.id, Message.left_at >= at + WEEK - MONTH)
    sent = left.where(Message.advertising, Message.state.in_(COUNTED)).correlate(Member).scalar_subquery()
    return case((own - sent < week, own - sent), else_=literal(week))


async def loads(session: AsyncSession, found: CTE, at: datetime, caps: tuple[int, int]) -> dict[tuple[int, bool], int]:
    """(advertisements to come, more than the member may get) → members."""
    each = _each(found, at).subquery()
    over = (each.c.number > _room(at, *caps)).label("over")
    known = select(each.c.number, over).join(Member, Member.id == each.c.member)
    known = known.outerjoin(ContactWish, ContactWish.member_id == Member.id)
    rows = known.subquery()
    counted = select(rows.c.number, rows.c.over, func.count()).group_by(rows.c.number, rows.c.over)
    return {(number, bool(more)): many for number, more, many in (await session.execute(counted)).all()}


async def load_of(
    session: AsyncSession, ahead: Ahead, ids: Sequence[int], at: datetime, caps: tuple[int, int]
) -> dict[int, tuple[int, int]]:
    """Of these members: (advertisements to come, how many they may get)."""
    each = _each(reached(ahead, ids), at, ids).subquery()
    asked = select(Member.id, func.coalesce(each.c.number, 0), _room(at, *caps)).where(Member.id.in_(ids))
    asked = asked.outerjoin(each, each.c.member == Member.id).outerjoin(ContactWish, ContactWish.member_id == Member.id)
    return {member: (number, room) for member, number, room in (await session.execute(asked)).all()}
