"""How the programme does: who takes part, what changed since last week, and what the offers bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcast_results as compare
from bot.rules import experiments, insights, timing
from bot.rules.benefits import WHOLE_BP
from bot.rules.broadcast_results import Compared, Numbers
from bot.rules.experiments import Difference, Share
from bot.rules.insights import Change, Week
from bot.usecases import broadcast_report, cadence, program
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_report import Report
from bot.usecases.cadence import Cadence
from bot.usecases.program import Rules
from db.enums import AccountKind
from db.ledger import read
from db.queries import digest as days
from db.queries import insights as queries
from db.session import Database

ACT = "stats.see"
SPANS = (7, 30)  # days
DAYS, WEEK = 7, timedelta(days=7)
ROI_DAYS = 90
REWARDS_DAYS, FRESH, AGED, SHOWN = 90, timedelta(days=7), timedelta(days=30), 10
TESTS = 5
GIFTS = (AccountKind.AUTOMATION, AccountKind.BIRTHDAY)  # points that come by themselves


@dataclass(frozen=True)
class Engagement:
    """Of `members`: who wrote or pressed anything in so many `days`, who pressed a button of an offer, who ordered, and
    who did any of it."""

    days: int
    members: int
    opened: int
    pressed: int
    ordered: int
    active: int


@dataclass(frozen=True)
class Return:
    """The permanent comparison over `days`: `offered` get offers, `without` never do. `cost_minor`: what the gifts of
    the offers cost the shop in that time, as far as they are expected to be used."""

    days: int
    offered: Numbers
    without: Numbers
    compared: Compared
    cost_minor: int


@dataclass(frozen=True)
class Insights:
    """`this_week` and `last_week`: whole days up to yesterday; `orders_by_day`: fourteen of them, the oldest first."""

    engagement: tuple[Engagement, ...]
    this_week: Week
    last_week: Week
    changes: tuple[Change, ...]
    orders_by_day: tuple[int, ...]
    until: datetime
    back: Return
    rules: Rules


async def look(db: Database, actor: Actor, *, at: datetime) -> Insights:
    """How the programme does. Changes nothing. Refuses `access.denied`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        edges = _edges(at, rules)
        this_week, last_week = [await _week(session, edges[n], edges[n + DAYS]) for n in (DAYS, 0)]
        return Insights(
            engagement=tuple([await _engagement(session, at, span) for span in SPANS]),
            this_week=this_week,
            last_week=last_week,
            changes=insights.changes(this_week, last_week),
            orders_by_day=tuple(await queries.orders_by_day(session, edges)),
            until=edges[-1],
            back=await _return(session, at, rules),
            rules=rules,
        )


def _edges(at: datetime, rules: Rules) -> list[datetime]:
    """The midnights of the last fourteen whole days."""
    today = timing.local_date(at, rules.zone)
    return [timing.at_local(today - timedelta(days=n), 0, rules.zone) for n in range(2 * DAYS, -1, -1)]


async def _engagement(session: AsyncSession, at: datetime, span: int) -> Engagement:
    since = at - timedelta(days=span)
    row = await queries.engagement(session, since, since.date())
    return Engagement(span, row.members, row.opened, row.pressed, row.ordered, row.active)


async def _week(session: AsyncSession, since: datetime, until: datetime) -> Week:
    told = await days.day(session, since, until)
    first = await queries.first_orders(session, since, until)
    return Week(told["orders"], min(first, told["orders"]), told["net_minor"], told["joined"], told["stops"])


async def _return(session: AsyncSession, at: datetime, rules: Rules) -> Return:
    since = at - timedelta(days=ROI_DAYS)
    groups = {bool(row.holdout): _numbers(row) for row in await queries.holdout(session, since, at)}
    offered, without = groups.get(False, Numbers()), groups.get(True, Numbers())
    given = sum([await read.issued_between(session, kind, since, at) for kind in GIFTS])
    points_minor = given * rules.program.point_value_minor * rules.program.redemption_bp // WHOLE_BP
    cost = points_minor + await queries.broadcasts_cost(session, since)
    return Return(ROI_DAYS, offered, without, compare.compared(offered, without), cost)


def _numbers(row: Any) -> Numbers:
    return Numbers(
        members=row.members, buyers=row.buyers, orders=int(row.orders), net_minor=int(row.net), squares=row.squares
    )


@dataclass(frozen=True)
class Redeemed:
    """A reward by its vouchers of 90 days: `issued`, `used`, `lapsed` unused; held for at most a week (`fresh`), a
    month (`aged`), or longer (`old`)."""

    names: Mapping[str, str]
    issued: int
    used: int
    lapsed: int
    fresh: int
    aged: int
    old: int


async def rewards(db: Database, actor: Actor, *, at: datetime) -> list[Redeemed]:
    """What becomes of rewards, those taken most often first. Refuses `access.denied`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        since, edges = at - timedelta(days=REWARDS_DAYS), (at - FRESH, at - AGED)
        return [Redeemed(*row) for row in await queries.redemption(session, since, edges, limit=SHOWN)]


@dataclass(frozen=True)
class Test:
    """A message that left with something to compare. `best`: the version that was pressed most and the runner-up, with
    their difference (None: not enough data); None where there was one version."""

    report: Report
    best: tuple[str, str, Difference | None] | None


@dataclass(frozen=True)
class Tests:
    """Everything that is tried out: messages, the newest first, and how often to write (None: never tried)."""

    messages: tuple[Test, ...]
    cadence: Cadence | None
    rules: Rules


async def tests(db: Database, actor: Actor, *, at: datetime) -> Tests:
    """What is being tried out, and what came of it. Refuses `access.denied`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        found = [await broadcast_report.of(session, row.id, at) for row in await queries.tests(session, TESTS)]
        tried = await cadence.seen(session, at)
        messages = tuple(Test(report, _best(report)) for report in found)
        return Tests(messages, tried if tried.arms else None, await program.in_force(session, at))


def _best(report: Report) -> tuple[str, str, Difference | None] | None:
    shares = {line.key: Share(line.group.pressed, line.group.members) for line in report.parts["variant"]}
    ranked: Sequence[str] = sorted(shares, key=lambda key: (-shares[key].value, key))
    if len(ranked) < 2:
        return None
    one, other = shares[ranked[0]], shares[ranked[1]]
    lack = experiments.lacking(one, other)
    return ranked[0], ranked[1], None if lack else experiments.share_difference(one, other)
