"""The next seven days of messages to members: what goes when, whom two reach, and how much each member gets."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automations, timing
from bot.rules import broadcasts as shapes
from bot.usecases import automation_forecast as forecast
from bot.usecases import broadcast_drafts, broadcast_gifts, broadcast_plan, holidays, program
from bot.usecases.actor import Actor, allow
from bot.usecases.holidays import HolidayLine
from bot.usecases.program import Rules
from db.enums import BroadcastState
from db.models.automations import Automation
from db.models.broadcasts import Broadcast
from db.queries import week as queries
from db.session import Database

ACT = "broadcasts.send"
DAYS = 7
SOME = 500  # members asked about at a time
MANY = 3  # "three and more"
ByRule = tuple[bool, forecast.ForecastDay]  # whether it advertises


@dataclass(frozen=True)
class Planned:
    """A broadcast of the week, when it leaves (None: as soon as somebody says yes), and how many still get it."""

    id: int
    name: str
    state: BroadcastState
    leaves_at: datetime | None
    members: int


@dataclass(frozen=True)
class WeekDay:
    """A local day. `by_rules`: advertisements and notices the standing rules would send; `more`: so many at least."""

    day: date
    broadcasts: tuple[Planned, ...]
    holidays: tuple[HolidayLine, ...]
    by_rules: int
    more: bool


@dataclass(frozen=True)
class Load:
    """`members`: 1, 2, 3 (and more) advertisements → how many members expect so many; `over`: who would get more than
    they may, so that some of theirs are left out."""

    members: Mapping[int, int]
    over: int


@dataclass(frozen=True)
class Week:
    """`both`: pairs of broadcasts, and how many members get both."""

    days: tuple[WeekDay, ...]
    both: tuple[tuple[Planned, Planned, int], ...]
    load: Load
    rules: Rules


async def ahead(db: Database, actor: Actor, *, at: datetime) -> Week:
    """The next seven days, today first, as if nobody did anything until then. Changes nothing. Refuses
    `access.denied`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        today = timing.local_date(at, rules.zone)
        last = today + timedelta(days=DAYS - 1)
        rows = await queries.broadcasts(session, timing.end_of_local_day(last, rules.zone))
        week = _ahead(rows, at, rules)
        reached = queries.reached(week)
        planned = _planned(rows, await queries.members(session, reached), rules)
        by_rules = await _by_rules(session, rules, at)
        greeted = await holidays.between(session, rules, today, last)
        pairs = await queries.overlaps(session, reached)
        return Week(
            days=tuple(_days(today, planned.values(), greeted, by_rules, rules)),
            both=tuple((planned[one], planned[other], many) for one, other, many in pairs),
            load=await _load(session, week, by_rules, at, rules),
            rules=rules,
        )


def _ahead(rows: Sequence[Broadcast], at: datetime, rules: Rules) -> queries.Ahead:
    begun = [row.id for row in rows if row.state in queries.BEGUN]
    plans = {row.id: (row, broadcast_drafts.plan_of(row)) for row in rows if row.id not in begun}
    to_come = {
        number: broadcast_plan.whom(row, plan, max(at, plan.starts_at or at), rules)
        for number, (row, plan) in plans.items()
    }
    return queries.Ahead(begun, to_come)


def _planned(rows: Sequence[Broadcast], members: Mapping[int, int], rules: Rules) -> dict[int, Planned]:
    found: dict[int, Planned] = {}
    for row in rows:
        leaves_at = row.starts_at or row.started_at or row.goes_at
        found[row.id] = Planned(row.id, _title(row, rules), row.state, leaves_at, members.get(row.id, 0))
    return found


def _title(row: Broadcast, rules: Rules) -> str:
    """Its name, else how it begins; "" of what is sent on as it was."""
    first = shapes.words_for(shapes.content_of(row.content), "A", rules.program.language, rules.program.language)
    return row.name or broadcast_gifts.headline(first.text or "")


def _days(
    first: date, planned: Iterable[Planned], greeted: Sequence[HolidayLine], by_rules: Sequence[ByRule], rules: Rules
) -> list[WeekDay]:
    """What has begun, or waits only for a yes, is told of today."""
    days: dict[date, list[Planned]] = {}
    for each in planned:
        own = timing.local_date(each.leaves_at, rules.zone) if each.leaves_at else first
        days.setdefault(max(first, own), []).append(each)
    found: list[WeekDay] = []
    for day in (first + timedelta(days=n) for n in range(DAYS)):
        told = [each for _, each in by_rules if each.day == day]
        holiday = tuple(each for each in greeted if each.day == day)
        many, more = sum(each.members for each in told), any(each.more for each in told)
        found.append(WeekDay(day, tuple(days.get(day, ())), holiday, many, more))
    return found


async def _by_rules(session: AsyncSession, rules: Rules, at: datetime) -> list[ByRule]:
    """(advertising, day) of every rule that is on and can be told ahead."""
    found: list[ByRule] = []
    for row in (await session.scalars(select(Automation).where(Automation.enabled).order_by(Automation.id))).all():
        told = await forecast.ahead(session, row, rules, at)
        found += [(row.kind not in automations.SERVICE, day) for day in told.days]
    return found


async def _load(
    session: AsyncSession,
    week: queries.Ahead,
    by_rules: Sequence[ByRule],
    at: datetime,
    rules: Rules,
) -> Load:
    caps = (rules.program.ads_per_week, rules.program.ads_per_month)
    found = Counter(await queries.loads(session, queries.reached(week), at, caps))
    more = Counter(member for advertises, day in by_rules if advertises for member in day.who)
    ids = list(more)
    for start in range(0, len(ids), SOME):
        known = await queries.load_of(session, week, ids[start : start + SOME], at, caps)
        for member, (number, room) in known.items():
            found[number, number > room] -= 1 if number else 0
            found[number + more[member], number + more[member] > room] += 1
    members = Counter[int]()
    for (number, _), many in found.items():
        members[min(number, MANY)] += many
    over = sum(many for (_, too_many), many in found.items() if too_many)
    return Load({number: many for number, many in sorted(members.items()) if many > 0}, over)
