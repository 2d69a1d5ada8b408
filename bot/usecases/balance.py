"""The balance screen: all about a member's points in two statements of one snapshot. The hottest read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules import tiers
from bot.usecases import points
from bot.usecases.program import Rules
from db.enums import Tier
from db.ledger import read
from db.queries import points as queries
from db.session import Database


@dataclass(frozen=True)
class BalanceView:
    """Points by state, their worth in minor units of *currency*, and the way to the next tier (None at the top)."""

    available: int
    held: int
    debt: int
    pending_orders: int
    pending_welcome: int
    soonest_points: int
    soonest_on: date | None
    worth_minor: int
    currency: str
    tier: Tier
    next_tier: Tier | None
    missing_minor: int
    share: float


async def look(db: Database, member_id: int, at: datetime, rules: Rules) -> BalanceView:
    """What the member has at *at*, has coming, and what it is worth. Changes nothing."""
    program = rules.program
    async with db.read() as session:
        now = await read.balance(session, member_id)
        since = at - timedelta(days=program.tier_window_days)
        standing = await queries.standing(session, member_id, since=since)
        welcome = await points.welcome_waiting(session, standing, rules)
    way = tiers.progress(standing.spent_minor, standing.tier, program)
    return BalanceView(
        available=now.available,
        held=now.held,
        debt=now.debt,
        pending_orders=standing.pending_points,
        pending_welcome=welcome,
        soonest_points=now.soonest_points,
        soonest_on=now.soonest_on,
        worth_minor=now.available * program.point_value_minor,
        currency=program.currency,
        tier=way.tier,
        next_tier=way.next,
        missing_minor=way.missing_minor,
        share=way.share,
    )
