"""What members have said, as sums: of ratings by outlet, of words, of talks and what came after them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConversationState, OrderState
from db.models.feedback import Conversation, ConversationMessage, NpsAnswer, Rating
from db.models.members import Person
from db.models.orders import Order
from db.models.staff import Outlet, Staff

SUMS = (
    func.count().label("number"),
    func.sum(Rating.stars).label("stars"),
    func.count(Rating.food).label("foods"),
    func.sum(Rating.food).label("food"),
    func.count(Rating.courier).label("couriers"),
    func.sum(Rating.courier).label("courier"),
    func.count(Rating.speed).label("speeds"),
    func.sum(Rating.speed).label("speed"),
)


async def ratings(session: AsyncSession, since: datetime, until: datetime) -> Sequence[Any]:
    """(outlet, number of ratings, and the sum and number of each kind of stars), by outlet; without its name where
    there is none."""
    found = select(Outlet.name.label("outlet"), *SUMS).select_from(Rating)
    found = found.outerjoin(Outlet, Outlet.id == Rating.outlet_id).where(Rating.at >= since, Rating.at < until)
    return (await session.execute(found.group_by(Outlet.name).order_by(Outlet.name))).all()


async def couriers(session: AsyncSession, since: datetime, until: datetime) -> Sequence[Any]:
    """(name, number, stars) of couriers who were given stars of their own, by name."""
    columns = (Staff.name, func.count().label("number"), func.sum(Rating.courier).label("stars"))
    found = select(*columns).join(Rating, Rating.courier_id == Staff.id)
    found = found.where(Rating.courier.is_not(None), Rating.at >= since, Rating.at < until)
    return (await session.execute(found.group_by(Staff.id, Staff.name).order_by(Staff.name))).all()


async def stars(session: AsyncSession, since: datetime, until: datetime) -> dict[int, int]:
    """How often each number of stars was given."""
    found = (
        select(Rating.stars, func.count().label("times"))
        .where(Rating.at >= since, Rating.at < until)
        .group_by(Rating.stars)
    )
    return {row.stars: row.times for row in await session.execute(found)}


async def said(session: AsyncSession, since: datetime, until: datetime, *, limit: int) -> Sequence[Any]:
    """(stars, reasons, words) of the newest ratings of persons we still have."""
    found = select(Rating.stars, Rating.reasons, Rating.words).join(Person, Person.member_id == Rating.member_id)
    found = found.where(Rating.at >= since, Rating.at < until)
    return (await session.execute(found.order_by(Rating.at.desc()).limit(limit))).all()


async def why(session: AsyncSession, since: datetime, until: datetime, *, limit: int) -> Sequence[Any]:
    """(score, words) of the newest answers to the quarterly question that say why."""
    found = select(NpsAnswer.score, NpsAnswer.words).where(NpsAnswer.words.is_not(None))
    found = found.where(NpsAnswer.answered_at >= since, NpsAnswer.answered_at < until)
    return (await session.execute(found.order_by(NpsAnswer.answered_at.desc()).limit(limit))).all()


async def written(session: AsyncSession, since: datetime, until: datetime, *, limit: int) -> Sequence[str]:
    """The newest words of members in talks."""
    row = ConversationMessage
    found = select(row.text).where(row.staff_id.is_(None), row.text != "", row.at >= since, row.at < until)
    return (await session.scalars(found.order_by(row.id.desc()).limit(limit))).all()


async def talks(session: AsyncSession, since: datetime, until: datetime, *, limit: int) -> Sequence[Any]:
    """(opened_at, answered_at, state, compensation_points, compensation_voucher_id) of the newest talks opened then."""
    columns = (
        *(Conversation.opened_at, Conversation.answered_at, Conversation.state),
        *(Conversation.compensation_points, Conversation.compensation_voucher_id),
    )
    found = select(*columns).where(Conversation.opened_at >= since, Conversation.opened_at < until)
    return (await session.execute(found.order_by(Conversation.id.desc()).limit(limit))).all()


async def came_back(session: AsyncSession, since: datetime, until: datetime, *, limit: int) -> Sequence[Any]:
    """(closed_at, ordered_at): of complaints that were answered and closed then, when their member ordered next."""
    ordered = func.min(Order.placed_at).label("ordered_at")
    after = (Order.member_id == Conversation.member_id) & (Order.placed_at > Conversation.closed_at)
    found = (
        select(Conversation.closed_at, ordered)
        .outerjoin(Order, after & (Order.state != OrderState.CANCELLED))
        .where(Conversation.state == ConversationState.CLOSED, Conversation.rating_id.is_not(None))
        .where(Conversation.answered_at.is_not(None), Conversation.closed_at >= since, Conversation.closed_at < until)
        .group_by(Conversation.id, Conversation.closed_at)
        .order_by(Conversation.id.desc())
    )
    return (await session.execute(found.limit(limit))).all()
