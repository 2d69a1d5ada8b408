"""Whether what a message offers can still be had: its deadline, its pieces, its budget."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.errors import RuleBroken
from db.enums import BroadcastState

BEFORE = frozenset({BroadcastState.DRAFT, BroadcastState.CONFIRMING, BroadcastState.SCHEDULED})


class Closed(RuleBroken):
    """Why an answer comes too late: "answer.stopped", "answer.over" or "answer.all_gone"."""


@dataclass(frozen=True, slots=True)
class Left:
    """How far an offer is used up. None: without such a limit; sums in minor units."""

    state: BroadcastState
    deadline: datetime | None = None
    stock: int | None = None
    claimed: int = 0
    budget_minor: int | None = None
    cost_minor: int = 0


def closed(left: Left, at: datetime) -> Closed | None:
    """Why nobody can answer any more; the moment of the deadline itself is too late."""
    if left.state is BroadcastState.STOPPED:
        return Closed("answer.stopped")
    if left.deadline is not None and at >= left.deadline:
        return Closed("answer.over")
    return None


def obstacle(left: Left, cost_minor: int, at: datetime) -> Closed | None:
    """Why one more piece, which costs the shop *cost_minor*, cannot be had; None when it can."""
    if why := closed(left, at):
        return why
    sold_out = left.stock is not None and left.claimed >= left.stock
    too_dear = left.budget_minor is not None and left.cost_minor + cost_minor > left.budget_minor
    return Closed("answer.all_gone") if sold_out or too_dear else None
