"""The owner's morning digest: yesterday beside the usual, what the automatic offers did, what is odd, one proposal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.automations import worth
from bot.rules.digest import Day, Trouble, odd, usual
from bot.usecases import automations, digest_offers, holidays, late_orders, liability, program, radar
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_staff
from bot.usecases.program import Rules
from db.enums import AutomationKind
from db.models.automations import Automation, Holiday, JobMark
from db.queries import digest as queries
from db.session import Database, upsert

ACT = "digest.read"
MARK = "digest.sent"
WEEK = timedelta(days=7)
WEEKS = 4  # earlier days of the same weekday that tell what is usual
SECOND_AFTER = timedelta(days=14)
MAY_BE_LATE = timedelta(hours=6)  # a morning's summary in the evening is nobody's


@dataclass(frozen=True)
class Proposal:
    """One thing worth doing: switch a rule on (`ref` is its id), greet on a holiday (`ref` is its day), or write to
    those who are being lost (`ref` is the segment's name)."""

    kind: str  # "rule", "holiday" or "broadcast"
    ref: str
    facts: Mapping[str, Any]


async def send(db: Database, at: datetime) -> int:
    """The owners have the digest of yesterday, once a local day, at the hour they chose; 1 when it was written now.
    After six hours' lateness it is left out."""
    async with db.read(long=True) as session:  # all the counting, while others write
        rules = await program.in_force(session, at)
        today = timing.local_date(at, rules.zone)
        due = timing.at_local(today, rules.program.digest_hour, rules.zone)
        if rules.version == 0 or at < due or await _done(session, today):
            return 0
        facts = await _facts(session, rules, today, at) if at < due + MAY_BE_LATE else None
    async with db.begin() as session:
        if await _done(session, today):
            return 0
        if facts is not None:
            await tell_staff(session, ACT, Notice("digest.written", facts, key=f"digest:{today.isoformat()}"), at=at)
            await digest_offers.proposed(session, facts["proposal"], today, at)
        await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])
        return 1


async def _done(session: AsyncSession, today: date) -> bool:
    mark = await session.get(JobMark, MARK)
    return mark is not None and mark.done_through >= today


async def _facts(session: AsyncSession, rules: Rules, today: date, at: datetime) -> dict[str, Any]:
    yesterday = today - timedelta(days=1)
    now = await _day(session, rules, yesterday)
    earlier = [await _day(session, rules, yesterday - timedelta(weeks=week)) for week in range(1, WEEKS + 1)]
    opened = await _opened_on(session, rules)
    normal = usual([day for week, day in enumerate(earlier, 1) if yesterday - timedelta(weeks=week) >= opened])
    since, until = _bounds(yesterday, rules)
    owed = await liability.owed(session, at)
    trouble = Trouble(**await queries.troubles(session, since, until), over=owed.cost.over)
    fired = await queries.firings(session, since, until)
    proposal = await _proposal(session, rules, today, at)
    return {
        "day": yesterday.isoformat(),
        "now": asdict(now),
        "usual": asdict(normal) if normal else None,
        "odd": list(odd(now, normal, trouble)),
        "trouble": asdict(trouble),
        "fired": [[kind.value, state, number] for (kind, state), number in sorted(fired.items())],
        "owed_minor": owed.cost.expected_minor,
        "proposal": asdict(proposal) if proposal else None,
        "radar": await _radar(session, since, until),
        "late": asdict(await late_orders.cost(session, until - WEEK, until)),
    }


async def _radar(session: AsyncSession, since: datetime, until: datetime) -> list[list[Any]]:
    """Three lines at most."""
    seen = await radar.between(session, since, until)
    return [[each.kind, each.name, each.number, each.usual] for each in seen[: radar.IN_DIGEST]]


async def _opened_on(session: AsyncSession, rules: Rules) -> date:
    """Before the shop's rules began, zeros are not the usual."""
    first = await program.first_published(session)
    return timing.local_date(first, rules.zone) if first else date.max


async def _day(session: AsyncSession, rules: Rules, day: date) -> Day:
    return Day(**await queries.day(session, *_bounds(day, rules)))


def _bounds(day: date, rules: Rules) -> tuple[datetime, datetime]:
    return timing.at_local(day, 0, rules.zone), timing.end_of_local_day(day, rules.zone)


async def _proposal(session: AsyncSession, rules: Rules, today: date, at: datetime) -> Proposal | None:
    """What is worth most just now: a holiday nobody has decided about, then those who are being lost (once in a while),
    then a rule that would bring some back by itself."""
    return (
        await _holiday(session, rules, today)
        or await _message(session, rules, today, at)
        or await _rule_to_switch_on(session, rules, at)
    )


async def _message(session: AsyncSession, rules: Rules, today: date, at: datetime) -> Proposal | None:
    found = await digest_offers.propose(session, rules, today, at)
    return Proposal("broadcast", *found) if found else None


async def _holiday(session: AsyncSession, rules: Rules, today: date) -> Proposal | None:
    soon = (Holiday.country == rules.program.country, Holiday.day > today, Holiday.day <= today + holidays.ASK)
    found = select(Holiday).where(*soon, Holiday.approved.is_(None)).order_by(Holiday.day).limit(1)
    row = await session.scalar(found)
    return Proposal("holiday", row.day.isoformat(), {"names": dict(row.names)}) if row else None


async def _rule_to_switch_on(session: AsyncSession, rules: Rules, at: datetime) -> Proposal | None:
    off = (await session.scalars(select(Automation).where(~Automation.enabled).order_by(Automation.id))).all()
    for kind, members in (await _audiences(session, rules, at)).items():
        rule = next((rule for rule in off if rule.kind is kind), None)
        if rule and members:
            offer = automations.rule_of(rule, rules.program).spec.offer
            cost = members * worth(offer, 0, rules.program)
            facts = {"kind": kind.value, "members": members, "points": offer.points, "most_minor": cost}
            return Proposal("rule", str(rule.id), {**facts, "holdout_bp": rules.program.holdout_bp})
    return None


async def _audiences(session: AsyncSession, rules: Rules, at: datetime) -> dict[AutomationKind, int]:
    silence = timedelta(days=rules.program.inactivity_days)
    return {
        AutomationKind.INACTIVITY: await queries.silent(session, at - silence),
        AutomationKind.SECOND_ORDER: await queries.once_only(session, at - SECOND_AFTER),
    }


@dataclass(frozen=True)
class Approved:
    """The proposal is carried out."""

    kind: str
    facts: Mapping[str, Any]


async def approve(db: Database, actor: Actor, kind: str, ref: str, *, at: datetime) -> Approved:
    """What the digest proposed is done: the rule is on, or members are greeted on the holiday. Again: nothing changes.

    Refuses what `automations.switch` and `holidays.decide` refuse, and `digest.unknown` (nothing we proposed).
    """
    if kind == "holiday":
        decided = await holidays.decide(db, actor, _day_of(ref), True, at=at)
        return Approved(kind, {"day": decided.day.isoformat(), "names": dict(decided.names)})
    if kind != "rule" or not ref.isdecimal():
        raise Refused("digest.unknown")
    await automations.switch(db, actor, int(ref), True, at=at)
    return Approved(kind, {})


def _day_of(ref: str) -> date:
    try:
        return date.fromisoformat(ref)
    except ValueError as wrong:
        raise Refused("digest.unknown") from wrong
