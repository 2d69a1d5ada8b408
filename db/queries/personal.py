"""Everything that tells something about one person, found by the marks in the models: read out, or taken out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Table, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MessageState, UpdateState
from db.models import Base
from db.models.chats import Chat, ChatState, Registration
from db.models.clients import Command, SiteEvent
from db.models.feedback import Conversation, ConversationMessage, NpsAnswer, Rating
from db.models.hooks import OutsideEvent
from db.models.members import ContactWish, Member, MemberNote, MemberTag, MemorableDate, Person
from db.models.messages import IncomingUpdate, OutgoingMessage
from db.models.orders import Order, OrderEvent
from db.models.partners import Partner
from db.models.referrals import Referral
from db.models.spendings import Pin, Spending
from db.models.staff import Staff
from db.models.tills import Claim, OldCard, SaleApproval
from db.models.vouchers import Gift


@dataclass(frozen=True)
class Subject:
    """The member's number in the tables, their chat, and the number of the update by which they ask for this."""

    member_id: int
    chat_id: int | None
    asked_by: int | None = None


ON_THEIR_WAY = (MessageState.PLANNED, MessageState.SENDING)
Whose = Callable[[Subject], ColumnElement[bool]]

# How the rows of each table with marked columns lead to the person. A test wants every such table here and below.
ROWS_OF: Mapping[str, Whose] = {
    "members": lambda who: Member.id == who.member_id,
    "people": lambda who: Person.member_id == who.member_id,
    "chats": lambda who: Chat.chat_id == who.chat_id,
    "chat_states": lambda who: ChatState.chat_id == who.chat_id,
    "registrations": lambda who: Registration.chat_id == who.chat_id,
    "member_notes": lambda who: MemberNote.member_id == who.member_id,
    "member_tags": lambda who: MemberTag.member_id == who.member_id,
    "memorable_dates": lambda who: MemorableDate.member_id == who.member_id,
    "contact_wishes": lambda who: ContactWish.member_id == who.member_id,
    "ratings": lambda who: Rating.member_id == who.member_id,
    "nps_answers": lambda who: NpsAnswer.member_id == who.member_id,
    "conversation_messages": lambda who: ConversationMessage.member_id == who.member_id,
    "orders": lambda who: Order.member_id == who.member_id,
    "order_events": lambda who: OrderEvent.order_id.in_(select(Order.id).where(Order.member_id == who.member_id)),
    "claims": lambda who: Claim.member_id == who.member_id,
    "old_cards": lambda who: OldCard.member_id == who.member_id,
    "pins": lambda who: Pin.member_id == who.member_id,
    "site_events": lambda who: SiteEvent.member_id == who.member_id,
    "outside_events": lambda who: OutsideEvent.member_id == who.member_id,
    "commands": lambda who: Command.member_id == who.member_id,
    "partners": lambda who: and_(Partner.applied_by.is_not(None), Partner.applied_by == who.chat_id),
    "inbox": lambda who: IncomingUpdate.chat_key == who.chat_id,
    "outbox": lambda who: or_(OutgoingMessage.chat_id == who.chat_id, OutgoingMessage.member_id == who.member_id),
}
# Rows that are nothing but the person go; rows the books or the machinery need lose their marked columns.
DELETED = (
    "people",
    "chat_states",
    "registrations",
    "member_notes",
    "member_tags",
    "memorable_dates",
    "contact_wishes",
    "conversation_messages",
    "pins",
    "chats",
)
BLANKED = (
    "members",
    "orders",
    "order_events",
    "ratings",
    "nps_answers",
    "claims",
    "old_cards",
    "site_events",
    "outside_events",
    "commands",
    "partners",
    "inbox",
    "outbox",
)


def marked(table: Table, use: str) -> list[Column[Any]]:
    """The columns of *table* marked for *use*: "export" or "erase"."""
    return [column for column in table.columns if use in column.info.get("personal", "").split(",")]


def tables(use: str) -> list[Table]:
    """Every table with columns marked for *use*."""
    return [table for table in Base.metadata.sorted_tables if marked(table, use)]


async def read_out(session: AsyncSession, who: Subject) -> dict[str, list[dict[str, Any]]]:
    """Every marked value about the person, by table."""
    told = {}
    for table in tables("export"):
        found = select(*marked(table, "export")).where(ROWS_OF[table.name](who))
        told[table.name] = [dict(row._mapping) for row in await session.execute(found)]
    return told


async def take_out(session: AsyncSession, who: Subject) -> None:
    """Nothing marked for erasing is left about the person; the rows of BLANKED tables stay, without words."""
    for name in BLANKED:
        table = Base.metadata.tables[name]
        blanks = {column.name: _blank(column) for column in marked(table, "erase")}
        await session.execute(update(table).where(_final(name, who), ROWS_OF[name](who)).values(**blanks))
    await _unaddress(session, who)
    await _unname(session, who)
    await _forget_what_staff_wrote(session)
    for name in DELETED:
        table = Base.metadata.tables[name]
        await session.execute(delete(table).where(_dispensable(name), ROWS_OF[name](who)))


async def _unname(session: AsyncSession, who: Subject) -> None:
    """Messages to others that spoke of the person: of their orders to couriers, of their joining to who invited them,
    of gifts between friends, of talks with the shop, of paying at a till; and what owners read each week, which may
    quote them. Those still to leave keep their words, or a courier would not hear of an order that was taken back."""
    orders = await session.scalars(select(Order.id).where(Order.member_id == who.member_id))
    both = or_(Referral.friend_id == who.member_id, Referral.inviter_id == who.member_id)
    referrals = await session.scalars(select(Referral.id).where(both))
    given = await session.scalars(
        select(Gift.id).where(or_(Gift.giver_id == who.member_id, Gift.claimed_by == who.member_id))
    )
    of_order = OutgoingMessage.facts["order"].as_string().in_([str(number) for number in orders])
    of_referral = [OutgoingMessage.key.like(f"referral:{number}:%") for number in {*referrals, who.member_id}]
    talks = await session.scalars(select(Conversation.id).where(Conversation.member_id == who.member_id))
    said = [OutgoingMessage.key.like(f"conversation:{number}:%") for number in talks]
    said.append(OutgoingMessage.key.like("feedback:weekly:%"))
    of_gift = [OutgoingMessage.key.like(f"gift:{number}:%") for number in given]
    at_tills = OutgoingMessage.thread.in_(await _threads_at_tills(session, who))
    about = and_(OutgoingMessage.state.not_in(ON_THEIR_WAY), or_(of_order, at_tills, *of_referral, *of_gift, *said))
    await session.execute(update(OutgoingMessage).where(about).values(facts={}))


async def _threads_at_tills(session: AsyncSession, who: Subject) -> list[str]:
    """Of the answers to who asked for the person's points, and of sales for which a second person was asked."""
    spendings = await session.scalars(select(Spending.id).where(Spending.member_id == who.member_id))
    approvals = await session.scalars(select(SaleApproval.id).where(SaleApproval.member_id == who.member_id))
    return [*(f"spending:{number}" for number in spendings), *(f"approval:{number}" for number in approvals)]


async def _forget_what_staff_wrote(session: AsyncSession) -> None:
    """A name, a phone or an address somebody of the staff typed: nobody can tell which of their updates held them, and
    once handled none of them is needed."""
    theirs = (IncomingUpdate.state != UpdateState.NEW, IncomingUpdate.chat_key.in_(select(Staff.chat_id)))
    await session.execute(update(IncomingUpdate).where(*theirs).values(body=None))


def _blank(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    return {} if isinstance(column.type, JSON) else ""


def _final(name: str, who: Subject) -> ColumnElement[bool]:
    """What was written after the update that asks for this is yet to be handled, and needs its words. Where nobody
    tells which one asks, it is the first that is not handled."""
    if name != "inbox":
        return and_(True)
    if who.asked_by is not None:
        return IncomingUpdate.update_id <= who.asked_by
    waiting = IncomingUpdate.state == UpdateState.NEW
    asking = select(func.min(IncomingUpdate.update_id)).where(waiting, IncomingUpdate.chat_key == who.chat_id)
    return or_(~waiting, IncomingUpdate.update_id == asking.scalar_subquery())


def _dispensable(name: str) -> ColumnElement[bool]:
    """The chat of somebody who also works here is how the shop speaks to them: it stays."""
    if name == "chats":
        return Chat.chat_id.not_in(select(Staff.chat_id))
    return and_(True)


async def _unaddress(session: AsyncSession, who: Subject) -> None:
    """Messages that left keep their count and their time, but no longer the person's Telegram id."""
    mine = and_(OutgoingMessage.member_id == who.member_id, OutgoingMessage.state.not_in(ON_THEIR_WAY))
    await session.execute(update(OutgoingMessage).where(mine).values(chat_id=0))
