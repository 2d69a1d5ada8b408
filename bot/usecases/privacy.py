"""People's data: everything about a member as a file, and everything about a member gone, the books kept by number."""

import json
from collections.abc import AsyncIterator, Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import audit, conversations, outside_events, outside_facts, voucher_ends
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from db.enums import AccountKind, EntryKind, MemberState, MessageState
from db.ledger import accounts, holds, post, read
from db.ledger.post import Because
from db.ledger.read import Line
from db.models.broadcasts import OfferResponse
from db.models.clients import ApiKey
from db.models.feedback import Conversation, ConversationMessage, NpsAnswer, Rating
from db.models.members import Consent, Member, TierChange
from db.models.messages import OutgoingMessage
from db.models.orders import Order, OrderItem, OrderReturn
from db.models.partners import PartnerSale
from db.models.payments import Payment
from db.models.promocodes import PromoUse
from db.models.spendings import Spending
from db.models.vouchers import Gift, Voucher
from db.queries import members as queries
from db.queries import personal
from db.queries.personal import Subject
from db.session import Database

FILE_NAME = "okaeri-my-data.json"
PAGE = 500
NOT_THEIRS = ("token_hash", "giver_id", "claimed_by")  # of a gift: what opens it, and the other person's number


@dataclass(frozen=True)
class Export:
    """A file for the member."""

    name: str
    content: bytes


async def export(db: Database, actor: Actor, *, at: datetime) -> Export:
    """Everything kept about the member as one JSON file: each column marked as personal, membership with its levels,
    consents, orders and what came back of them, payments, sales at partners, vouchers, codes used, answers to offers,
    gifts (without who was at their other end), ratings, talks with the shop and every movement of points. Changes
    nothing. Refuses `member.needed`."""
    who = Subject(member_of(actor), actor.chat_id)
    async with db.read(long=True) as session:
        told = {
            "made_at": at,
            "member": await _rows(session, Member, Member.id == who.member_id),
            "consents": await _rows(session, Consent, Consent.member_id == who.member_id),
            "orders": await _rows(session, Order, Order.member_id == who.member_id),
            "items": await _rows(session, OrderItem, OrderItem.member_id == who.member_id),
            "vouchers": await _rows(session, Voucher, Voucher.member_id == who.member_id),
            "gifts_given": await _rows(session, Gift, Gift.giver_id == who.member_id, without=NOT_THEIRS),
            "gifts_received": await _rows(session, Gift, Gift.claimed_by == who.member_id, without=NOT_THEIRS),
            "promo_codes": await _rows(session, PromoUse, PromoUse.member_id == who.member_id),
            "ratings": await _rows(session, Rating, Rating.member_id == who.member_id),
            "recommended": await _rows(session, NpsAnswer, NpsAnswer.member_id == who.member_id),
            "talks": await _rows(session, Conversation, Conversation.member_id == who.member_id),
            "talked": await _rows(session, ConversationMessage, ConversationMessage.member_id == who.member_id),
            "answers": await _rows(session, OfferResponse, OfferResponse.member_id == who.member_id),
            "levels": await _rows(session, TierChange, TierChange.member_id == who.member_id),
            **await _bills(session, who),
            "points": [asdict(line) async for line in _lines(session, who.member_id)],
            "personal": await personal.read_out(session, who),
        }
    return Export(FILE_NAME, json.dumps(told, ensure_ascii=False, indent=2, default=_plain).encode())


async def _bills(session: AsyncSession, who: Subject) -> dict[str, Any]:
    """What was paid, with points or in chat, here or at partners, and what came back."""
    orders = select(Order.id).where(Order.member_id == who.member_id)
    return {
        "points_asked_for": await _rows(session, Spending, Spending.member_id == who.member_id),
        "payments": await _rows(session, Payment, Payment.member_id == who.member_id),
        "at_partners": await _rows(session, PartnerSale, PartnerSale.member_id == who.member_id),
        "returns": await _rows(session, OrderReturn, OrderReturn.order_id.in_(orders)),
    }


async def _rows(session: AsyncSession, model: Any, whose: Any, without: Collection[str] = ()) -> list[dict[str, Any]]:
    told = [column for column in model.__table__.columns if column.name not in without]
    found = await session.execute(select(*told).where(whose).order_by(model.id))
    return [dict(row._mapping) for row in found]


async def _lines(session: AsyncSession, member_id: int) -> AsyncIterator[Line]:
    before: int | None = None
    while page := await read.history(session, member_id, before=before, limit=PAGE):
        for line in page:
            yield line
        before = page[-1].entry_id


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value)


@dataclass(frozen=True)
class AtStake:
    """What erasing would cost."""

    points: int


async def weigh(db: Database, actor: Actor) -> AtStake:
    """What goes for good if the member erases themselves now. Refuses `member.needed`, `privacy.order_open`."""
    member_id = member_of(actor)
    async with db.read() as session:
        await _no_open_order(session, member_id)
        balance = await read.balance(session, member_id)
    return AtStake(balance.available + balance.held)


async def _no_open_order(session: AsyncSession, member_id: int) -> None:
    order = await queries.open_order(session, member_id)
    if order is not None:
        raise Refused("privacy.order_open", order=order)


@dataclass(frozen=True)
class Erased:
    """The member is a number only. `already`: there was nobody any more; `forfeited` points went back to the shop."""

    already: bool
    forfeited: int = 0


async def erase(db: Database, actor: Actor, *, at: datetime, asked_by: int | None = None) -> Erased:
    """The person is gone: name, phone, birthday, chat, words of updates, messages, notes, addresses. The number stays
    in the books, its account at zero by a posting of its own; holds are released, planned messages do not leave. The
    database's files hold no trace of the person either, as far as readers under way allow (the bell does the rest).
    What was written after the update *asked_by* is kept: it is yet to be answered. Erasing twice changes nothing.
    Refuses `privacy.order_open` (with `order`) while an order is not finished."""
    if actor.member_id is None:
        return Erased(already=True)
    async with db.begin() as session:
        erased = await forget(session, Subject(actor.member_id, actor.chat_id, asked_by), at=at)
    await db.scrub()
    return erased


async def forget(session: AsyncSession, who: Subject, *, at: datetime, by: ApiKey | None = None) -> Erased:
    """A step of `erase`: everything but the database's files; *by*: the site's key, if a site asks for it."""
    await accounts.lock_members(session, [who.member_id])  # before any row of theirs, as everybody does
    member = await session.get_one(Member, who.member_id, with_for_update={"key_share": True})
    if member.state == MemberState.ERASED:
        return Erased(already=True)
    await _no_open_order(session, who.member_id)
    await voucher_ends.forget(session, who.member_id, at=at)
    forfeited = await _empty_account(session, who.member_id, at)
    await conversations.forget(session, who.member_id, at=at)
    await _stop_messages(session, who)
    await personal.take_out(session, who)
    member.state, member.erased_at = MemberState.ERASED, at
    outside_events.tell(session, outside_facts.erased(member.id), at=at)
    await audit.write(session, by, "member.erased", f"member:{who.member_id}", at=at)
    return Erased(already=False, forfeited=forfeited)


async def _empty_account(session: AsyncSession, member_id: int, at: datetime) -> int:
    """What is on hold is released, what is left is forfeited, a debt is written off; returns the points forfeited."""
    for key in await holds.of_member(session, member_id):
        await holds.release(session, key, at=at)
    left = await read.balance(session, member_id)
    because = Because(f"erase:{member_id}", EntryKind.FORFEIT, at, "erased")
    if left.available:
        await post.take(session, member_id, left.available, into=AccountKind.FORFEITED, because=because)
    elif left.debt:
        await post.give(session, member_id, left.debt, source=AccountKind.FORFEITED, because=because, expires_on=None)
    return left.available


async def _stop_messages(session: AsyncSession, who: Subject) -> None:
    mine = (OutgoingMessage.chat_id == who.chat_id, OutgoingMessage.state == MessageState.PLANNED)
    skipped = {"state": MessageState.SKIPPED, "reason": "erased"}
    await session.execute(update(OutgoingMessage).where(*mine).values(**skipped))
