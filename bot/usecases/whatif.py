"""What if: the last ninety days once more, with another number. Reads only."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import access
from bot.rules import program_fields as fields
from bot.rules.earning import Basket, Circumstances, Item
from bot.rules.liability import Liability, liability
from bot.rules.program import Program
from bot.rules.program_fields import FieldChange
from bot.rules.tiers import tier_for
from bot.rules.whatif import GIFTS, Outcome, PastOrder, Replay
from bot.usecases import liability as owing
from bot.usecases.actor import Actor, allow
from bot.usecases.program import Rules
from bot.usecases.program_changes import opened
from db.enums import AccountKind, Tier
from db.ledger import read
from db.queries import whatif as queries
from db.queries.whatif import PastLine
from db.session import Database

DAYS = 90
AT_ONCE = 500
FEW = 2_000  # so many orders are reckoned while somebody waits for a screen


@dataclass(frozen=True)
class WhatIf:
    """What another value would have done to the last `days`. The points are those of orders, and of the gift that the
    number is about, if it is one. The costs are what they may come to be paid for: points × their value × the share
    that is expected to be spent; `owed_then` is today's debt with the difference."""

    change: FieldChange
    days: int
    outcome: Outcome
    points_now: int
    points_then: int
    cost_now: Liability
    cost_then: Liability
    owed_now: Liability
    owed_then: Liability
    currency: str
    may_change: bool


async def glance(db: Database, actor: Actor, field: str, value: Any, *, at: datetime) -> WhatIf | None:
    """What `replay` tells, where that is ready at once; None, whoever asks, when there are no such orders or more than
    FEW of them. Otherwise refuses as `replay` does."""
    async with db.read() as session:
        number = await queries.how_many(session, at - timedelta(days=DAYS))
    return await replay(db, actor, field, value, at=at) if 0 < number <= FEW else None


async def replay(db: Database, actor: Actor, field: str, value: Any, *, at: datetime) -> WhatIf:
    """Every order of the last ninety days but those cancelled or returned, with *field* as it is and as *value*.
    Members are taken at the level they have now; with *value*, where it moves the levels, at the one that they would
    have. Orders come in pages, so memory stays flat. Nothing is changed.

    Refuses `access.denied`, `setup.needed`; raises ProgramInvalid.
    """
    since = at - timedelta(days=DAYS)
    async with db.read(long=True) as session:
        staff = await allow(session, actor, "program.see")
        rules = await opened(session, at)
        then = fields.with_value(rules.program, field, value)
        outcome = await _replayed(session, rules, then, since, at)
        gifts = await _gifts(session, field, rules.program, then, since, at)
        owed = (await owing.owed(session, at)).cost
    points = _Points(outcome.points_now + gifts[0], outcome.points_then + gifts[1])
    return WhatIf(
        change=FieldChange(field, fields.value_of(rules.program, field), value),
        days=DAYS,
        outcome=outcome,
        points_now=points.now,
        points_then=points.then,
        **_cost(points, owed, rules.program, then),
        currency=rules.program.currency,
        may_change=access.may(staff.role, "program.change"),
    )


async def _replayed(session: AsyncSession, rules: Rules, then: Program, since: datetime, at: datetime) -> Outcome:
    now, zone = rules.program, rules.zone
    told, after, more = Replay(now, then), (0, 0), True
    while more:
        lines = await queries.page(session, since, after=after, limit=AT_ONCE)
        levels = await _levels(session, lines, now, then, at)
        for line in lines:
            told.add(_past(line, levels.get(line.member_id, line.tier), zone))
        more = len(lines) == AT_ONCE
        after = (lines[-1].member_id, lines[-1].id) if lines else after
    return told.outcome()


async def _levels(
    session: AsyncSession, lines: list[PastLine], now: Program, then: Program, at: datetime
) -> dict[int, Tier]:
    """The levels members would have by what they spent, where the change is about reaching one."""
    sums = [[rule.from_minor for rule in program.tiers] for program in (now, then)]
    if sums[0] == sums[1] and now.tier_window_days == then.tier_window_days:
        return {}
    since = at - timedelta(days=then.tier_window_days)
    spent = await queries.spent_by(session, {line.member_id for line in lines}, since)
    return {line.member_id: tier_for(spent.get(line.member_id, 0), then) for line in lines}


def _past(line: PastLine, level: Tier, zone: ZoneInfo) -> PastOrder:
    under = Circumstances(
        tier=line.tier,
        at=line.placed_at.astimezone(zone),
        outlet_id=line.outlet_id,
        channel=line.channel,
        first_order=line.first,
        multiplier_bp=line.voucher_bp,
    )
    items = tuple(Item(*item) for item in line.items)
    return PastOrder(
        line.number, Basket(line.amount_minor, items, line.discount_minor), under, replace(under, tier=level)
    )


async def _gifts(
    session: AsyncSession, field: str, now: Program, then: Program, since: datetime, at: datetime
) -> tuple[int, int]:
    """Points given by this number beside orders, and how many they would have been."""
    if field not in GIFTS:
        return 0, 0
    one, other = getattr(now, field), getattr(then, field)
    if field == "birthday_points":
        given = await read.issued_between(session, AccountKind.BIRTHDAY, since, at)
        return given, given // one * other if one else 0
    counted = queries.first_orders if field == "welcome_points" else queries.referrals_paid
    times = await counted(session, since)
    return times * one, times * other


@dataclass(frozen=True)
class _Points:
    """Points in all, under each programme."""

    now: int
    then: int


def _cost(points: _Points, owed: Liability, now: Program, then: Program) -> dict[str, Liability]:
    """What the points may come to cost, and what is owed today, under each programme."""
    return {
        "cost_now": liability(points.now, now),
        "cost_then": liability(points.then, then),
        "owed_now": owed,
        "owed_then": liability(owed.points + points.then - points.now, then),
    }
