"""Who gets a rule's offer in the next seven days, as things stand: its own trigger asked ahead, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automations as shapes
from bot.rules import timing
from bot.usecases import automation_rounds, contact, program
from bot.usecases.actor import Actor, allow
from bot.usecases.automations import ACT, Rule, found, rule_of
from bot.usecases.firings import Due, Occasion, Place, Standing
from bot.usecases.program import Rules
from bot.usecases.triggers import TRIGGERS, shape
from bot.usecases.triggers.shape import Trigger
from db.enums import AutomationKind, FiringState
from db.models.automations import Automation
from db.models.members import Member
from db.queries import automations as queries
from db.queries.due import Search
from db.session import Database

DAYS = 7
SHOWN = 20
PAGE = 500
MOST_LOOKED_AT = 5_000  # a day; a holiday is for everybody, and nobody reads a list as long as that


@dataclass(frozen=True)
class ForecastDay:
    """How many would get it on that local day, and how many are passed over (no consent, blocked, their own wishes).
    `more`: so many at least; `who`: the numbers of those members."""

    day: date
    members: int
    passed_over: int
    more: bool
    who: tuple[int, ...] = ()


@dataclass(frozen=True)
class Expected:
    """One of those who would get it."""

    number: str
    name: str
    day: date


@dataclass(frozen=True)
class Forecast:
    """`known`: False for a rule that follows what members do, which nobody knows ahead."""

    rule: Rule
    known: bool
    days: tuple[ForecastDay, ...] = ()
    first: tuple[Expected, ...] = ()


async def next_days(db: Database, actor: Actor, automation_id: int, *, at: datetime) -> Forecast:
    """The next seven days of the rule, on or off, as if nobody did anything until then. Refuses `access.denied` and
    `automation.unknown`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        return await ahead(session, await found(session, automation_id), await program.in_force(session, at), at)


async def ahead(session: AsyncSession, row: Automation, rules: Rules, at: datetime) -> Forecast:
    """The same of this rule, as a step."""
    rule, trigger = rule_of(row, rules.program), TRIGGERS.get(row.kind)
    if trigger is None or not trigger.daily:
        return Forecast(rule, known=False)
    begun = timing.local_date(at, rules.zone)
    standing = automation_rounds.standing_of(row, rules, (await queries.days_done(session)).get(row.id, ()))
    if not row.enabled:
        standing = replace(standing, enabled_on=begun, enabled_at=at, done={})
    look = _Look(session, trigger, standing, rules, await automation_rounds.places_in_use(session, rules), at)
    return await _looked(look, rule, [begun + timedelta(days=n) for n in range(DAYS)])


@dataclass(frozen=True)
class _Look:
    """A rule, its trigger, and where to look."""

    session: AsyncSession
    trigger: Trigger
    rule: Standing
    rules: Rules
    places: Sequence[Place]
    at: datetime

    def on(self, place: Place, day: date) -> list[Occasion]:
        """What is looked at there on that day; today all that nobody has looked at yet."""
        ahead = self._occasion(place, day)
        if day > timing.local_date(self.at, self.rules.zone):
            return [ahead]
        here = timing.local_date(self.at, place.zone)
        now = self._occasion(place, here)
        today = [replace(now, day=each) for each in automation_rounds.days_to_look_at(now)]
        return [*today, ahead] if here < day else today

    def _occasion(self, place: Place, day: date) -> Occasion:
        moment = timing.at_local(day, self.rule.spec.moment.hour, place.zone)
        return Occasion(self.rule, max(self.at, moment), self.rules, place, day)


async def _looked(look: _Look, rule: Rule, days: Sequence[date]) -> Forecast:
    told: list[ForecastDay] = []
    first: list[tuple[Due, date]] = []
    seen: set[tuple[int, str]] = set()
    for day in days:
        found, passed, more = await _on(look, day)
        fitting = [due for due in found if (due.member_id, due.period) not in seen]
        seen |= {(due.member_id, due.period) for due in fitting}
        told.append(ForecastDay(day, len(fitting), passed, more, tuple(due.member_id for due in fitting)))
        first += [(due, day) for due in fitting[: SHOWN - len(first)]]
    numbers = await _numbers(look.session, [due.member_id for due, _ in first])
    expected = [Expected(numbers[due.member_id], due.name, day) for due, day in first if due.member_id in numbers]
    return Forecast(rule, True, tuple(told), tuple(expected))


async def _on(look: _Look, day: date) -> tuple[list[Due], int, bool]:
    """Those who would get it that day, how many would be passed over, and whether there are more to look at."""
    fitting: list[Due] = []
    seen = passed = 0
    occasions = [(each, name) for place in look.places for each in look.on(place, day) for name in place.names]
    for occasion, name in occasions:
        for search in await look.trigger.searches(look.session, occasion, name):
            rows = await _rows(look.session, search, MOST_LOOKED_AT - seen)
            seen += len(rows)
            good, bad = await _judged(look, occasion, rows)
            fitting, passed = fitting + good, passed + bad
    return fitting, passed, seen >= MOST_LOOKED_AT


async def _rows(session: AsyncSession, search: Search, most: int) -> list[Any]:
    rows: list[Any] = []
    after, more = None, most > 0
    while more and len(rows) < most:
        page = (await session.execute(search.page(after, PAGE))).all()
        rows += page
        more, after = len(page) == PAGE, search.reached(page[-1]) if page else None
    return rows[:most]


async def _judged(look: _Look, occasion: Occasion, rows: Sequence[Any]) -> tuple[list[Due], int]:
    dues = [due for due in await _dues(look, occasion, rows) if not due.late]
    members = [due.member_id for due in dues]
    known = await queries.states(look.session, occasion.rule.id, members)
    if occasion.rule.segment is not None and members:
        zone = occasion.place.zone
        inside = await queries.in_segment(look.session, occasion.rule.segment, members, occasion.at, zone)
        dues = [due for due in dues if due.member_id in inside]
    new = [due for due in dues if known.get((due.member_id, due.period)) in (None, FiringState.SKIPPED)]
    refused = await _refused(look, occasion, [due.member_id for due in new])
    good = [due for due in new if not refused.get(due.member_id)]
    return good, len(new) - len(good)


async def _dues(look: _Look, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    if occasion.spec.kind is AutomationKind.VOUCHER_ENDING:  # asked for good, it notes on the vouchers that it was
        return [shape.due(row, str(row.voucher)) for row in rows]
    return await look.trigger.dues(look.session, occasion, rows) if rows else []


async def _refused(look: _Look, occasion: Occasion, members: Sequence[int]) -> dict[int, str | None]:
    if occasion.spec.kind in shapes.SERVICE or not members:
        return {}
    topic = shapes.TOPICS[occasion.spec.kind]
    return await contact.may_plan(look.session, members, occasion.at, look.rules, topic=topic)


async def _numbers(session: AsyncSession, members: Sequence[int]) -> dict[int, str]:
    rows = await session.execute(select(Member.id, Member.number).where(Member.id.in_(members)))
    return {row.id: row.number for row in rows}
