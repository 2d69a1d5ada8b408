"""The rounds of the automations: at every ring the database is asked what is due, where, and since when nobody looked.

A daily rule is looked at once a local day of each time zone its members live in; one that follows events, at every
ring. A page of members is one transaction. How far one has looked only saves work: what comes once is held by firings.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automations, timing
from bot.rules.automations import Spec
from bot.usecases import automations as rules_of_the_shop
from bot.usecases import firings, program, zones
from bot.usecases.firings import Occasion, Place, Standing
from bot.usecases.program import Rules
from bot.usecases.triggers import TRIGGERS, shape
from bot.usecases.triggers.shape import Trigger
from db.enums import AutomationKind
from db.models.automations import Automation, AutomationDay
from db.queries import automations as queries
from db.queries.due import Search
from db.session import Database, upsert

PAGE = 200  # members in one transaction
LONGEST_LOOK_BACK = timedelta(days=366)
ONE = timedelta(days=1)
MAY_COMMIT_LATE = timedelta(hours=1)  # an event is seen only when its transaction has ended


class _SwitchedOff(Exception):
    """Somebody switched the rule off while it was firing."""


async def fire_due(db: Database, at: datetime) -> int:
    """Whatever is due is given and told, or kept as skipped or missed; returns how often something fired. A second run,
    or another replica at the same time, finds nothing to do. One rule that fails keeps no other from its work."""
    async with db.read() as session:
        rules = await program.in_force(session, at)
        found = await _read_standing(session, rules)
        places = await places_in_use(session, rules)
    if rules.version == 0:
        return 0
    fired, failed = 0, []
    for rule in found:
        try:
            fired += await _fire_rule(db, rule, places, at, rules)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("standing rules", failed)
    return fired


async def fill_up(db: Database, at: datetime) -> int:
    """A shop that was set up by an older version has the kinds that have come since; returns how many were missing."""
    async with db.read() as session:
        rules = await program.in_force(session, at)
        missing = set(AutomationKind) - {rule.kind for rule in await queries.standing(session)}
    if rules.version and missing:
        async with db.begin() as session:
            await rules_of_the_shop.ensure(session, at, rules)
    return len(missing) if rules.version else 0


async def _read_standing(session: AsyncSession, rules: Rules) -> list[Standing]:
    """Every rule that is on, as it works."""
    done = await queries.days_done(session)
    return [standing_of(row, rules, done.get(row.id, ())) for row in await queries.standing(session) if row.enabled]


def standing_of(row: Automation, rules: Rules, looked: Sequence[AutomationDay]) -> Standing:
    """What the row says, over what its kind has from the beginning. Told longer before a day than when it last looked,
    it has not looked at the days in between."""
    usual = automations.spec(row.kind, row.moment, row.offer, rules.program)
    spec = replace(usual, texts=row.texts, month_cap=row.month_cap, holdout_bp=row.holdout_bp, enabled=row.enabled)
    built_in = row.slug == row.kind.value
    done = {day.zone: day.done_through + min(timedelta(0), _ahead(spec) - ONE * day.ahead) for day in looked}
    return Standing(row.id, spec, row.segment, row.enabled_on, row.enabled_at, done, built_in)


def _ahead(spec: Spec) -> timedelta:
    """How long before its day the rule looks for it (below zero); zero for what comes on the day, or after it."""
    return ONE * min(0, spec.moment.days)


async def places_in_use(session: AsyncSession, rules: Rules) -> list[Place]:
    """The programme's zone first; who named none, or one this machine has no clock for, lives there."""
    named = sorted((zone.key, name) for name, zone in (await zones.by_name(session, rules)).items())
    groups = {key: tuple(name for _, name in both) for key, both in groupby(named, key=lambda each: each[0])}
    here = Place("", rules.zone, (None, *groups.pop(rules.zone.key, ())))
    return [here, *(Place(key, zones.named(key, rules), names) for key, names in groups.items())]


async def _fire_rule(db: Database, rule: Standing, places: Sequence[Place], at: datetime, rules: Rules) -> int:
    trigger, fired = TRIGGERS.get(rule.spec.kind), 0
    if trigger is None:
        return 0
    try:
        if not trigger.daily:
            return await _follow(db, trigger, rule, places[0], at, rules)
        for place in places:
            fired += await _look_daily(db, trigger, Occasion(rule, at, rules, place, timing.local_date(at, place.zone)))
    except _SwitchedOff:
        pass
    return fired


async def _look_daily(db: Database, trigger: Trigger, now: Occasion) -> int:
    """The days nobody has looked at, once the rule's hour has come; afterwards what was skipped is tried again."""
    days = days_to_look_at(now)
    if not days:
        return 0
    fired = sum([await _fire_day(db, trigger, replace(now, day=day)) for day in days])
    fired += await _make_up(db, trigger, now, days[0])
    await _finish(db, now, now.today)
    return fired


def days_to_look_at(now: Occasion) -> list[date]:
    """None before the rule's hour, or when today was looked at. From the last day looked at to today (somebody may have
    moved here since), or from the one before while its grace lasts (they may have crossed the date line); at first from
    the day the rule was switched on, in a zone nobody lived in before no longer back than its grace."""
    done = now.rule.done.get(now.place.key)
    if done is not None and done >= now.today:
        return []
    if now.at < timing.at_local(now.today, now.spec.moment.hour, now.place.zone):
        return []
    begins = now.rule.enabled_on + _ahead(now.spec)
    in_time = now.today - timedelta(days=shape.grace_days(now))
    looked = max(done - ONE, min(done, in_time)) if done else (in_time if now.rule.done else begins)
    first = max(looked, begins, now.today - LONGEST_LOOK_BACK)
    return [first + timedelta(days=n) for n in range((now.today - first).days + 1)]


async def _fire_day(db: Database, trigger: Trigger, occasion: Occasion) -> int:
    fired = 0
    for name in occasion.place.names:
        async with db.read() as session:
            searches = await trigger.searches(session, occasion, name)
            # Most find nobody: they keep no writer waiting.
            searches = [each for each in searches if (await session.execute(each.page(None, 1))).first()]
        for search in searches:
            fired += await _fire_pages(db, trigger, occasion, search)
    return fired


async def _fire_pages(db: Database, trigger: Trigger, occasion: Occasion, search: Search) -> int:
    fired, after, more = 0, None, True
    while more:
        async with db.begin() as session:  # one page, one commit
            if not await queries.still_on(session, occasion.rule.id):
                raise _SwitchedOff
            rows = (await session.execute(search.page(after, PAGE))).all()
            fired += await _fire_rows(session, trigger, occasion, rows)
            more, after = len(rows) == PAGE, search.reached(rows[-1]) if rows else None
    return fired


async def _fire_rows(session: AsyncSession, trigger: Trigger, occasion: Occasion, rows: Sequence[Any]) -> int:
    """A page of those found has its firings; returns how many got something."""
    return await firings.fire(session, occasion, await trigger.dues(session, occasion, rows)) if rows else 0


async def _make_up(db: Database, trigger: Trigger, now: Occasion, looked_from: date) -> int:
    """Whose firing was skipped on a day still within its grace, and whose reason may be gone, is looked at again."""
    grace = shape.grace_days(now)
    since = timing.at_local(now.today - timedelta(days=grace), 0, now.place.zone)
    fired, last = 0, 0
    while True:
        async with db.read() as session:
            members = await queries.skipped_since(session, now.rule.id, since, last)
        if not members:
            return fired
        for back in range((now.today - looked_from).days + 1, grace + 1):
            occasion = replace(now, day=now.today - timedelta(days=back))
            fired += sum([await _again(db, trigger, occasion, name, members) for name in now.place.names])
        last = members[-1]


async def _again(db: Database, trigger: Trigger, occasion: Occasion, name: str | None, members: Sequence[int]) -> int:
    fired = 0
    async with db.begin() as session:
        if not await queries.still_on(session, occasion.rule.id):
            raise _SwitchedOff
        for search in await trigger.searches(session, occasion, name):
            rows = (await session.execute(search.among(members))).all()
            fired += await _fire_rows(session, trigger, occasion, rows)
    return fired


async def _follow(db: Database, trigger: Trigger, rule: Standing, here: Place, at: datetime, rules: Rules) -> int:
    """What follows events: due since the first moment of the last day not looked at to its end."""
    done = rule.done.get(here.key, rule.enabled_on - ONE)
    since = timing.at_local(done + ONE, 0, here.zone)
    everywhere = replace(here, names=(None,))  # one search finds events wherever they were
    now = Occasion(rule, at, rules, everywhere, timing.local_date(at, here.zone), since=since)
    fired = await _fire_day(db, trigger, now)
    over = timing.local_date(at - MAY_COMMIT_LATE, here.zone) - ONE
    if over > done:
        await _finish(db, now, over)
    return fired


async def _finish(db: Database, now: Occasion, day: date) -> None:
    """That local day is looked at to its end; the next look begins with it."""
    async with db.begin() as session:
        values = {
            "automation_id": now.rule.id,
            "zone": now.place.key,
            "done_through": day,
            "ahead": _ahead(now.spec).days,
        }
        await upsert(session, AutomationDay, values, index=["automation_id", "zone"])
