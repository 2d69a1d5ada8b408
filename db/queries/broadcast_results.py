"""What members did with a broadcast, and what they bought after it, by the groups in which they are counted."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConsentKind, MessageState, OrderState, Response, Tier, VoucherState
from db.models.broadcasts import OfferResponse
from db.models.chats import Chat
from db.models.feedback import Conversation
from db.models.members import Consent, Member, Person
from db.models.messages import OutgoingMessage as Message
from db.models.orders import Order
from db.models.promocodes import PromoUse
from db.models.vouchers import Voucher
from db.queries.broadcast_audience import Four, place


@dataclass(frozen=True)
class Audience:
    """Those a broadcast was for whose turn has come. `test`: of a test of variants, its split and its share;
    `promo_id`: of the code it offers."""

    broadcast_id: int
    at: datetime
    test: tuple[Four, int] | None = None
    promo_id: int | None = None


@dataclass(frozen=True)
class Group:
    """Where a member of the audience is counted: variant None got nothing, to compare; `rest` got what had won the
    test. Who erased themselves has no language any more."""

    variant: str | None
    rest: bool
    tier: Tier
    language: str | None


@dataclass(frozen=True)
class Counted:
    """So many of a group; `what`: a state of their messages, or an answer."""

    group: Group
    what: str
    number: int


_LANGUAGE = func.coalesce(Chat.language, Chat.telegram_language)
AT_ONCE = 1_000  # rows of a stream: in between others have their turn
_WIDE = 4  # columns of a group, before what is asked
_HELD_OUT = and_(Message.state == MessageState.SKIPPED, Message.reason == "control")
_WRITTEN_TO = and_(Message.variant.is_not(None), func.coalesce(Message.reason, "") != "stopped")


def _group(whose: Audience) -> tuple[Any, ...]:
    rest: Any = literal(False)
    if whose.test is not None:
        split, share_bp = whose.test
        rest = and_(Message.variant.is_not(None), place(split, Message.member_id) >= share_bp)
    return Message.variant, rest.label("rest"), Member.tier, _LANGUAGE.label("speaks")


def _audience(whose: Audience, *columns: Any) -> Select[Any]:
    """Who was not written to because somebody stopped it belongs to no group."""
    return (
        select(*_group(whose), *columns)
        .select_from(Message)
        .join(Member, Member.id == Message.member_id)
        .outerjoin(Person, Person.member_id == Member.id)
        .outerjoin(Chat, Chat.chat_id == Person.chat_id)
        .where(Message.broadcast_id == whose.broadcast_id, Message.due_at <= whose.at, or_(_WRITTEN_TO, _HELD_OUT))
    )


def _by_group(found: Select[Any], *more: Any) -> Select[Any]:
    return found.group_by(Message.variant, literal_column("rest"), Member.tier, literal_column("speaks"), *more)


def _of(row: Any) -> Group:
    variant, rest, tier, language = row[:_WIDE]
    return Group(variant, bool(rest), tier, language)


def _counted(row: Any, what: str) -> Counted:
    return Counted(_of(row), what, row[-1])


async def members(session: AsyncSession, whose: Audience) -> list[Counted]:
    """How many messages of each group are in which state."""
    counted = _by_group(_audience(whose, Message.state, func.count()), Message.state)
    return [_counted(row, row[_WIDE].value) for row in await session.execute(counted)]


async def last_due(session: AsyncSession, whose: Audience) -> datetime | None:
    """When the last of those had their turn."""
    last = _audience(whose).with_only_columns(func.max(Message.due_at), maintain_column_froms=True)
    moment: datetime | None = await session.scalar(last)
    return moment


async def answers(session: AsyncSession, whose: Audience) -> list[Counted]:
    """How many of each group answered in which way."""
    what = OfferResponse.what
    counted = _audience(whose, what, func.count()).join(OfferResponse, _answered(whose))
    return [_counted(row, row[_WIDE].value) for row in await session.execute(_by_group(counted, what))]


async def vouchers_used(session: AsyncSession, whose: Audience) -> list[Counted]:
    """How many vouchers and entries taken by each group were used."""
    number = cast(case((OfferResponse.detail.like("voucher:%"), func.substr(OfferResponse.detail, 9))), BigInteger)
    taken = OfferResponse.what.in_((Response.CLAIMED, Response.GOING))
    counted = (
        _audience(whose, func.count())
        .join(OfferResponse, and_(_answered(whose), taken))
        .join(Voucher, and_(Voucher.id == number, Voucher.state == VoucherState.USED))
    )
    return [_counted(row, "used") for row in await session.execute(_by_group(counted))]


async def points_taken(session: AsyncSession, whose: Audience) -> dict[Group, list[str]]:
    """The keys of the points each group took, by the code it offers or without one."""
    taken = and_(OfferResponse.detail.like("points:%"), OfferResponse.what == Response.CLAIMED)
    key: Any = Message.key if whose.promo_id is None else PromoUse.key
    found = _audience(whose, key).join(OfferResponse, and_(_answered(whose), taken))
    if whose.promo_id is not None:
        by_it = and_(PromoUse.promo_id == whose.promo_id, PromoUse.member_id == Message.member_id)
        found = found.join(PromoUse, and_(by_it, PromoUse.key.like(f"%:broadcast:{whose.broadcast_id}:%")))
    keys: dict[Group, list[str]] = {}
    for row in await session.execute(found):
        keys.setdefault(_of(row), []).append(row[_WIDE])
    return keys


def _answered(whose: Audience) -> ColumnElement[bool]:
    mine = OfferResponse.source == f"broadcast:{whose.broadcast_id}"
    return and_(mine, OfferResponse.member_id == Message.member_id)


@dataclass(frozen=True, slots=True)
class Sold:
    """A delivered order of somebody of the audience; `due_at`: of their message, or when it would have been."""

    group: Group
    member_id: int
    outlet_id: int | None
    due_at: datetime
    placed_at: datetime
    net_minor: int


async def sold(session: AsyncSession, whose: Audience, since: datetime, until: datetime) -> AsyncIterator[Sold]:
    """Every order placed from *since* to before *until*. The message is found by its key: by member and broadcast a
    database without statistics would read all messages for each order."""
    net = Order.kept_minor
    bought = (Message.member_id, Order.outlet_id, Message.due_at, Order.placed_at, net)
    theirs = Message.key == literal(f"broadcast:{whose.broadcast_id}:") + cast(Order.member_id, String)
    placed = and_(Order.state == OrderState.DELIVERED, Order.placed_at >= since, Order.placed_at < until)
    found = _audience(whose, *bought).join(Order, and_(theirs, placed))
    rows = await session.stream(found.execution_options(yield_per=AT_ONCE))
    async for row in rows:
        yield Sold(_of(row), *row[_WIDE:])


@dataclass(frozen=True, slots=True)
class After:
    """Something a member did after their message had left: "stops", "blocked", "complaints"."""

    group: Group
    member_id: int
    what: str
    left_at: datetime
    did_at: datetime


async def unwelcome(session: AsyncSession, whose: Audience) -> list[After]:
    """Members who stopped offers, blocked the bot or opened a talk with the shop, once or more, after it."""
    kind = and_(Consent.kind == ConsentKind.ADVERTISING, ~Consent.given)
    stopped = _after(whose, "stops", Consent.at).join(
        Consent, and_(Consent.member_id == Member.id, kind, Consent.at >= Message.left_at)
    )
    blocked = _after(whose, "blocked", Chat.blocked_at).where(Chat.blocked_at >= Message.left_at)
    opened = Conversation.opened_at
    complained = _after(whose, "complaints", opened).join(
        Conversation, and_(Conversation.member_id == Member.id, opened >= Message.left_at)
    )
    found = [row for each in (stopped, blocked, complained) for row in await session.execute(each)]
    return [After(_of(row), *row[_WIDE:]) for row in found]


def _after(whose: Audience, what: str, did_at: Any) -> Select[Any]:
    return _audience(whose, Member.id, literal(what), Message.left_at, did_at)


@dataclass(frozen=True)
class Named:
    """One member of the audience by name, for the file that is for few eyes."""

    member_id: int
    number: str
    name: str | None
    group: Group
    state: MessageState
    reason: str | None


async def named(session: AsyncSession, whose: Audience, limit: int) -> list[Named]:
    """The first *limit* whose turn has come, in the order in which they joined."""
    told = (Member.id, Member.number, Person.name, Message.state, Message.reason)
    found = (await session.execute(_audience(whose, *told).order_by(Member.id).limit(limit))).all()
    return [Named(row[4], row[5], row[6], _of(row), row[7], row[8]) for row in found]


async def answered_by(session: AsyncSession, broadcast_id: int) -> dict[int, set[Response]]:
    """What each member answered."""
    mine = OfferResponse.source == f"broadcast:{broadcast_id}"
    theirs: dict[int, set[Response]] = {}
    for member_id, what in await session.execute(select(OfferResponse.member_id, OfferResponse.what).where(mine)):
        theirs.setdefault(member_id, set()).add(what)
    return theirs
