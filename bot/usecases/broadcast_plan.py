"""What sending a broadcast would mean: whom it reaches and whom not, how long it takes, what it may cost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import automations, splits, timing
from bot.rules import broadcast_checks as checks
from bot.rules.automations import Offer
from bot.rules.broadcast_checks import Fault, Known
from bot.rules.broadcasts import Plan
from bot.rules.splits import WHOLE_BP
from bot.usecases import broadcast_drafts, broadcast_gifts, program, zones
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import BenefitKind, BroadcastState, OfferKind
from db.models.broadcasts import Broadcast
from db.queries import broadcast_audience as audience
from db.queries import broadcasts as queries
from db.queries.broadcast_audience import Whom
from db.session import Database

ACT = "broadcasts.send"
RATE = 25.0  # messages a second that cost nothing
PAID_RATE = 1_000.0
STARS = 10  # messages for one Star
SHARES = (500, 1_000, 2_000)  # of those who get it, who may take the offer
NEARLY_ALL = 9_000  # basis points of all who may be written to: so many are everybody, whatever the segment says
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Overlap:
    """Another broadcast of this week, and how many members would get both."""

    id: int
    name: str
    state: BroadcastState
    leaves_at: datetime | None
    members: int


@dataclass(frozen=True)
class Reach:
    """Whom a broadcast would reach now. `segment`: members it is for, of whom `left_out` (reason → members) do not get
    it, `control` get nothing on purpose, and `gets` get it; `quiet` of them in their own morning, `rest` only when a
    winner was chosen. `costs`: (basis points who take the offer, minor units) ; `stars` if it is paid for.
    `needs_second`: so many get it, or it costs Stars; `everybody`: it is large and for (nearly) all who may be written
    to."""

    segment: int
    left_out: Mapping[str, int]
    control: int
    gets: int
    quiet: int
    rest: int
    by_language: Mapping[str | None, int]
    minutes: int
    costs: tuple[tuple[int, int], ...]
    stars: int | None
    overlaps: tuple[Overlap, ...]
    faults: tuple[Fault, ...]
    needs_second: bool
    everybody: bool


async def numbers(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Reach:
    """What sending it now would mean. Changes nothing. Refuses `access.denied` and `broadcast.unknown`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        row = await broadcast_drafts.found(session, broadcast_id)
        return await reach(session, row, at, await program.in_force(session, at))


async def reach(session: AsyncSession, row: Broadcast, at: datetime, rules: Rules) -> Reach:
    """The same, as a step."""
    plan = broadcast_drafts.plan_of(row)
    starts = max(at, plan.starts_at or at)
    counted = await audience.counted(session, whom(row, plan, starts, rules))
    gets = sum(each.number for each in counted if not each.reason and not each.control)
    left_out = Counter[str]()
    for each in counted:
        left_out[each.reason] += each.number if each.reason else 0
    known, over = await _known(session, row, plan, at, gets, rules), gets > rules.program.second_person_over
    return Reach(
        segment=sum(each.number for each in counted),
        left_out={reason: number for reason, number in left_out.items() if number},
        control=sum(each.number for each in counted if not each.reason and each.control),
        gets=gets,
        quiet=_quiet(counted, starts, rules),
        rest=gets - gets * plan.test_bp // WHOLE_BP if plan.test_bp else 0,
        by_language=_languages(counted),
        minutes=known.minutes,
        costs=await _costs(session, row, plan, known, rules),
        stars=ceil(min(gets, plan.paid_most or gets) / STARS) if plan.paid else None,
        overlaps=tuple(await _overlaps(session, row, plan, starts, rules)),
        faults=tuple(checks.check(plan, known)),
        needs_second=over or plan.paid,
        everybody=over and await _everybody(session, whom(row, plan, starts, rules), counted),
    )


async def _known(session: AsyncSession, row: Broadcast, plan: Plan, at: datetime, gets: int, rules: Rules) -> Known:
    left = await broadcast_gifts.left(session, row, at)
    cost_known = await broadcast_gifts.cost_is_known(session, row, rules)
    return Known(rules.program, at, gets, left, cost_known, _minutes(plan, gets))


def whom(row: Broadcast, plan: Plan, at: datetime, rules: Rules) -> Whom:
    """Its audience as the database is asked for it."""
    control = splits.split(f"broadcast:{row.id}:control")
    return Whom(
        segment=plan.segment,
        topic=plan.topic,
        at=at,
        zone=rules.zone,
        control=(control.a, control.b, control.c, control.d),
        control_bp=plan.control_bp,
        week=rules.program.ads_per_week,
        month=rules.program.ads_per_month,
    )


async def _everybody(session: AsyncSession, theirs: Whom, counted: Any) -> bool:
    if theirs.segment is None:
        return True
    may: int = sum(each.number for each in counted if each.reason in ("", *audience.CAPS))
    return may * WHOLE_BP >= NEARLY_ALL * await audience.in_common(session, replace(theirs, segment=None), None)


def _quiet(counted: Any, starts: datetime, rules: Rules) -> int:
    asleep = {
        zone: timing.quiet(starts, zones.named(zone, rules), rules.program) for zone in {each.zone for each in counted}
    }
    return sum(each.number for each in counted if not each.reason and not each.control and asleep[each.zone])


def _languages(counted: Any) -> dict[str | None, int]:
    spoken = Counter[str | None]()
    for each in counted:
        if not each.reason and not each.control:
            spoken[each.language.partition("-")[0] if each.language else None] += each.number
    return dict(spoken.most_common())


def _minutes(plan: Plan, gets: int) -> int:
    rate = PAID_RATE if plan.paid else RATE
    first = min(gets, plan.wave_size) if plan.wave_size else gets
    return max(plan.spread_minutes, ceil(first / rate / 60))


async def _costs(
    session: AsyncSession, row: Broadcast, plan: Plan, known: Known, rules: Rules
) -> tuple[tuple[int, int], ...]:
    if plan.offer is None:
        return ()
    piece, gets = await piece_minor(session, row, rules), known.gets or 0
    most = checks.least(plan.stock, known.left, gets) or 0
    costs = ((share, min(gets * share // WHOLE_BP, most) * piece) for share in SHARES)
    return tuple((share, min(cost, plan.budget_minor or cost)) for share, cost in costs)


async def piece_minor(session: AsyncSession, row: Broadcast, rules: Rules) -> int:
    """What one piece of the offer costs the shop, by the average order where it depends on one; 0 for only words."""
    try:
        gift = await broadcast_gifts.offered(session, row, rules)
    except Refused:
        return 0
    return gift.cost_minor or await _worth(session, gift.benefit, rules)


async def worth(session: AsyncSession, row: Broadcast, rules: Rules) -> int:
    """What it is worth to a member, in minor units: when only one message may leave, the one worth most does."""
    try:
        gift = await broadcast_gifts.offered(session, row, rules)
    except Refused:
        return 0
    return await _worth(session, gift.benefit, rules)


async def _worth(session: AsyncSession, benefit: Any, rules: Rules) -> int:
    if benefit.kind is BenefitKind.POINTS:
        return int(benefit.value * rules.program.point_value_minor)
    average = await audience.average_minor(session)
    return automations.worth(Offer(OfferKind.VOUCHER, benefit=benefit), average, rules.program)


async def _overlaps(session: AsyncSession, row: Broadcast, plan: Plan, starts: datetime, rules: Rules) -> list[Overlap]:
    ours, found = whom(row, plan, starts, rules), []
    for other in await queries.around(session, starts - WEEK, starts + WEEK, but=row.id):
        if other.state in (BroadcastState.RUNNING, BroadcastState.PAUSED):
            members = await audience.waiting_in_common(session, ours, other.id)
        else:
            members = await audience.in_common(session, ours, other.segment)
        if members:
            found.append(Overlap(other.id, other.name, other.state, other.starts_at, members))
    return found
