"""A member's own side of a talk with the shop: writing, reading, and saying that all is well."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import feedback
from bot.usecases import conversation_steps as steps
from bot.usecases import program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.conversation_steps import Lines, Opening, Said
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell
from bot.usecases.program import Rules
from db.enums import ConversationState, MessageState
from db.ledger import accounts
from db.models.feedback import Conversation, Rating
from db.models.messages import OutgoingMessage
from db.models.staff import Staff
from db.queries import conversations as queries
from db.session import Database

__all__ = ["Lines", "MyTalk", "Opening", "Promised", "Said", "forget", "look", "photos", "settle", "write"]

REOPENS = timedelta(days=14)  # what is written so soon after the end goes into the same talk
MOST_UNANSWERED = 20
MOST_PHOTOS = 10


@dataclass(frozen=True)
class Promised:
    """What was written is with the shop, which answers by `due_at` (shown by clocks of `zone`); `manager`: who does,
    for a member of the highest level (""  when that is not settled yet)."""

    conversation_id: int
    due_at: datetime
    zone: ZoneInfo
    manager: str | None


@dataclass(frozen=True)
class MyTalk:
    """A talk as its member sees it. `due_at` is None while it is their turn, or all is said."""

    id: int
    order_id: int | None
    open: bool
    due_at: datetime | None
    zone: ZoneInfo
    manager: str | None
    lines: Lines
    photos: int
    sorry: int  # points


async def write(
    db: Database, actor: Actor, said: Said, *, at: datetime, conversation_id: int = 0, about: str = "question"
) -> Promised:
    """The words are in the member's talk (the one of that number, else the one that is open, else a new one *about*
    something), and the staff know. Refuses `member.needed`, `conversation.enough` (with `most`); raises BadRating for
    empty or endless words."""
    member_id = member_of(actor)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        await accounts.lock_members(session, [member_id])  # one after the other, and nobody erases themselves meanwhile
        talk, who, new = await _theirs(session, member_id, conversation_id, about, at, rules)
        waiting = await queries.unanswered(session, talk.id)
        if waiting >= MOST_UNANSWERED:
            raise Refused("conversation.enough", most=MOST_UNANSWERED)
        row = await steps.added(session, talk, said, at)
        steps.shops_turn(talk, at, rules)
        facts = steps.about(talk, who, rules, text=steps.excerpts([row.text]), photo=row.photo is not None)
        kind = "conversation.opened" if new else "conversation.written"
        notice = Notice(kind, facts, key=f"conversation:{talk.id}:{row.id}", silent=waiting > 0)
        await steps.tell_desk(session, talk, notice, at=at, rules=rules)
        return await promised(session, talk, who, rules)


async def _theirs(
    session: AsyncSession, member_id: int, conversation_id: int, about: str, at: datetime, rules: Rules
) -> tuple[Conversation, Any, bool]:
    """The talk the words belong to, who the member is, and whether it was opened just now."""
    talk = await queries.locked(session, conversation_id) if conversation_id else None
    if talk is None or talk.member_id != member_id:
        newest = await queries.newest(session, member_id)
        talk = await queries.locked(session, newest.id) if newest else None
    lately = talk and talk.closed_at and conversation_id == talk.id and talk.closed_at > at - REOPENS
    if talk is None or (talk.state is ConversationState.CLOSED and not lately):
        return *await steps.opened(session, member_id, Opening(about), at, rules), True
    who = await queries.who(session, member_id)
    if who is None:
        raise Refused("member.needed")
    return talk, who, False


async def promised(session: AsyncSession, talk: Conversation, who: Any, rules: Rules) -> Promised:
    """A step: what the member is told of an open talk."""
    assert talk.answer_due_at, "the shop owes an answer"
    manager = await _manager(session, talk, who, rules)
    return Promised(talk.id, talk.answer_due_at, zones.named(who.time_zone, rules), manager)


async def _manager(session: AsyncSession, talk: Conversation, who: Any, rules: Rules) -> str | None:
    if not feedback.highest(who.tier, rules.program):
        return None
    return await session.scalar(select(Staff.name).where(Staff.id == talk.staff_id)) or ""


async def look(db: Database, actor: Actor, *, at: datetime, before: int = 0) -> MyTalk | None:
    """The member's newest talk, from the messages older than *before* (0: the newest) on; None for who has none.
    Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.read() as session:
        rules = await program.in_force(session, at)
        who, talk = await queries.who(session, member_id), await queries.newest(session, member_id)
        if who is None or talk is None:
            return None
        return MyTalk(
            id=talk.id,
            order_id=talk.order_id,
            open=talk.state is not ConversationState.CLOSED,
            due_at=talk.answer_due_at,
            zone=zones.named(who.time_zone, rules),
            manager=await _manager(session, talk, who, rules),
            lines=await steps.page(session, talk.id, before),
            photos=len(await queries.photos(session, talk.id, limit=MOST_PHOTOS)),
            sorry=talk.compensation_points,
        )


async def photos(db: Database, actor: Actor, conversation_id: int) -> list[str]:
    """Telegram's names of the newest pictures in the member's own talk. Refuses `conversation.unknown`."""
    async with db.read() as session:
        talk = await session.get(Conversation, conversation_id)
        if talk is None or talk.member_id != member_of(actor):
            raise Refused("conversation.unknown")
        return await queries.photos(session, talk.id, limit=MOST_PHOTOS)


async def settle(db: Database, actor: Actor, conversation_id: int, *, at: datetime) -> None:
    """The member says that all is well: the talk is closed, and whoever had taken it on knows. Again: nothing changes.
    Refuses `member.needed` and `conversation.unknown`."""
    member_id = member_of(actor)
    async with db.begin() as session:
        await accounts.lock_members(session, [member_id])
        talk, who = await queries.locked(session, conversation_id), await queries.who(session, member_id)
        if talk is None or who is None or talk.member_id != member_id:
            raise Refused("conversation.unknown")
        if talk.state is ConversationState.CLOSED:
            return
        steps.closed(talk, at)
        taken = await session.get(Staff, talk.staff_id) if talk.staff_id else None
        if taken is not None:
            rules = await program.in_force(session, at)
            key = f"conversation:{talk.id}:settled:{at.isoformat()}"
            notice = Notice("conversation.settled", steps.about(talk, who, rules), key=key, silent=True)
            await tell(session, taken.chat_id, notice, at=at)


async def for_rating(session: AsyncSession, rating: Rating, *, at: datetime, rules: Rules) -> Promised | None:
    """A step: a bad rating has its talk, opened once and told to the staff; one that has become good closes the talk
    it had opened, if nobody has said anything in it. Returns what the member is promised, None with nothing open."""
    talk = await queries.of_rating(session, rating.id, rating.member_id)
    if rating.stars > feedback.BAD:
        if talk and talk.state is ConversationState.OPEN and await _untouched(session, talk):
            steps.closed(talk, at)
        return None
    who = await queries.who(session, rating.member_id)
    if talk is None:
        opening = Opening("order", rating.order_id, rating.id)
        talk, who = await steps.opened(session, rating.member_id, opening, at, rules)
        await _tell_of_rating(session, talk, rating, who, at, rules)
    elif talk.closed_by is None and talk.closed_at and await _untouched(session, talk):
        steps.shops_turn(talk, at, rules)  # it was closed by better stars, which are gone again
    if who is None or talk.answer_due_at is None:
        return None
    return await promised(session, talk, who, rules)


async def _untouched(session: AsyncSession, talk: Conversation) -> bool:
    nobody = talk.answered_at is None and talk.compensated_by is None
    return nobody and not (await queries.page(session, talk.id, before=0, limit=1))


async def _tell_of_rating(
    session: AsyncSession, talk: Conversation, rating: Rating, who: Any, at: datetime, rules: Rules
) -> None:
    facts = steps.about(talk, who, rules, stars=rating.stars, text=steps.excerpts([rating.words or ""]))
    notice = Notice("conversation.opened", facts, key=f"conversation:{talk.id}:opened")
    await steps.tell_desk(session, talk, notice, at=at, rules=rules)


async def rating_words(session: AsyncSession, rating: Rating, *, at: datetime, rules: Rules) -> None:
    """A step: words were added to a bad rating; the staff read them, the first time."""
    talk, who = await queries.of_rating(session, rating.id, rating.member_id), None
    if talk is not None and talk.state is not ConversationState.CLOSED:
        who = await queries.who(session, rating.member_id)
    if talk is None or who is None:
        return
    said = steps.excerpts([rating.words or ""])
    facts = steps.about(talk, who, rules, stars=rating.stars, text=said, photo=rating.photo is not None)
    notice = Notice("conversation.written", facts, key=f"conversation:{talk.id}:words")
    await steps.tell_desk(session, talk, notice, at=at, rules=rules)


async def forget(session: AsyncSession, member_id: int, *, at: datetime) -> None:
    """A step of erasing: the member's talks are closed, and what is still to be told of them is not."""
    mine = (Conversation.member_id == member_id,)
    over = {"state": ConversationState.CLOSED, "answer_due_at": None, "closed_at": at}
    ids = list(await session.scalars(select(Conversation.id).where(*mine)))
    await session.execute(update(Conversation).where(*mine, queries.NOT_CLOSED).values(**over))
    for number in ids:
        about = (OutgoingMessage.key.like(f"conversation:{number}:%"), OutgoingMessage.state == MessageState.PLANNED)
        skipped = {"state": MessageState.SKIPPED, "reason": "erased"}
        await session.execute(update(OutgoingMessage).where(*about).values(**skipped))
