"""One question of a segment with its value and its day: what the conditions about members are made with."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select, true

from db.models.chats import Chat
from db.models.members import Member, Person

Is = ColumnElement[bool]


@dataclass(frozen=True)
class Asking:
    """Every condition is true or false, never NULL, so that its opposite is what remains."""

    op: str
    value: Any
    at: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()

    @property
    def least(self) -> bool:
        return self.op == "least"

    def start(self, days_ago: int) -> datetime:
        """When that local day began."""
        days_ago = min(days_ago, 300_000)  # the calendar begins 700 000 days ago
        return datetime.combine(self.today - timedelta(days=days_ago), time(), tzinfo=self.zone)

    def known(self, column: Any) -> Is:
        """Of a column that may be NULL: at least, at most, or one of."""
        if self.op == "in":
            return and_(column.is_not(None), column.in_(self.value))
        return and_(column.is_not(None), self.compared(column))

    def compared(self, column: Any) -> Is:
        found: Is = column >= self.value if self.least else column <= self.value
        return found

    def days(self, moment: Any) -> Is:
        """The local date of *moment* is at least, or at most, so many days before today."""
        found: Is = moment < self.start(self.value - 1) if self.least else moment >= self.start(self.value)
        return found

    def last(self, rows: Select[Any], moment: Any) -> Is:
        """The newest of *rows* was so many days ago, or there is none."""
        if self.op == "never":
            return not_(exists(rows))
        if not self.least:
            return exists(rows.where(moment >= self.start(self.value)))
        return and_(exists(rows), not_(exists(rows.where(moment >= self.start(self.value - 1)))))

    def number(self, rows: Select[Any]) -> Is:
        """How many *rows* there are."""
        return _at_least(rows, self.value) if self.least else not_(_at_least(rows, self.value + 1))

    def yes(self, holds: Is) -> Is:
        return holds if self.value else not_(holds)


def _at_least(rows: Select[Any], number: int) -> Is:
    if number == 0:
        return true()
    if number == 1:
        return exists(rows)
    return rows.with_only_columns(func.count()).scalar_subquery() >= number


def of_member(column: Any, *conditions: Any) -> Select[Any]:
    """Rows of that table which are the member's, by its column *column*."""
    return select(column).where(column == Member.id, *conditions).correlate(Member)


def person(*conditions: Any) -> Is:
    """The member is a person still, of whom this holds."""
    return exists(of_member(Person.member_id, *conditions))


def chat(*conditions: Any) -> Is:
    found = select(Chat.chat_id).join(Person, Person.chat_id == Chat.chat_id)
    return exists(found.where(Person.member_id == Member.id, *conditions).correlate(Member))
