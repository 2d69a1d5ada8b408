"""Talks between members and the shop: who is in one, what waits, and what was said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, Exists, and_, exists, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import Channel, ConversationState, Role, StaffState
from db.models.feedback import Conversation, ConversationMessage, Rating
from db.models.members import Member, Person
from db.models.orders import Order
from db.models.staff import Staff

NOT_CLOSED: ColumnElement[bool] = Conversation.state != literal_column("'closed'")  # as the index says it
LEADS = (Role.MANAGER, Role.OWNER)


def unsettled() -> Exists:
    """Whether the member (of the outer query's Member) is in a talk that is not closed."""
    return exists().where(Conversation.member_id == Member.id, NOT_CLOSED).correlate(Member)


async def newest(session: AsyncSession, member_id: int) -> Conversation | None:
    """The member's talk that was opened last, of those not closed if there is any."""
    theirs = select(Conversation).where(Conversation.member_id == member_id)
    last_first = (Conversation.closed_at.is_not(None), Conversation.id.desc())
    return await session.scalar(theirs.order_by(*last_first).limit(1))


async def of_rating(session: AsyncSession, rating_id: int, member_id: int) -> Conversation | None:
    """The talk a rating opened, locked."""
    found = select(Conversation).where(Conversation.member_id == member_id, Conversation.rating_id == rating_id)
    return await session.scalar(found.order_by(Conversation.id.desc()).limit(1).with_for_update())


async def locked(session: AsyncSession, conversation_id: int) -> Conversation | None:
    """The talk as it stands now, nobody else changing it until the end of the unit."""
    return await session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)


async def who(session: AsyncSession, member_id: int) -> Any | None:
    """(chat_id, name, number, tier, time_zone) of the member; None when there is no person any more."""
    found = select(Person.chat_id, Person.name, Member.number, Member.tier, Person.time_zone)
    return (await session.execute(found.join(Member).where(Person.member_id == member_id))).first()


async def unanswered(session: AsyncSession, conversation_id: int) -> int:
    """How many messages the member has written since the shop's last."""
    row = ConversationMessage
    of_shop = select(func.max(row.id)).where(row.conversation_id == conversation_id, row.staff_id.is_not(None))
    last = await session.scalar(of_shop) or 0
    written = select(func.count()).where(row.conversation_id == conversation_id, row.id > last)
    return int(await session.scalar(written) or 0)


async def page(
    session: AsyncSession, conversation_id: int, *, before: int, limit: int
) -> Sequence[tuple[ConversationMessage, str | None]]:
    """Messages older than number *before* (0: from the newest), the newest first, with who of the staff wrote each."""
    row = ConversationMessage
    found = select(row, Staff.name).outerjoin(Staff, Staff.id == row.staff_id)
    found = found.where(row.conversation_id == conversation_id)
    if before:
        found = found.where(row.id < before)
    return [(each, name) for each, name in await session.execute(found.order_by(row.id.desc()).limit(limit))]


async def photos(session: AsyncSession, conversation_id: int, *, limit: int) -> list[str]:
    """Telegram's names of the newest pictures of a talk, that of the rating it is about first."""
    row = ConversationMessage
    of_rating = select(Rating.photo).join(Conversation, Conversation.rating_id == Rating.id)
    first = await session.scalar(of_rating.where(Conversation.id == conversation_id))
    sent = select(row.photo).where(row.conversation_id == conversation_id, row.photo.is_not(None))
    found = list(await session.scalars(sent.order_by(row.id.desc()).limit(limit)))
    return [each for each in (first, *reversed(found)) if each]


async def waiting(session: AsyncSession, *, closed: bool, member_id: int, offset: int, limit: int) -> Sequence[Any]:
    """Talks with (id, state, about, order_id, staff_id, answer_due_at, closed_at, name, tier, stars): those that wait
    for the shop first, the most urgent of them first; or those that were closed, or all of one member, the newest
    first."""
    columns = (
        *(Conversation.id, Conversation.state, Conversation.about, Conversation.order_id, Conversation.staff_id),
        *(Conversation.answer_due_at, Conversation.closed_at, Person.name, Member.tier, Rating.stars),
    )
    found = (
        select(*columns)
        .join(Member, Member.id == Conversation.member_id)
        .outerjoin(Person, Person.member_id == Conversation.member_id)
        .outerjoin(Rating, Rating.id == Conversation.rating_id)
    )
    if member_id:
        found = found.where(Conversation.member_id == member_id).order_by(Conversation.id.desc())
    elif closed:
        found = found.where(Conversation.state == ConversationState.CLOSED).order_by(Conversation.closed_at.desc())
    else:
        due = (Conversation.answer_due_at.is_(None), Conversation.answer_due_at, Conversation.id)
        found = found.where(NOT_CLOSED).order_by(*due)
    return (await session.execute(found.offset(offset).limit(limit))).all()


async def how_many(session: AsyncSession) -> int:
    """Talks that wait for the shop."""
    open_ones = select(func.count()).where(NOT_CLOSED, Conversation.state == ConversationState.OPEN)
    return int(await session.scalar(open_ones) or 0)


async def own_manager(session: AsyncSession, member_id: int) -> Staff | None:
    """Who of the managers answered this member last; else the manager with the fewest open talks; None where there is
    none."""
    works = (Staff.state == StaffState.ACTIVE, Staff.role.in_(LEADS))
    before = select(Staff).join(Conversation, Conversation.staff_id == Staff.id).where(*works)
    theirs = before.where(Conversation.member_id == member_id).order_by(Conversation.id.desc()).limit(1)
    if found := await session.scalar(theirs):
        return found
    busy = select(func.count()).where(Conversation.staff_id == Staff.id, NOT_CLOSED).scalar_subquery()
    free = select(Staff).where(Staff.state == StaffState.ACTIVE, Staff.role == Role.MANAGER)
    return await session.scalar(free.order_by(busy, Staff.id).limit(1))


async def late(session: AsyncSession, at: datetime, *, limit: int) -> Sequence[Conversation]:
    """Talks whose answer was due before *at* and of which nobody was reminded, locked; those another unit holds are
    left to it."""
    due = and_(NOT_CLOSED, Conversation.answer_due_at <= at, Conversation.reminded_at.is_(None))
    found = select(Conversation).where(due).order_by(Conversation.id).limit(limit)
    return (await session.scalars(found.with_for_update(skip_locked=True))).all()


async def silent(session: AsyncSession, before: datetime, *, limit: int) -> Sequence[Conversation]:
    """Talks the shop has answered in which nothing was said since *before*, locked."""
    row = ConversationMessage
    spoken = exists().where(row.conversation_id == Conversation.id, row.at > before)
    quiet = and_(NOT_CLOSED, Conversation.state == ConversationState.ANSWERED, Conversation.answered_at <= before)
    found = select(Conversation).where(quiet, ~spoken).order_by(Conversation.id).limit(limit)
    return (await session.scalars(found.with_for_update(skip_locked=True))).all()


class Delivered(Protocol):
    """An order that was delivered."""

    delivered_at: datetime
    outlet_id: int | None
    courier_id: int | None
    channel: Channel


async def of_order(session: AsyncSession, order_id: int, member_id: int) -> Delivered | None:
    """The member's order that was delivered to them; None for any other, and when they are no person any more."""
    found = select(Order.delivered_at, Order.outlet_id, Order.courier_id, Order.channel)
    theirs = found.join(Person, Person.member_id == Order.member_id)
    mine = (Order.id == order_id, Order.member_id == member_id, Order.delivered_at.is_not(None))
    row: Any = (await session.execute(theirs.where(*mine))).first()
    return cast("Delivered | None", row)


async def rated(session: AsyncSession, order_ids: Sequence[int]) -> set[int]:
    """Those of the orders of which somebody has said how they were."""
    return set(await session.scalars(select(Rating.order_id).where(Rating.order_id.in_(order_ids))))
