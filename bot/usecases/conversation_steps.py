"""What members' and the staff's side of a talk share: opening it, adding to it, showing it, telling the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access, feedback, timing
from bot.rules.feedback import LONGEST_SHOWN
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell, tell_staff
from bot.usecases.program import Rules
from db.enums import ConversationState, StaffState
from db.models.feedback import Conversation, ConversationMessage
from db.models.staff import Staff
from db.queries import conversations as queries

ANSWER, LEAD = "conversations.answer", "conversations.lead"
PAGE = 12  # messages read for one screen; fewer are shown when they are long
IN_A_NOTICE = 800


@dataclass(frozen=True)
class Said:
    """Words, a picture (Telegram's name of it), or both."""

    text: str = ""
    photo: str | None = None


@dataclass(frozen=True)
class Opening:
    """What a talk is about: "order" (with the rating that opened it), "repeat" (of an order), "nps" or "question"."""

    about: str = "question"
    order_id: int | None = None
    rating_id: int | None = None


@dataclass(frozen=True)
class Line:
    """One message of a talk; `by` is who of the staff wrote it, None for the member."""

    id: int
    by: str | None
    text: str
    photo: bool
    at: datetime


@dataclass(frozen=True)
class Lines:
    """A page of a talk, the oldest first; `older`: where the page before it ends, None on the first."""

    lines: tuple[Line, ...]
    older: int | None


async def opened(
    session: AsyncSession, member_id: int, opening: Opening, at: datetime, rules: Rules
) -> tuple[Conversation, Any]:
    """A talk is open, and who the member is. A member of the highest level has a manager of their own at once. Refuses
    `member.needed` for who is no person any more."""
    who = await queries.who(session, member_id)
    if who is None:
        raise Refused("member.needed")
    manager = await queries.own_manager(session, member_id) if feedback.highest(who.tier, rules.program) else None
    talk = Conversation(
        member_id=member_id,
        state=ConversationState.OPEN,
        about=opening.about,
        order_id=opening.order_id,
        rating_id=opening.rating_id,
        staff_id=manager.id if manager and manager.chat_id != who.chat_id else None,
        opened_at=at,
        answer_due_at=feedback.answer_due(at, rules.zone, rules.program),
    )
    session.add(talk)
    await session.flush()
    return talk, who


async def added(
    session: AsyncSession, talk: Conversation, said: Said, at: datetime, staff_id: int | None = None
) -> ConversationMessage:
    """The message is part of the talk. Raises BadRating for empty or endless words."""
    text = feedback.tidy(said.text, photo=said.photo is not None)
    row = ConversationMessage(
        conversation_id=talk.id, member_id=talk.member_id, staff_id=staff_id, text=text, photo=said.photo, at=at
    )
    session.add(row)
    await session.flush()
    return row


def shops_turn(talk: Conversation, at: datetime, rules: Rules) -> None:
    """The shop owes an answer: as promised before, if it did already."""
    if talk.state is not ConversationState.OPEN or talk.answer_due_at is None:
        talk.answer_due_at = feedback.answer_due(at, rules.zone, rules.program)
        talk.reminded_at = None
    talk.state, talk.closed_at, talk.closed_by = ConversationState.OPEN, None, None


def members_turn(talk: Conversation, at: datetime) -> None:
    """The shop has said what it had to say."""
    talk.state, talk.answer_due_at = ConversationState.ANSWERED, None
    talk.answered_at = talk.answered_at or at


def closed(talk: Conversation, at: datetime, by: int | None = None) -> None:
    """The talk is over; advertising may come again."""
    talk.state, talk.answer_due_at = ConversationState.CLOSED, None
    talk.closed_at, talk.closed_by = at, by


async def page(session: AsyncSession, conversation_id: int, before: int) -> Lines:
    """As many messages older than *before* (0: the newest) as one screen holds, each cut to what it may show."""
    rows = await queries.page(session, conversation_id, before=before, limit=PAGE + 1)
    texts = [row.text for row, _ in rows[:PAGE]]
    number = feedback.fitting(texts) if texts else 0
    lines = [
        Line(row.id, _by(row, name), feedback.shortened(row.text, LONGEST_SHOWN), row.photo is not None, row.at)
        for row, name in rows[:number]
    ]
    return Lines(tuple(reversed(lines)), lines[-1].id if len(rows) > number else None)


def _by(row: ConversationMessage, name: str | None) -> str | None:
    return None if row.staff_id is None else name or "—"


async def tell_desk(session: AsyncSession, talk: Conversation, notice: Notice, *, at: datetime, rules: Rules) -> None:
    """Whoever has taken the talk on hears of it; while nobody has, everybody who may answer, or lead where the member
    is of the highest level. At night it makes no sound."""
    quiet = notice.silent or timing.quiet(at, rules.zone, rules.program)
    told = Notice(**{**notice.__dict__, "silent": quiet})
    taken = await session.get(Staff, talk.staff_id) if talk.staff_id else None
    if taken is not None and taken.state is StaffState.ACTIVE and access.may(taken.role, ANSWER):
        key = f"{notice.key}:{taken.chat_id}"
        await tell(session, taken.chat_id, Notice(**{**told.__dict__, "key": key}), at=at)
        return
    who = await queries.who(session, talk.member_id)
    own = [who.chat_id] if who else []
    act = LEAD if who and feedback.highest(who.tier, rules.program) else ANSWER
    await tell_staff(session, act, told, at=at, but=own)


def about(talk: Conversation, who: Any, rules: Rules, **more: Any) -> dict[str, Any]:
    """What a notice to the staff says of a talk."""
    due = talk.answer_due_at
    return {
        "conversation": talk.id,
        "member": talk.member_id,
        "about": talk.about,
        "order": talk.order_id,
        "name": who.name,
        "highest": feedback.highest(who.tier, rules.program),
        "due": due.isoformat() if due else None,
        **more,
    }


def excerpts(texts: Sequence[str]) -> str:
    """Words as a notice shows them."""
    return feedback.shortened("\n".join(text for text in texts if text), IN_A_NOTICE)
