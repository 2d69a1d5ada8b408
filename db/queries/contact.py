"""What must be known of members before advertising may leave for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, MessageState, OrderState
from db.models.broadcasts import Broadcast
from db.models.chats import Chat
from db.models.members import ContactWish, Member, Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.queries.conversations import unsettled

COUNTED = (MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN)  # a doubtful one may have arrived
WISH = (
    ContactWish.month_cap,
    ContactWish.without,
    ContactWish.hour_from,
    ContactWish.hour_until,
    ContactWish.paused_until,
)


class WishColumns(Protocol):
    """A row that has the columns of WISH, from an outer join."""

    month_cap: int | None
    without: list[Any] | None
    hour_from: int | None
    hour_until: int | None
    paused_until: datetime | None


async def lock(session: AsyncSession, member_ids: Sequence[int]) -> list[int]:
    """Locks the members until the end of the unit; returns those nobody else has locked. What a unit counts of them
    after this stays true until it commits, if all who count lock first. Orders and postings do not wait for it."""
    free = select(Member.id).where(Member.id.in_(member_ids)).order_by(Member.id)
    return list(await session.scalars(free.with_for_update(key_share=True, skip_locked=True)))


async def standings(session: AsyncSession, member_ids: Sequence[int]) -> Sequence[Any]:
    """(id, holdout, consent, reachable, time_zone, complaint and the columns of WISH) of those members who still are
    persons."""
    consent, complaint = Person.advertising.label("consent"), unsettled().label("complaint")
    found = (
        select(Member.id, Member.holdout, consent, Chat.reachable, Person.time_zone, complaint, *WISH)
        .join(Person, Person.member_id == Member.id)
        .join(Chat, Chat.chat_id == Person.chat_id)
        .outerjoin(ContactWish, ContactWish.member_id == Member.id)
        .where(Member.id.in_(member_ids))
    )
    return (await session.execute(found)).all()


async def sent_since(
    session: AsyncSession, member_ids: Sequence[int], since: datetime
) -> Mapping[int, Sequence[datetime]]:
    """When each of a member's advertisements left, from *since* on: a handful each, for there is a cap."""
    left = select(OutgoingMessage.member_id, OutgoingMessage.left_at).where(
        OutgoingMessage.member_id.in_(member_ids),
        OutgoingMessage.advertising,
        OutgoingMessage.state.in_(COUNTED),
        OutgoingMessage.left_at >= since,
    )
    theirs: defaultdict[int, list[datetime]] = defaultdict(list)
    rows: Sequence[Any] = (await session.execute(left)).all()
    for row in rows:
        theirs[row.member_id].append(row.left_at)
    return theirs


async def ordered(session: AsyncSession, member_ids: Sequence[int]) -> dict[int, datetime]:
    """When each placed their newest order that is not cancelled; who has none is left out."""
    newest = select(Order.member_id, func.max(Order.placed_at).label("at")).group_by(Order.member_id)
    found = newest.where(Order.member_id.in_(member_ids), Order.state != OrderState.CANCELLED)
    return {row.member_id: row.at for row in (await session.execute(found)).all()} if member_ids else {}


async def planned(session: AsyncSession, member_ids: Sequence[int], *, until: datetime) -> Sequence[Any]:
    """Advertisements that wait to leave before *until* for one of these members; of broadcasts, those that run."""
    row = OutgoingMessage
    waiting = (
        select(row.member_id, row.id, row.worth, row.topic, row.due_at, row.expires_at)
        .outerjoin(Broadcast, Broadcast.id == row.broadcast_id)
        .where(row.member_id.in_(member_ids), row.left_at.is_(None))  # the two columns of one index
        .where(row.advertising, row.state == MessageState.PLANNED, row.due_at < until)
        .where(or_(row.broadcast_id.is_(None), Broadcast.state == BroadcastState.RUNNING))
    )
    return (await session.execute(waiting)).all()
