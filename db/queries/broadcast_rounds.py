"""What the rounds ask about broadcasts: which need a look, who answered so far, and letting more of one go."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, case, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, MessageState, Response, VoucherState
from db.models.base import UTCDateTime
from db.models.broadcasts import Broadcast, OfferResponse
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage as Message
from db.models.vouchers import Voucher
from db.patience import patiently
from db.queries.broadcast_freeze import Times, tables
from db.queries.outbox import PARKED
from db.queries.outbox_due import PLANNED

ENDED = (BroadcastState.STOPPED, BroadcastState.DONE)
ARRIVED = (MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN)


async def to_look_at(session: AsyncSession, at: datetime) -> Sequence[Any]:
    """(id, state) of those that may have something to do now, the oldest first."""
    state = Broadcast.state
    looked = or_(
        and_(state == BroadcastState.CONFIRMING, Broadcast.goes_at <= at),
        and_(state == BroadcastState.SCHEDULED, func.coalesce(Broadcast.starts_at, Broadcast.goes_at) <= at),
        state.in_((BroadcastState.RUNNING, BroadcastState.PAUSED)),
        and_(state.in_(ENDED), Broadcast.measured_at.is_(None)),
    )
    return (await session.execute(select(Broadcast.id, state).where(looked).order_by(Broadcast.id))).all()


async def used(session: AsyncSession, broadcast_id: int) -> int:
    """How many of the vouchers it brought, seats too, have been used."""
    found = 0
    for key in (Message.key, Message.key + ":going"):  # one by one, each by its index
        theirs = select(func.count()).select_from(Message).join(Voucher, Voucher.key == key)
        theirs = theirs.where(Message.broadcast_id == broadcast_id, Voucher.state == VoucherState.USED)
        found += await session.scalar(theirs) or 0
    return found


async def parked(session: AsyncSession, broadcast_id: int) -> bool:
    """Whether somebody waits for a wave or a winner."""
    return bool(await session.scalar(select(exists().where(_held(broadcast_id)))))


def _held(broadcast_id: int) -> Any:
    return and_(Message.broadcast_id == broadcast_id, PLANNED, Message.due_at == PARKED)


@dataclass(frozen=True)
class Answered:
    """How many got a variant, and how many of those answered."""

    sent: int
    answered: int
    waiting: int


async def answered(session: AsyncSession, broadcast_id: int, what: Collection[Response]) -> dict[str, Answered]:
    """By variant, of those whose variant is settled; one of *what* is an answer."""
    source = f"broadcast:{broadcast_id}"
    said = exists().where(OfferResponse.source == source, OfferResponse.member_id == Message.member_id)
    said = said.where(OfferResponse.what.in_(what))
    arrived = Message.state.in_(ARRIVED)
    found = (
        select(
            Message.variant,
            func.count(case((arrived, 1))).label("sent"),
            func.count(case((and_(arrived, said), 1))).label("answered"),
            func.count(case((Message.state == MessageState.PLANNED, 1))).label("waiting"),
        )
        .where(Message.broadcast_id == broadcast_id, Message.variant.is_not(None))
        .group_by(Message.variant)
    )
    rows = (await session.execute(found)).all()
    return {row.variant: Answered(row.sent, row.answered, row.waiting) for row in rows}


async def next_wave(session: AsyncSession, broadcast_id: int, wave: int, times: Times) -> None:
    """Those of the wave may leave."""
    await _let_go(session, _held(broadcast_id) & (Message.wave == wave), {}, times)


async def the_rest(session: AsyncSession, broadcast_id: int, variant: str, times: Times) -> None:
    """Those who waited for a winner get it."""
    await _let_go(session, _held(broadcast_id) & Message.variant.is_(None), {"variant": variant}, times)


async def _let_go(session: AsyncSession, held: Any, values: dict[str, Any], times: Times) -> None:
    freed = update(Message).where(held).values(due_at=_moment(times), **values)
    await patiently(session, freed.execution_options(synchronize_session=False))


def _moment(times: Times) -> Any:
    """Where and how the member of the row lives; whoever is no person any more is as anybody."""
    if times.single is not None:
        return literal(times.single, UTCDateTime)
    places, moments = tables(times)
    hour = func.coalesce(Member.usual_hour, -1) if times.by_hour else literal(-1, BigInteger)
    place = func.coalesce(places.c.place, literal(times.places[""], BigInteger))
    theirs = (
        select(moments.c.due)
        .select_from(Member)
        .outerjoin(Person, Person.member_id == Member.id)
        .outerjoin(places, places.c.zone == func.coalesce(Person.time_zone, ""))
        .join(moments, moments.c.key == times.key(place, hour, literal(0, BigInteger)))
        .where(Member.id == Message.member_id)
    )
    return theirs.correlate(Message).scalar_subquery()
