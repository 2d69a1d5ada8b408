"""What was said to and by a member lately, for whoever speaks to them next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConversationState, MessageState
from db.models.chats import Chat
from db.models.feedback import Conversation, ConversationMessage
from db.models.members import Person
from db.models.messages import OutgoingMessage
from db.queries.conversations import NOT_CLOSED


@dataclass(frozen=True)
class Talk:
    """A talk that is not closed; `about`: "order", "nps", "question"…"""

    id: int
    about: str
    state: ConversationState
    order_id: int | None
    opened_at: datetime


@dataclass(frozen=True)
class Word:
    """One message of a talk; `by_shop`: an answer of the staff."""

    conversation_id: int
    by_shop: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """A message of the shop that arrived, by its kind alone."""

    kind: str
    advertising: bool
    at: datetime


async def open_talks(session: AsyncSession, member_id: int, *, limit: int) -> list[Talk]:
    """The newest first."""
    columns = (Conversation.id, Conversation.about, Conversation.state, Conversation.order_id, Conversation.opened_at)
    found = select(*columns).where(Conversation.member_id == member_id, NOT_CLOSED)
    return [Talk(*row) for row in await session.execute(found.order_by(Conversation.id.desc()).limit(limit))]


async def words(session: AsyncSession, conversation_ids: Sequence[int], *, limit: int) -> list[Word]:
    """The newest first."""
    row = ConversationMessage
    found = select(row.conversation_id, row.staff_id.is_not(None), row.text, row.at)
    theirs = found.where(row.conversation_id.in_(conversation_ids)).order_by(row.id.desc()).limit(limit)
    return [Word(talk, bool(by_shop), text or "", at) for talk, by_shop, text, at in await session.execute(theirs)]


async def sent(session: AsyncSession, member_id: int, *, limit: int) -> list[Sent]:
    """The newest first."""
    row = OutgoingMessage
    left = (row.member_id == member_id, row.state == MessageState.SENT)
    found = select(row.kind, row.advertising, row.left_at).where(*left).order_by(row.left_at.desc()).limit(limit)
    return [Sent(kind, advertising, at) for kind, advertising, at in await session.execute(found) if at]


async def reachable(session: AsyncSession, member_id: int) -> bool:
    """Whether the bot can write to them."""
    chat = select(Chat.reachable).join(Person, Person.chat_id == Chat.chat_id)
    return bool(await session.scalar(chat.where(Person.member_id == member_id)))
