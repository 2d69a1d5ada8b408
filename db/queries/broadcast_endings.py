"""Offers of broadcasts that end soon, and whom to remind of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, String, cast, exists, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, Lane, MessageState, Response
from db.models.automations import JobMark
from db.models.base import UTCDateTime
from db.models.broadcasts import Broadcast, OfferResponse
from db.models.members import Person
from db.models.messages import OutgoingMessage as Message
from db.patience import patiently
from db.queries.outbox_due import PLANNED

SAID = (Response.CLAIMED, Response.DECLINED, Response.GOING, Response.NOT_GOING)


async def ending(session: AsyncSession, at: datetime, before: timedelta, lasting: timedelta) -> Sequence[Broadcast]:
    """Those whose offer is over within *before*, lasted for *lasting* at least and has pieces left, and of which
    nobody was reminded yet."""
    reminded = exists().where(JobMark.name == literal("broadcast.ending:") + cast(Broadcast.id, String))
    left = or_(Broadcast.stock.is_(None), Broadcast.claimed < Broadcast.stock)
    found = (
        select(Broadcast)
        .where(Broadcast.state.in_((BroadcastState.RUNNING, BroadcastState.DONE)))
        .where(Broadcast.offer.is_not(None), Broadcast.deadline > at, Broadcast.deadline <= at + before)
        .where(left, ~reminded)
        .order_by(Broadcast.id)
    )
    rows = await session.scalars(found)
    return [row for row in rows if row.started_at and row.deadline and row.deadline - row.started_at >= lasting]


async def remind(
    session: AsyncSession, row: Broadcast, facts: dict[str, object], *, at: datetime, due: datetime
) -> None:
    """One reminder is planned for everybody who got the broadcast and has not answered."""
    source = f"broadcast:{row.id}"
    answered = exists().where(OfferResponse.source == source, OfferResponse.member_id == Message.member_id)
    planned = {
        "key": literal(_reminders(row.id)) + cast(Message.member_id, String),
        "chat_id": Person.chat_id,
        "member_id": Message.member_id,
        "lane": literal(Lane.BULK, Message.lane.type),
        "advertising": literal(True),
        "topic": literal(row.topic, Message.topic.type),
        "worth": literal(row.worth, BigInteger),
        "silent": literal(row.silent),
        "kind": literal("broadcast.ending"),
        "facts": literal(facts, Message.facts.type),
        "state": literal(MessageState.PLANNED, Message.state.type),
        "attempt": literal(0, BigInteger),
        "created_at": literal(at, UTCDateTime),
        "due_at": literal(due, UTCDateTime),
        "expires_at": literal(row.deadline, UTCDateTime),
    }
    got = (
        select(*planned.values())
        .join(Person, Person.member_id == Message.member_id)
        .where(Message.broadcast_id == row.id, Message.state == MessageState.SENT)
        .where(~answered.where(OfferResponse.what.in_(SAID)))
        .order_by(Message.id)
    )
    await patiently(session, insert(Message).from_select(list(planned), got))


async def take_back(session: AsyncSession, broadcast_id: int, at: datetime) -> None:
    """Reminders of the broadcast that have not left do not leave any more."""
    theirs = (PLANNED, Message.broadcast_id.is_(None), Message.lane == Lane.BULK)
    waiting = select(Message.id).where(*theirs, Message.key.startswith(_reminders(broadcast_id)))
    skipped = {"state": MessageState.SKIPPED, "reason": "stopped", "left_at": at}
    ids = waiting.with_for_update(skip_locked=True)
    await session.execute(update(Message).where(Message.id.in_(ids)).values(**skipped))


def _reminders(broadcast_id: int) -> str:
    return f"broadcast:{broadcast_id}:ending:"
