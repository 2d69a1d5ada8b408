"""How busy a kitchen is: as somebody said lately, else as its open orders tell; and what follows from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.program import Program
from bot.rules.segments import All, AnyOf, Condition, Segment
from db.enums import KitchenLoad

FRESH = timedelta(hours=2)  # so long what somebody said is believed
AMBER_EACH, RED_EACH = 2, 4  # open orders for each courier who is at work with one of them
AMBER_ALONE, RED_ALONE = 4, 10  # open orders while no courier has one
LATER = timedelta(hours=1)  # what a member is asked to wait when there is too much to do
BONUS_HOURS = 2
BONUS_BP = 20_000  # points of an order placed in a quiet hour, times two


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a kitchen: its open orders, how many couriers have one of them, what somebody said and when."""

    open_orders: int
    couriers: int
    said: KitchenLoad | None = None
    said_at: datetime | None = None


def believed(seen: Seen, at: datetime) -> bool:
    """Whether what somebody said still counts: for two hours."""
    return seen.said is not None and seen.said_at is not None and at < seen.said_at + FRESH


def load(seen: Seen, at: datetime) -> KitchenLoad:
    """As somebody said within two hours; else by its open orders: from two for each courier who has one it is amber,
    from four red; while no courier has one, from four and from ten."""
    if seen.said is not None and believed(seen, at):
        return seen.said
    amber = AMBER_EACH * seen.couriers if seen.couriers else AMBER_ALONE
    red = RED_EACH * seen.couriers if seen.couriers else RED_ALONE
    if seen.open_orders >= red:
        return KitchenLoad.RED
    return KitchenLoad.AMBER if seen.open_orders >= amber else KitchenLoad.GREEN


def later_points(program: Program) -> int:
    """What a member gets for choosing a later time while the kitchen is red."""
    return program.nudge_points


def likely(at: datetime, zone: ZoneInfo, outlet_id: int | None) -> Segment:
    """Who may well order in the next two hours: their usual hour comes, and it is their weekday or they are due.
    *outlet_id* where there are several: who has ordered from there."""
    local = at.astimezone(zone)
    hours = tuple(sorted((local.hour + n) % 24 for n in range(BONUS_HOURS + 1)))
    due = AnyOf((Condition("usual_weekday", "in", (local.weekday(),)), Condition("overdue", "least", 100)))
    here = (Condition("outlet", "in", (outlet_id,)),) if outlet_id is not None else ()
    return All((Condition("usual_hour", "in", hours), due, *here))
