"""Whom a broadcast is for, counted with every reason against it; broadcast_freeze.py writes them down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState, MessageState, Topic
from db.models.chats import Chat
from db.models.feedback import Conversation
from db.models.members import ContactWish, Member, Person
from db.models.messages import OutgoingMessage as Message
from db.queries import segments
from db.queries.contact import COUNTED

PRIME, WHOLE_BP = 2**31 - 1, 10_000  # as bot/rules/splits.py has them
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
Four = tuple[int, int, int, int]
# Why somebody is left out before anything is planned, the first reason first; the caps are asked when it leaves.
LEFT_OUT = ("no_consent", "unreachable", "holdout", "complaint", "paused", "topic")
CAPS = ("cap_week", "cap_month")


@dataclass(frozen=True)
class Whom:
    """A segment at a moment, told of a topic; `control` and `control_bp`: the share that gets nothing."""

    segment: segments.Stored
    topic: Topic
    at: datetime
    zone: ZoneInfo
    control: Four
    control_bp: int
    week: int = 0  # most advertisements
    month: int = 0


def place(split: Four, member_id: Any) -> ColumnElement[int]:
    """Where a member stands in a split, from 0 to 9,999: as bot/rules/splits.py works it out."""
    a, b, c, d = (literal(each, BigInteger) for each in split)
    x: ColumnElement[int] = member_id % PRIME
    found: ColumnElement[int] = ((((a * x + b) % PRIME * x + c) % PRIME) * x + d) % PRIME % WHOLE_BP
    return found


def people(whom: Whom, *columns: Any) -> Select[Any]:
    """Members of the segment who are persons."""
    return (
        select(*columns)
        .select_from(Member)
        .join(Person, Person.member_id == Member.id)
        .join(Chat, Chat.chat_id == Person.chat_id)
        .outerjoin(ContactWish, ContactWish.member_id == Member.id)
        .where(Member.state == MemberState.ACTIVE, segments.where(whom.segment, at=whom.at, zone=whom.zone))
    )


def against(whom: Whom) -> dict[str, ColumnElement[bool]]:
    """What is against writing to a member, whatever the moment."""
    talking = exists().where(Conversation.member_id == Member.id, literal_column("conversations.state <> 'closed'"))
    return {
        "no_consent": ~Person.advertising,
        "unreachable": ~Chat.reachable,
        "holdout": Member.holdout.is_(True),
        "complaint": talking.correlate(Member),
        "paused": func.coalesce(ContactWish.paused_until > whom.at, False),
        "topic": func.coalesce(cast(ContactWish.without, Text).like(f'%"{whom.topic.value}"%'), False),
    }


def _caps(whom: Whom) -> dict[str, ColumnElement[bool]]:
    own = func.coalesce(case((ContactWish.month_cap < whom.month, ContactWish.month_cap)), whom.month)
    return {"cap_week": _sent(whom.at - WEEK) >= whom.week, "cap_month": _sent(whom.at - MONTH) >= own}


def _sent(since: datetime) -> Any:
    left = select(func.count()).where(Message.member_id == Member.id, Message.left_at >= since)
    return left.where(Message.advertising, Message.state.in_(COUNTED)).correlate(Member).scalar_subquery()


async def counted(session: AsyncSession, whom: Whom) -> Sequence[Any]:
    """(reason, zone, language, control, number) over the segment; `reason` is "" for who would get it, or would but for
    being one of the control share."""
    reasons = against(whom) | _caps(whom)
    told = case(*((holds, name) for name, holds in reasons.items()), else_="").label("reason")
    language = func.coalesce(Chat.language, Chat.telegram_language).label("language")
    control = (place(whom.control, Member.id) < whom.control_bp).label("control")
    each = people(whom, told, Person.time_zone.label("zone"), language, control).subquery()
    groups = (each.c.reason, each.c.zone, each.c.language, each.c.control)
    return (await session.execute(select(*groups, func.count().label("number")).group_by(*groups))).all()


async def in_common(session: AsyncSession, whom: Whom, others: segments.Stored) -> int:
    """How many of those it is for belong to the other segment as well, and may be written to."""
    both = people(whom, func.count()).where(segments.where(others, at=whom.at, zone=whom.zone))
    return await session.scalar(both.where(*(~holds for holds in against(whom).values()))) or 0


async def waiting_in_common(session: AsyncSession, whom: Whom, broadcast_id: int) -> int:
    """How many of those it is for have a message of that broadcast on its way to them."""
    waiting = exists().where(Message.broadcast_id == broadcast_id, Message.state == MessageState.PLANNED)
    both = people(whom, func.count()).where(waiting.where(Message.member_id == Member.id).correlate(Member))
    return await session.scalar(both) or 0


async def average_minor(session: AsyncSession) -> int:
    """What an order costs on average, over all members."""
    spent, orders = (await session.execute(select(func.sum(Member.spent_minor), func.sum(Member.orders_count)))).one()
    return int(spent or 0) // int(orders) if orders else 0
