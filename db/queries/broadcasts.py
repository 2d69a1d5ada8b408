"""The audience of a broadcast, and how far its messages have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, case, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BroadcastState, Lane, MemberState, MessageState, Topic
from db.models.broadcasts import Broadcast
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.queries.contact import agreed_to_advertising


@dataclass(frozen=True)
class Audience:
    """Everybody who joined, and why some of them are not written to; a member is counted under the first reason."""

    members: int
    no_consent: int
    unreachable: int
    holdout: int

    @property
    def size(self) -> int:
        return self.members - self.no_consent - self.unreachable - self.holdout


@dataclass(frozen=True)
class Progress:
    """The six states of a broadcast's messages; they always add up to the audience."""

    planned: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0

    @property
    def audience(self) -> int:
        return self.planned + self.sending + self.sent + self.failed + self.unknown + self.skipped

    @property
    def settled(self) -> int:
        return self.audience - self.planned - self.sending


async def audience(session: AsyncSession) -> Audience:
    """The numbers for a message to everybody who agreed to offers."""
    agreed = func.coalesce(agreed_to_advertising(), False)
    reason = case((~agreed, "no_consent"), (~Chat.reachable, "unreachable"), (Member.holdout, "holdout"), else_="in")
    counted = (
        select(reason.label("reason"), func.count().label("number"))
        .select_from(Member)
        .join(Person, Person.member_id == Member.id)
        .join(Chat, Chat.chat_id == Person.chat_id)
        .where(Member.state == MemberState.ACTIVE)
        .group_by("reason")
    )
    numbers = {row.reason: row.number for row in (await session.execute(counted)).all()}
    outside = {name: numbers.get(name, 0) for name in ("no_consent", "unreachable", "holdout")}
    return Audience(members=sum(numbers.values()), **outside)


async def freeze(session: AsyncSession, broadcast_id: int, *, at: datetime, due: datetime) -> int:
    """Plans one message for everybody in the audience now, in one statement; returns how many."""
    planned = {
        "key": literal(f"broadcast:{broadcast_id}:") + func.cast(Member.id, String),
        "chat_id": Person.chat_id,
        "member_id": Member.id,
        "broadcast_id": literal(broadcast_id),
        "lane": literal(Lane.BULK, OutgoingMessage.lane.type),
        "advertising": literal(True),
        "topic": literal(Topic.OFFERS, OutgoingMessage.topic.type),
        "worth": literal(0),
        "silent": literal(False),
        "kind": literal("broadcast.sent"),
        "facts": literal({"broadcast": broadcast_id}, OutgoingMessage.facts.type),
        "state": literal(MessageState.PLANNED, OutgoingMessage.state.type),
        "attempt": literal(0),
        "created_at": literal(at, OutgoingMessage.created_at.type),
        "due_at": literal(due, OutgoingMessage.due_at.type),
    }
    chosen = (
        select(*planned.values())
        .select_from(Member)
        .join(Person, Person.member_id == Member.id)
        .join(Chat, Chat.chat_id == Person.chat_id)
        .where(Member.state == MemberState.ACTIVE, Chat.reachable, ~Member.holdout)
        .where(func.coalesce(agreed_to_advertising(), False))
        .order_by(Member.id)
    )
    result: Any = await session.execute(insert(OutgoingMessage).from_select(list(planned), chosen))
    return int(result.rowcount)


async def drafts(session: AsyncSession, *, templates: bool, limit: int) -> Sequence[Broadcast]:
    """The newest drafts, or the templates among all."""
    wanted = Broadcast.template if templates else (Broadcast.state == BroadcastState.DRAFT) & ~Broadcast.template
    return (await session.scalars(select(Broadcast).where(wanted).order_by(Broadcast.id.desc()).limit(limit))).all()


async def progress(session: AsyncSession, broadcast_id: int) -> Progress:
    counted = (
        select(OutgoingMessage.state, func.count())
        .where(and_(OutgoingMessage.broadcast_id == broadcast_id))
        .group_by(OutgoingMessage.state)
    )
    return Progress(**{state.value: number for state, number in (await session.execute(counted)).all()})


async def skip_reasons(session: AsyncSession, broadcast_id: int) -> dict[str, int]:
    """Why messages were skipped, and how many for each reason."""
    counted = (
        select(OutgoingMessage.reason, func.count())
        .where(OutgoingMessage.broadcast_id == broadcast_id)
        .where(OutgoingMessage.state == MessageState.SKIPPED)
        .group_by(OutgoingMessage.reason)
    )
    return {reason or "": number for reason, number in (await session.execute(counted)).all()}


async def leaves_at(session: AsyncSession, broadcast_id: int) -> datetime | None:
    """When the first message that waits may leave; None when nothing waits."""
    waiting = select(func.min(OutgoingMessage.due_at)).where(
        OutgoingMessage.broadcast_id == broadcast_id, OutgoingMessage.state == MessageState.PLANNED
    )
    moment: datetime | None = await session.scalar(waiting)
    return moment
