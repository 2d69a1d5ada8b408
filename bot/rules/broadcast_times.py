"""At which moment a broadcast leaves for whom: by their clocks, never in quiet hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules import timing
from bot.rules.broadcasts import Plan
from bot.rules.program import Program
from db.enums import SendWhen

MOST_SLOTS = 60  # parts a spread is cut into
UNUSUAL = -1  # the hour of who has no usual one

Moments = tuple[tuple[int, int, datetime], ...]  # (hour, slot, moment) of one place


@dataclass(frozen=True, slots=True)
class Start:
    """From which moment on the broadcast may leave, by which programme."""

    at: datetime
    program: Program


def slots(plan: Plan) -> int:
    """How many parts the spread has; 1: all at once."""
    return max(1, min(MOST_SLOTS, plan.spread_minutes))


def hours(plan: Plan) -> Sequence[int]:
    """The hours that make a difference between members."""
    return range(UNUSUAL, 24) if plan.when is SendWhen.USUAL_HOUR else (UNUSUAL,)


def moment(plan: Plan, start: Start, zone: ZoneInfo, *, hour: int = UNUSUAL, slot: int = 0) -> datetime:
    """When it leaves for a member who lives in *zone*, usually orders at *hour*, and is of that part of the spread."""
    wanted = plan.hour if hour == UNUSUAL else hour
    first = start.at
    if plan.when in (SendWhen.LOCAL_HOUR, SendWhen.USUAL_HOUR) and wanted is not None:
        first = _next_hour(start.at, wanted, zone)
    later = timedelta(minutes=plan.spread_minutes) * slot / slots(plan)
    return timing.next_allowed(first + later, zone, start.program)


def _next_hour(at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """The first moment not before *at* at which clocks of *zone* show that hour."""
    today = timing.local_date(at, zone)
    days = (timing.at_local(today + timedelta(days=ahead), hour, zone) for ahead in range(3))
    return next(each for each in days if each >= at)


def every(plan: Plan, start: Start, zone: ZoneInfo) -> Moments:
    """Every moment there is for members of one place."""
    parts = range(slots(plan))
    return tuple(
        (hour, slot, moment(plan, start, zone, hour=hour, slot=slot)) for hour in hours(plan) for slot in parts
    )


@dataclass(frozen=True, slots=True)
class Table:
    """Which place has which moments; places whose clocks tell the same are one. `places`: zone's name ("": whoever
    named none) → number of its moments in `moments`; any other name is as ""."""

    places: Mapping[str, int]
    moments: Sequence[Moments]

    @property
    def single(self) -> datetime | None:
        """The one moment for everybody, if it is one."""
        found = {at for moments in self.moments for _, _, at in moments}
        return next(iter(found)) if len(found) == 1 else None


def table(plan: Plan, start: Start, places: Iterable[tuple[str, ZoneInfo]]) -> Table:
    """The moments of a broadcast in each of *places*: the name in the members' rows, and its zone."""
    numbers: dict[Moments, int] = {}
    by_name = {name: numbers.setdefault(every(plan, start, zone), len(numbers)) for name, zone in places}
    return Table(by_name, list(numbers))
