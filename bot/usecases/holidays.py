"""Public holidays the shop may greet its members on: drafted ahead, sent only when somebody of the staff said yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import public_holidays, timing
from bot.usecases import audit, program
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_staff
from bot.usecases.program import Rules
from db.enums import AutomationKind
from db.models.automations import Automation, Holiday, JobMark
from db.session import Database, insert_once, upsert

ACT = "automations.change"
AHEAD = timedelta(days=60)  # drafted so long before
ASK = timedelta(days=10)  # and asked about so long before
LANGUAGES = ("en", "pl", "ru")
MARK = "holidays.drafted"


@dataclass(frozen=True)
class HolidayLine:
    """A holiday ahead: its day, its names by language, and whether members are greeted on it (None: undecided)."""

    day: date
    names: Mapping[str, str]
    approved: bool | None


@dataclass(frozen=True)
class Calendar:
    """The holidays of the next two months. `on`: whether the rule that greets members is switched on at all."""

    country: str
    days: tuple[HolidayLine, ...]
    on: bool
    automation_id: int | None


async def draft(db: Database, at: datetime) -> int:
    """The holidays of the next 60 days are drafts, and the staff were asked about each 10 days before, once. Looks once
    a local day; returns how many were drafted now."""
    async with db.begin() as session:
        rules, mark = await program.in_force(session, at), await session.get(JobMark, MARK)
        today = timing.local_date(at, rules.zone)
        if rules.version == 0 or (mark and mark.done_through >= today):
            return 0
        drafted = await _drafted(session, rules, today)
        await _ask(session, rules, today, at)
        await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])
        return drafted


async def _drafted(session: AsyncSession, rules: Rules, today: date) -> int:
    country, new = rules.program.country, 0
    for holiday in public_holidays.between(country, today, today + AHEAD, LANGUAGES):
        row = {"day": holiday.day, "country": country, "names": holiday.names, "approved": None}
        new += await insert_once(session, Holiday, row, index=["day", "country"])
    return new


async def _ask(session: AsyncSession, rules: Rules, today: date, at: datetime) -> None:
    if await _rule(session) is None:
        return
    for line in await between(session, rules, today, today + ASK):
        if line.approved is None:
            key = f"holiday:{rules.program.country}:{line.day.isoformat()}"
            facts = {"day": line.day.isoformat(), "names": dict(line.names)}
            due = timing.next_allowed(at, rules.zone, rules.program)
            await tell_staff(session, ACT, Notice("holiday.asked", facts, key=key, due_at=due), at=at)


async def ahead(db: Database, actor: Actor, *, at: datetime) -> Calendar:
    """What is coming, and what was decided. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        today = timing.local_date(at, rules.zone)
        rule = await _rule(session)
        days = await between(session, rules, today, today + AHEAD)
        on = rule is not None and rule.enabled
        return Calendar(rules.program.country, tuple(days), on, rule.id if rule else None)


async def between(session: AsyncSession, rules: Rules, first: date, last: date) -> list[HolidayLine]:
    """The holidays of these days, the first and the last included."""
    found = (
        select(Holiday)
        .where(Holiday.country == rules.program.country, Holiday.day >= first, Holiday.day <= last)
        .order_by(Holiday.day)
    )
    return [HolidayLine(row.day, row.names, row.approved) for row in await session.scalars(found)]


async def _rule(session: AsyncSession) -> Automation | None:
    found = select(Automation).where(Automation.kind == AutomationKind.HOLIDAY).order_by(Automation.id).limit(1)
    return await session.scalar(found)


@dataclass(frozen=True)
class Decided:
    """Members are greeted on that day, or not."""

    day: date
    names: Mapping[str, str]
    approved: bool


async def decide(db: Database, actor: Actor, day: date, approved: bool, *, at: datetime) -> Decided:
    """Members are (not) greeted on *day*; said again, nothing changes.

    Refuses `access.denied`, `holiday.unknown` and `holiday.over` (its day has come).
    """
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        row = await session.get(Holiday, (day, rules.program.country), with_for_update=True)
        if row is None:
            raise Refused("holiday.unknown")
        if day <= timing.local_date(at, rules.zone):
            raise Refused("holiday.over", day=day)
        if row.approved != approved:
            row.approved, row.decided_by, row.decided_at = approved, staff.id, at
            act = "holiday.approved" if approved else "holiday.refused"
            await audit.write(session, staff, act, f"holiday:{day.isoformat()}", at=at)
        if approved:
            await _switched_on(session, at, rules)
        return Decided(day, row.names, approved)


async def _switched_on(session: AsyncSession, at: datetime, rules: Rules) -> None:
    """A yes to a holiday is a yes to greeting on it: the rule is on, from today."""
    values = {"enabled": True, "enabled_on": timing.local_date(at, rules.zone), "enabled_at": at}
    off = update(Automation).where(Automation.kind == AutomationKind.HOLIDAY, ~Automation.enabled)
    await session.execute(off.values(edition=Automation.edition + 1, **values))
