"""The staff's side of a talk with a member: all that was said; taking it on, answering, closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access, feedback
from bot.usecases import audit, program
from bot.usecases import conversation_steps as steps
from bot.usecases.actor import Actor, allow
from bot.usecases.conversation_steps import ANSWER, Lines, Said
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import ConversationState, Tier
from db.models.feedback import Conversation, Rating
from db.models.members import Member
from db.models.staff import Staff
from db.models.vouchers import Voucher
from db.queries import conversations as queries
from db.session import Database

MOST_PHOTOS = 10


@dataclass(frozen=True)
class RatingSeen:
    """What the member said of the order the talk is about."""

    stars: int
    food: int | None
    courier: int | None
    speed: int | None
    reasons: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Sorry:
    """What was given as an apology: points, or a voucher (its names by language), and who gave it."""

    points: int
    names: dict[str, str]
    by: str


@dataclass(frozen=True)
class Talk:
    """A talk with all the staff need. `name` None: the member has erased themselves. `most`: points the reader may
    give as an apology at most, `proposed` those we suggest; both 0 once something was given. `oneself`: it is the
    reader's own."""

    id: int
    member_id: int
    name: str | None
    number: str
    tier: Tier
    highest: bool
    state: ConversationState
    about: str
    order_id: int | None
    due_at: datetime | None
    late: bool
    taken: tuple[int, str] | None
    rating: RatingSeen | None
    lines: Lines
    photos: int
    sorry: Sorry | None
    proposed: int
    most: int
    oneself: bool
    reader_id: int
    zone: ZoneInfo
    can_place: bool = False  # the reader may enter orders


async def look(db: Database, actor: Actor, conversation_id: int, *, at: datetime, before: int = 0) -> Talk:
    """The talk, its messages older than *before* (0: the newest). Refuses `access.denied`, `conversation.unknown`."""
    async with db.read() as session:
        me = await allow(session, actor, ANSWER)
        rules = await program.in_force(session, at)
        talk = await session.get(Conversation, conversation_id)
        if talk is None:
            raise Refused("conversation.unknown")
        return await _seen(session, talk, me, rules, at, before)


async def _seen(session: AsyncSession, talk: Conversation, me: Staff, rules: Rules, at: datetime, before: int) -> Talk:
    who, member = await queries.who(session, talk.member_id), await session.get_one(Member, talk.member_id)
    sorry = await _sorry(session, talk)
    most = 0 if sorry or who is None else feedback.most_sorry(me.role, rules.program)
    taken = await session.get(Staff, talk.staff_id) if talk.staff_id else None
    return Talk(
        id=talk.id,
        member_id=talk.member_id,
        name=who.name if who else None,
        number=member.number,
        tier=member.tier,
        highest=feedback.highest(member.tier, rules.program),
        state=talk.state,
        about=talk.about,
        order_id=talk.order_id,
        due_at=talk.answer_due_at,
        late=talk.answer_due_at is not None and talk.answer_due_at <= at,
        taken=(taken.id, taken.name) if taken else None,
        rating=await _rating(session, talk),
        lines=await steps.page(session, talk.id, before),
        photos=len(await queries.photos(session, talk.id, limit=MOST_PHOTOS)),
        sorry=sorry,
        proposed=min(most, rules.program.sorry_points),
        most=most,
        oneself=who is not None and who.chat_id == me.chat_id,
        reader_id=me.id,
        zone=rules.zone,
        can_place=access.may(me.role, "orders.place"),
    )


async def _rating(session: AsyncSession, talk: Conversation) -> RatingSeen | None:
    row = await session.get(Rating, talk.rating_id) if talk.rating_id else None
    if row is None:
        return None
    words = feedback.shortened(row.words or "", feedback.LONGEST_SHOWN // 2)
    return RatingSeen(row.stars, row.food, row.courier, row.speed, tuple(row.reasons), words)


async def _sorry(session: AsyncSession, talk: Conversation) -> Sorry | None:
    if talk.compensated_by is None:
        return None
    by = await session.scalar(select(Staff.name).where(Staff.id == talk.compensated_by))
    voucher = await session.get(Voucher, talk.compensation_voucher_id) if talk.compensation_voucher_id else None
    return Sorry(talk.compensation_points, dict(voucher.names) if voucher else {}, by or "—")


async def photos(db: Database, actor: Actor, conversation_id: int) -> Sequence[str]:
    """Telegram's names of the newest pictures of a talk. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ANSWER)
        return await queries.photos(session, conversation_id, limit=MOST_PHOTOS)


async def mine(session: AsyncSession, actor: Actor, conversation_id: int, act: str) -> tuple[Conversation, Staff]:
    """A step: the talk, locked, and who of the staff acts on it. Refuses `access.denied`, `conversation.unknown`,
    `conversation.own` (nobody answers themselves)."""
    me = await allow(session, actor, act)
    talk = await queries.locked(session, conversation_id)
    if talk is None:
        raise Refused("conversation.unknown")
    who = await queries.who(session, talk.member_id)
    if who is not None and who.chat_id == me.chat_id:
        raise Refused("conversation.own")
    return talk, me


def still_open(talk: Conversation) -> None:
    """Refuses `conversation.closed`."""
    if talk.state is ConversationState.CLOSED:
        raise Refused("conversation.closed")


async def take(db: Database, actor: Actor, conversation_id: int, *, seen: int, at: datetime) -> None:
    """The talk is the actor's to answer. *seen*: who had it when they looked (0: nobody); another one since is not
    overtaken. Their own already: nothing changes. Refuses what `mine` refuses, `conversation.closed`, and
    `conversation.taken` (with `name`)."""
    async with db.begin() as session:
        talk, me = await mine(session, actor, conversation_id, ANSWER)
        still_open(talk)
        if talk.staff_id == me.id:
            return
        if (talk.staff_id or 0) != seen:
            name = await session.scalar(select(Staff.name).where(Staff.id == talk.staff_id))
            raise Refused("conversation.taken", name=name or "—")
        talk.staff_id = me.id
        await _log(session, me, "conversations.take", talk, at)


async def answer(db: Database, actor: Actor, conversation_id: int, said: Said, *, at: datetime) -> None:
    """The member reads the words at once, and it is their turn; the talk is the actor's if it was nobody's. Refuses
    what `mine` refuses, and `conversation.closed`; raises BadRating for empty or endless words."""
    async with db.begin() as session:
        talk, me = await mine(session, actor, conversation_id, ANSWER)
        still_open(talk)
        talk.staff_id = talk.staff_id or me.id
        row = await steps.added(session, talk, said, at, me.id)
        steps.members_turn(talk, at)
        await _log(session, me, "conversations.answer", talk, at)
        rules = await program.in_force(session, at)
        who = await queries.who(session, talk.member_id)
        highest = who is not None and feedback.highest(who.tier, rules.program)
        facts = {"conversation": talk.id, "text": row.text, "photo": row.photo is not None}
        notice = Notice(
            "conversation.answered",
            facts | {"manager": me.name if highest else None},
            key=f"conversation:{talk.id}:{row.id}",
        )
        await tell_member(session, talk.member_id, notice, at=at)


async def close(db: Database, actor: Actor, conversation_id: int, *, at: datetime) -> None:
    """The talk is over, and the member knows; advertising may come again. Closed already: nothing changes. Refuses what
    `mine` refuses."""
    async with db.begin() as session:
        talk, me = await mine(session, actor, conversation_id, ANSWER)
        if talk.state is ConversationState.CLOSED:
            return
        steps.closed(talk, at, me.id)
        await _log(session, me, "conversations.close", talk, at)
        key = f"conversation:{talk.id}:closed:{at.isoformat()}"
        notice = Notice("conversation.closed", {"conversation": talk.id}, key=key, silent=True)
        await tell_member(session, talk.member_id, notice, at=at)


async def _log(session: AsyncSession, me: Staff, act: str, talk: Conversation, at: datetime) -> None:
    await audit.write(session, me, act, f"member:{talk.member_id}", at=at, conversation=talk.id)
