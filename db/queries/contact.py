"""What must be known of members before advertising may leave for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConsentKind, MessageState
from db.models.chats import Chat
from db.models.members import Consent, Member, Person
from db.models.messages import OutgoingMessage

COUNTED = (MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN)  # a doubtful one may have arrived


def agreed_to_advertising() -> Any:
    """A scalar subquery: what the member (of the outer query's Member) last said about advertising."""
    newest = (
        select(func.max(Consent.id))
        .where(Consent.member_id == Member.id, Consent.kind == ConsentKind.ADVERTISING)
        .correlate(Member)
        .scalar_subquery()
    )
    return select(Consent.given).where(Consent.id == newest).correlate(Member).scalar_subquery()


async def standings(session: AsyncSession, member_ids: Sequence[int]) -> Sequence[Any]:
    """(member_id, holdout, consent, reachable) of those members who still are persons."""
    found = (
        select(Member.id, Member.holdout, agreed_to_advertising().label("consent"), Chat.reachable)
        .join(Person, Person.member_id == Member.id)
        .join(Chat, Chat.chat_id == Person.chat_id)
        .where(Member.id.in_(member_ids))
    )
    return (await session.execute(found)).all()


async def advertised(
    session: AsyncSession, member_ids: Sequence[int], *, day: datetime, week: datetime, month: datetime
) -> dict[int, tuple[int, int, int]]:
    """How many advertisements each member got since each of the three moments."""

    def since(moment: datetime) -> Any:
        return func.sum(case((OutgoingMessage.left_at >= moment, 1), else_=0))

    counted = (
        select(OutgoingMessage.member_id, since(day), since(week), since(month))
        .where(
            and_(
                OutgoingMessage.member_id.in_(member_ids),
                OutgoingMessage.advertising,
                OutgoingMessage.state.in_(COUNTED),
                OutgoingMessage.left_at >= month,
            )
        )
        .group_by(OutgoingMessage.member_id)
    )
    rows = (await session.execute(counted)).all()
    return {int(member): (int(a), int(b), int(c)) for member, a, b, c in rows}
