"""Points: the balance, the history, and what is given or taken by hand."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from bot.http.api.schemas.shared import MOST_POINTS, Asked, Page, Sentence, Told, cursor, like
from bot.usecases.adjustments import Adjusted
from bot.usecases.balance import BalanceView
from bot.usecases.history import Line
from bot.usecases.member_lookup import HistorySeen
from db.enums import EntryKind, Tier


class BalanceOut(Told):
    """`available` can be spent now, `held` is set aside, `pending` comes with orders that are not finished, `debt` is
    what the next earnings repay; `worth_minor` is what `available` pays. `ending_points` are lost after `ending_on`."""

    available: int
    held: int
    pending: int
    pending_welcome: int
    debt: int
    worth_minor: int
    currency: str
    ending_points: int
    ending_on: date | None
    tier: Tier
    next_tier: Tier | None
    missing_minor: int

    @classmethod
    def of(cls, view: BalanceView) -> "BalanceOut":
        same = {name: getattr(view, name) for name in cls.model_fields if hasattr(view, name)}
        ending = {"ending_points": view.soonest_points, "ending_on": view.soonest_on}
        return cls(pending=view.pending_orders, **ending, **same)


class LineOut(Told):
    """One movement: `points` with its sign; `reason` a short word, such as "order.delivered"; `balance_after` counts
    what is set aside in."""

    id: int
    at: datetime
    kind: EntryKind
    reason: str
    points: int
    balance_after: int
    order_id: int | None

    @classmethod
    def of(cls, line: Line) -> "LineOut":
        order = line.facts.get("order")
        told = {name: getattr(line, name) for name in ("at", "kind", "reason", "points", "balance_after")}
        return cls(id=line.entry_id, order_id=int(order) if order else None, **told)


def history(seen: HistorySeen) -> Page[LineOut]:
    """A page of the history."""
    return Page[LineOut](items=[LineOut.of(line) for line in seen.lines], next=cursor(seen.older))


class AdjustIn(Asked):
    """So many points more, or fewer below zero, and why: the member reads it."""

    model_config = like({"points": 50, "reason": "A poll on the site"})

    points: Annotated[int, Field(ge=-MOST_POINTS, le=MOST_POINTS)]
    reason: Sentence


class AdjustedOut(Told):
    member_id: int
    points: int
    available: int

    @classmethod
    def of(cls, done: Adjusted) -> "AdjustedOut":
        return cls(member_id=done.member_id, points=done.points, available=done.available)
