"""A segment as SQL: a condition for any select that has Member, correlated with it alone.

It takes the tree as it is stored (`Automation.segment`, `PromoCode.segment`), written by bot/rules/segments.py, which
answers the same question for one member on paper. Every condition is true or false, never NULL, so that its opposite
is what remains. A question unknown here raises ValueError: it must not quietly become "everybody".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConsentKind, MemberState, OrderState, Tier
from db.models.chats import Chat
from db.models.members import Consent, Member, MemberTag, Person
from db.models.orders import Order, OrderItem

Stored = Mapping[str, Any] | None  # None: everybody
Is = ColumnElement[bool]


def where(segment: Stored, *, at: datetime, zone: ZoneInfo) -> Is:
    """Whether Member belongs to *segment* at that moment; days are counted by the local dates of *zone*."""
    return true() if segment is None else _Asked(at.astimezone(zone).date(), zone).node(segment)


async def count(session: AsyncSession, segment: Stored, at: datetime, zone: ZoneInfo) -> int:
    """How many active members belong to it."""
    counted = select(func.count()).select_from(Member).where(Member.state == MemberState.ACTIVE)
    return await session.scalar(counted.where(where(segment, at=at, zone=zone))) or 0


async def has(session: AsyncSession, segment: Stored, member_id: int, at: datetime, zone: ZoneInfo) -> bool:
    """Whether this active member belongs to it."""
    if segment is None:
        return True
    found = select(Member.id).where(Member.id == member_id, Member.state == MemberState.ACTIVE)
    return await session.scalar(found.where(where(segment, at=at, zone=zone))) is not None


@dataclass(frozen=True)
class _Asked:
    """A segment asked on a local day."""

    today: date
    zone: ZoneInfo

    def node(self, node: Mapping[str, Any]) -> Is:
        if "all" in node:
            return and_(true(), *(self.node(part) for part in node["all"]))
        if "any" in node:
            return or_(false(), *(self.node(part) for part in node["any"]))
        if "not" in node:
            return not_(self.node(node["not"]))
        return self._condition(node["field"], node["op"], node.get("value"))

    def _condition(self, asked: str, op: str, value: Any) -> Is:
        match asked:
            case "recency_days":
                return self._recency(op, value)
            case "joined_days":
                return self._days(Member.joined_at, op, value)
            case "birthday_month":
                months = [self.today.month] if op == "this" else value
                return _person(Person.birthday_month.in_(months))
            case "category":
                return self._category(op, value)
        return _plain(asked, op, value)

    def _recency(self, op: str, value: Any) -> Is:
        if op == "never":
            return Member.last_order_at.is_(None)
        return and_(Member.last_order_at.is_not(None), self._days(Member.last_order_at, op, value))

    def _days(self, moment: Any, op: str, days: int) -> Is:
        """The local date of *moment* is at least, or at most, *days* before today."""
        earlier: Is = moment < self._start(days - 1)
        later: Is = moment >= self._start(days)
        return earlier if op == "least" else later

    def _start(self, days_ago: int) -> datetime:
        days_ago = min(days_ago, 300_000)  # the calendar begins 700 000 days ago
        return datetime.combine(self.today - timedelta(days=days_ago), time(), tzinfo=self.zone)

    def _category(self, op: str, value: Any) -> Is:
        if op == "bought":
            return exists(_bought(value))
        category, days = value
        since = _bought(category).where(Order.delivered_at >= self._start(days - 1))
        return and_(exists(_bought(category)), not_(exists(since)))


def _plain(asked: str, op: str, value: Any) -> Is:
    match asked:
        case "tier":
            ranks = list(Tier)
            return Member.tier.in_(ranks[ranks.index(Tier(value)) :] if op == "at_least" else [*map(Tier, value)])
        case "orders":
            return _compared(Member.orders_count, op, value)
        case "spend":
            return _compared(Member.spent_minor, op, value)
        case "average":
            return and_(Member.orders_count > 0, _compared(Member.spent_minor, op, value * Member.orders_count))
        case "outlet":
            return exists(_delivered().where(Order.outlet_id.in_(value)))
        case "tag":
            worn = select(MemberTag.tag).where(MemberTag.member_id == Member.id, MemberTag.tag == value)
            return exists(worn.correlate(Member))
        case "consent":
            return _agrees() if value else not_(_agrees())
        case "reachable":
            return _chat(Chat.reachable) if value else not_(_chat(Chat.reachable))
        case "language":
            return _chat(func.coalesce(Chat.language, Chat.telegram_language, "").in_(value))
    raise ValueError(f"no segment asks for {asked} {op}")


def _compared(column: Any, op: str, value: Any) -> Is:
    found: Is = column >= value if op == "least" else column <= value
    return found


def _delivered() -> Select[Any]:
    found = select(Order.id).where(Order.member_id == Member.id, Order.state == OrderState.DELIVERED)
    return found.correlate(Member)


def _bought(category: str) -> Select[Any]:
    item = (OrderItem.member_id == Member.id) & (OrderItem.category == category)
    found = select(OrderItem.id).join(Order, Order.id == OrderItem.order_id).where(item)
    return found.where(Order.state == OrderState.DELIVERED).correlate(Member)


def _person(condition: Is) -> Is:
    return exists(select(Person.member_id).where(Person.member_id == Member.id, condition).correlate(Member))


def _chat(condition: Any) -> Is:
    found = select(Chat.chat_id).join(Person, Person.chat_id == Chat.chat_id)
    return exists(found.where(Person.member_id == Member.id, condition).correlate(Member))


def _agrees() -> Is:
    newest = select(Consent.given).where(Consent.member_id == Member.id, Consent.kind == ConsentKind.ADVERTISING)
    said = newest.order_by(Consent.id.desc()).limit(1).correlate(Member).scalar_subquery()
    return func.coalesce(said, false()).is_(True)


async def tags(session: AsyncSession, limit: int) -> list[str]:
    """The tags members wear, the most frequent first."""
    worn = select(MemberTag.tag).group_by(MemberTag.tag).order_by(func.count().desc(), MemberTag.tag).limit(limit)
    return list(await session.scalars(worn))
