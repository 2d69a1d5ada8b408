"""Who is due: for each kind of standing rule a statement that an index answers, and the columns it is paged by.

Every statement has `id` (the member), `name`, `orders` and `spent`; a page begins after the last row's keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select, text, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from db.enums import MemberState, OrderState, VoucherState
from db.models.automations import Firing, Holiday
from db.models.members import Member, MemorableDate, Person
from db.models.orders import Order, OrderItem
from db.models.vouchers import Voucher

Column = InstrumentedAttribute[Any]
UNDER_WAY = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY)
Span = tuple[datetime, datetime]  # from, and before


@dataclass(frozen=True)
class Search:
    """A statement without its page, and the columns (an index has them in this order) that say how far one has read;
    `alike`: those the index has before them, the same in every row. Named in the order, NULL too is read in order."""

    statement: Select[Any]
    keys: tuple[Column, ...]
    alike: tuple[Column, ...] = ()

    def page(self, after: Sequence[Any] | None, limit: int) -> Select[Any]:
        """The next *limit* rows, each with its keys k0, k1, …"""
        found = self.statement.add_columns(*(key.label(f"k{place}") for place, key in enumerate(self.keys)))
        if after is not None:
            wide = len(self.keys) > 1
            found = found.where(tuple_(*self.keys) > tuple_(*after) if wide else self.keys[0] > after[0])
        return found.order_by(*self.alike, *self.keys).limit(limit)

    def reached(self, row: Any) -> list[Any]:
        return [getattr(row, f"k{place}") for place in range(len(self.keys))]

    def among(self, members: Sequence[int]) -> Select[Any]:
        """Only those of *members*."""
        return self.statement.where(Member.id.in_(members))


def _people(*columns: Any) -> Select[Any]:
    usual = (Member.id, Person.name, Member.orders_count.label("orders"), Member.spent_minor.label("spent"))
    return (
        select(*usual, *columns)
        .select_from(Person)
        .join(Member, Member.id == Person.member_id)
        .where(Member.state == MemberState.ACTIVE)
    )


def _lives(name: str | None) -> ColumnElement[bool]:
    return Person.time_zone.is_(None) if name is None else Person.time_zone == name


def _within(column: Any, span: Span) -> ColumnElement[bool]:
    return and_(column >= span[0], column < span[1])


def born(name: str | None, day: int) -> Search:
    """Born on *day* (month × 100 + day): one, so that the index gives them in order."""
    found = _people(Person.birthday_day, Person.birthday_month, Person.birthday_set_on)
    return Search(found.where(Person.birthday_md == day, _lives(name)), (Person.member_id,), (Person.time_zone,))


def memorable(name: str | None, day: int) -> Search:
    """Who named *day* (month × 100 + day)."""
    found = _people(MemorableDate.name.label("occasion"), MemorableDate.day, MemorableDate.month, MemorableDate.set_on)
    found = found.join(MemorableDate, MemorableDate.member_id == Member.id)
    return Search(found.where(MemorableDate.md == day, _lives(name)), (MemorableDate.member_id,))


def since(name: str | None, column: Column, span: Span) -> Search:
    """Whose *column* (joined_at, first_order_at, last_order_at) lies within *span*."""
    found = _people(column.label("moment"))
    return Search(found.where(_within(column, span), _lives(name)), (column, Member.id))


def everybody(name: str | None, country: str, day: date) -> Search:
    """Everybody of the place, when *day* is a holiday somebody has approved."""
    approved = (Holiday.day == day, Holiday.country == country, Holiday.approved.is_(True))
    found = _people(Holiday.names).join(Holiday, and_(*approved))
    return Search(found.where(_lives(name)), (Person.member_id,))


def vouchers_ending(name: str | None, span: Span) -> Search:
    """Who holds a voucher that ends within *span* and was not told of it."""
    found = _people(Voucher.id.label("voucher"), Voucher.names, Voucher.kind, Voucher.value, Voucher.valid_until)
    found = found.join(Voucher, Voucher.member_id == Member.id)
    indexed = text("vouchers.state IN ('held', 'given')")  # in these very words, or the partial index is not seen
    held = (Voucher.state == VoucherState.HELD, Voucher.reminded_at.is_(None))
    found = found.where(indexed, _within(Voucher.ends_at, span), *held, _lives(name))
    return Search(found, (Voucher.ends_at, Voucher.id))


def bought(name: str | None, category: str, span: Span) -> Search:
    """Who bought of *category* within *span*, and not since: their last such order."""
    later, line = aliased(Order), aliased(OrderItem)
    again = exists().where(
        line.member_id == Order.member_id,
        line.category == category,
        later.id == line.order_id,
        later.state == OrderState.DELIVERED,
        or_(
            later.delivered_at > Order.delivered_at,
            and_(later.delivered_at == Order.delivered_at, later.id > Order.id),
        ),
    )
    had = exists().where(OrderItem.order_id == Order.id, OrderItem.category == category)
    found = _people(Order.delivered_at.label("moment")).join(Order, Order.member_id == Member.id)
    found = found.where(Order.state == OrderState.DELIVERED)
    return Search(
        found.where(_within(Order.delivered_at, span), had, ~again, _lives(name)), (Order.delivered_at, Order.id)
    )


def joined(rule: int, span: Span, period: str) -> Search:
    """Who joined within *span* and has had nothing of the rule's *period* yet, not even a skip."""
    theirs = (Firing.automation_id == rule, Firing.member_id == Member.id, Firing.period == period)
    found = _people(Member.joined_at.label("moment")).where(_within(Member.joined_at, span))
    return Search(found.where(~exists().where(*theirs)), (Member.joined_at, Member.id))


def delivered(span: Span, *, category: str | None = None, item: str | None = None) -> Search:
    """Orders delivered within *span*, with what their member has spent and ordered since each; of *category* or *item*
    only."""
    other = aliased(Order)
    later = and_(
        other.member_id == Order.member_id,
        other.state == OrderState.DELIVERED,
        or_(
            other.delivered_at > Order.delivered_at,
            and_(other.delivered_at == Order.delivered_at, other.id > Order.id),
        ),
    )
    spent = select(func.coalesce(func.sum(other.kept_base_minor), 0)).where(later).correlate(Order).scalar_subquery()
    number = select(func.count()).select_from(other).where(later).correlate(Order).scalar_subquery()
    columns = (
        Order.id.label("order"),
        Order.delivered_at.label("moment"),
        Order.kept_base_minor.label("net"),
        spent.label("spent_later"),
        number.label("orders_later"),
        Member.tier,
    )
    found = _people(*columns).join(Order, Order.member_id == Member.id).where(_within(Order.delivered_at, span))
    found = found.where(Order.state == OrderState.DELIVERED)
    for column, wanted in ((OrderItem.category, category), (OrderItem.folded, item)):
        if wanted is not None:
            found = found.where(exists().where(OrderItem.order_id == Order.id, column == wanted))
    return Search(found, (Order.delivered_at, Order.id))


def settling(search: Search, rule: int) -> Search:
    """Without the orders of *search* the rule has settled already, by their numbers."""
    settled = (Firing.automation_id == rule, Firing.member_id == Member.id, Firing.period == cast(Order.id, String))
    return Search(search.statement.where(~exists().where(*settled)), search.keys)


def lived(search: Search, name: str | None) -> Search:
    """Only those of *search* who live in the zone of that name."""
    return Search(search.statement.where(_lives(name)), search.keys)


def under_way(members: Sequence[int]) -> Select[Any]:
    """Those of *members* who wait for an order."""
    return select(Order.member_id).where(Order.member_id.in_(members), Order.state.in_(UNDER_WAY))


def fired_lately(rule: int, members: Sequence[int], since: datetime) -> Select[Any]:
    """Members the rule has fired for since then."""
    return select(Firing.member_id).where(
        Firing.automation_id == rule, Firing.member_id.in_(members), Firing.at >= since, Firing.state == "fired"
    )
