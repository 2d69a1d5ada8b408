"""The history: a member's entries and orders page by page, and why each line is what it is."""

from dataclasses import dataclass
from datetime import datetime

from bot.usecases.errors import Refused
from db.ledger import endings, read
from db.ledger.endings import LastDay
from db.ledger.read import Line
from db.queries import history as queries
from db.queries import points
from db.queries.history import OrderLine
from db.session import Database

__all__ = ["Explained", "HistoryPage", "Line", "OrderLine", "OrdersPage", "orders", "page", "why"]

PAGE = 8


@dataclass(frozen=True)
class HistoryPage:
    """Lines, newest first; `before` is where this page began (None: at the newest), `older` where the next one does."""

    lines: list[Line]
    before: int | None
    older: int | None


@dataclass(frozen=True)
class OrdersPage:
    """Orders, newest first; the bounds as in HistoryPage."""

    lines: list[OrderLine]
    before: int | None
    older: int | None


@dataclass(frozen=True)
class Explained:
    """A line, since when its version of the rules was in force, the shop's words, the friend who was brought, and, if
    the member put the points' last day off, up to when they last."""

    line: Line
    rules_since: datetime | None
    words: str | None
    friend: str | None
    put_off: LastDay | None = None


async def page(db: Database, member_id: int, *, before: int | None) -> HistoryPage:
    """Eight lines of the member's history, older than entry *before*. Changes nothing."""
    async with db.read() as session:
        lines = await read.history(session, member_id, before=before, limit=PAGE + 1)
    return HistoryPage(lines[:PAGE], before, lines[PAGE - 1].entry_id if len(lines) > PAGE else None)


async def orders(db: Database, member_id: int, *, before: int | None) -> OrdersPage:
    """Eight of the member's orders, older than order *before*. Changes nothing."""
    async with db.read() as session:
        lines = await queries.orders(session, member_id, before=before, limit=PAGE + 1)
    return OrdersPage(lines[:PAGE], before, lines[PAGE - 1].id if len(lines) > PAGE else None)


async def why(db: Database, member_id: int, entry_id: int) -> Explained:
    """All that explains one line of the member's own history. Refuses history.not_yours, also for a line that isn't."""
    async with db.read() as session:
        line = await read.line(session, member_id, entry_id)
        if line is None:
            raise Refused("history.not_yours")
        last_day = await endings.last_day_of(session, entry_id) if line.points > 0 else None
        version, referral = line.facts.get("rules"), line.facts.get("referral")
        return Explained(
            line,
            await queries.version_since(session, int(version)) if version else None,
            await points.adjustment_words(session, member_id, entry_id) if line.reason.startswith("adjust.") else None,
            await queries.friend_of(session, int(referral), member_id) if referral else None,
            last_day if last_day and last_day.extended_at else None,
        )
